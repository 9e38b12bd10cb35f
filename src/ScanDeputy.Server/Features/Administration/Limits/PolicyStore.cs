using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Features.Administration.Limits;

/// <summary>A jurisdiction's versions of the policy. They are only added to; what a stage was counted with can always be said.</summary>
internal static class PolicyStore
{
    /// <summary>All versions, oldest first; the default where nothing was ever written.</summary>
    public static async Task<IReadOnlyList<DeadlinePolicy>> ListAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null)
    {
        var rows = await connection.QueryAsync<Policies.Row>(
            $"{Policies.Select} where jurisdiction = @jurisdiction order by valid_from", new { jurisdiction }, transaction);
        var known = rows.Select(row => row.ToPolicy()).ToList();
        return known.Count == 0 ? [PolicyHistory.Default.At(DateTimeOffset.UnixEpoch)] : known;
    }

    /// <summary>A draft as the next version: checked against what it rests on, not written.</summary>
    public static Result<DeadlinePolicy> Next(IReadOnlyList<DeadlinePolicy> known, PolicyDraft draft, DateTimeOffset now)
    {
        var validFrom = draft.ValidFrom ?? WholeMilliseconds.After(now);
        if (validFrom < now || known.Any(policy => policy.ValidFrom >= validFrom))
            return Refusal.OfField("validFrom", "field_valid_from");

        var next = draft.On(known[^1], "", validFrom);
        next = next with { Version = string.Create(CultureInfo.InvariantCulture, $"{next.HandoverLimit}-{next.AssignmentLimit}-{next.HandlingLimit}/{known.Count + 1}") };
        if (next.CoOpinionBefore >= next.Categories.Select(own => own.HandlingLimit ?? next.HandlingLimit).Append(next.HandlingLimit).Min())
            return Refusal.OfField("coOpinionBefore", "field_co_opinion");

        return next.QuietUntil < next.QuietFrom ? next : Refusal.OfField("quietUntil", "field_quiet_hours");
    }

    /// <summary>Whether a draft names only categories that the jurisdiction has.</summary>
    public static async Task<Refusal?> CheckCategoriesAsync(DbConnection connection, string jurisdiction, PolicyDraft draft, DbTransaction? transaction = null)
    {
        if (draft.Categories is not { Count: > 0 } categories)
            return null;

        var known = (await connection.QueryAsync<string>("select id from categories where jurisdiction = @jurisdiction", new { jurisdiction }, transaction))
            .ToHashSet(StringComparer.Ordinal);
        return categories.All(own => known.Contains(own.CategoryId)) ? null : Refusal.OfField("categories", "field_category_unknown");
    }

    public static async Task InsertAsync(WriteScope scope, string jurisdiction, IReadOnlyList<DeadlinePolicy> known, DeadlinePolicy next, string by, DateTimeOffset now)
    {
        // The default was in force until now: once there is a row, it must be one, too.
        if (await scope.FirstOrDefaultAsync<int?>("select 1 from policies where jurisdiction = @jurisdiction", new { jurisdiction }) is null)
            await InsertAsync(scope, jurisdiction, known[0], null, now);
        await InsertAsync(scope, jurisdiction, next, by, now);
    }

    /// <summary>For the audit trail: what the next version says otherwise than the one before it.</summary>
    public static void TellOf(WriteScope scope, TimeProvider clock, string jurisdiction, DeadlinePolicy before, DeadlinePolicy next, string by)
    {
        var (old, @new) = (JsonSerializer.SerializeToNode(before, ApiJson.Options)!.AsObject(), JsonSerializer.SerializeToNode(next, ApiJson.Options)!.AsObject());
        var details = from property in @new
                      where !JsonNode.DeepEquals(property.Value, old[property.Key])
                      select new AuditDetail(property.Key, old[property.Key], property.Value);
        AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.PolicyChanged, jurisdiction, by) { Object = "policies", ObjectId = next.Version, Details = [.. details] });
    }

    public static Task<int> ApplyToOpenAsync(WriteScope scope, string jurisdiction, string version, DateTimeOffset now) => scope.ExecuteAsync(
        "update policies set applied_at = coalesce(applied_at, @now) where jurisdiction = @jurisdiction and version = @version", new { jurisdiction, version, now });

    private static Task<int> InsertAsync(WriteScope scope, string jurisdiction, DeadlinePolicy policy, string? by, DateTimeOffset now) => scope.ExecuteAsync(
        """
        insert into policies (jurisdiction, version, valid_from, limits, created_at, created_by)
        values (@jurisdiction, @Version, @ValidFrom, @Limits, @now, @by)
        """,
        new { jurisdiction, policy.Version, policy.ValidFrom, Limits = JsonSerializer.Serialize(policy, ApiJson.Options), now, by });
}
