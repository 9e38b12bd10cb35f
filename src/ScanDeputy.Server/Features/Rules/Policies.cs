using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>Reads a jurisdiction's policies; one that has none yet has the default, 2310.</summary>
public static class Policies
{
    public static async Task<PolicyHistory> LoadAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null)
    {
        return Of(await connection.QueryAsync<Row>($"{Select} where jurisdiction = @jurisdiction", new { jurisdiction }, transaction));
    }

    /// <summary>What <see cref="Select"/> found for one jurisdiction.</summary>
    internal static PolicyHistory Of(IEnumerable<Row> rows)
    {
        var policies = rows.Select(row => row.ToPolicy()).ToList();
        return policies.Count == 0 ? PolicyHistory.Default : new PolicyHistory(policies);
    }

    internal const string Select = "select version, valid_from, limits, applied_at from policies";

    internal sealed record Row
    {
        public string Version { get; init; } = "";

        public DateTimeOffset ValidFrom { get; init; }

        public string Limits { get; init; } = "";

        public DateTimeOffset? AppliedAt { get; init; }

        public DeadlinePolicy ToPolicy() =>
            (JsonSerializer.Deserialize<DeadlinePolicy>(Limits, ApiJson.Options) ?? throw new JsonException("A stored policy is null."))
            with
            { Version = Version, ValidFrom = ValidFrom, AppliedToOpenAt = AppliedAt };
    }
}
