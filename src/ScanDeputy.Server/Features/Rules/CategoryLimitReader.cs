using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>Why a stage was given other than the usual working days: its category has limits of its own in that version of the policy.</summary>
/// <param name="Days">What the category has, in working days.</param>
/// <param name="UsualDays">What other categories have.</param>
public sealed record CategoryLimit(string Category, StageKind Stage, int Days, int UsualDays);

/// <summary>Finds <see cref="CategoryLimit"/> for the explanation of a date.</summary>
public sealed class CategoryLimitReader(Database database)
{
    /// <returns>Null when the category has no such limit, or any of these is unknown.</returns>
    public Task<CategoryLimit?> FindAsync(string? jurisdiction, string? policyVersion, StageKind? stage, string? categoryId, CancellationToken ct) =>
        jurisdiction is null || policyVersion is null || stage is not { } kind || categoryId is null
            ? Task.FromResult<CategoryLimit?>(null)
            : database.ReadAsync<CategoryLimit?>(
                async connection =>
                {
                    var row = await connection.QueryFirstOrDefaultAsync<Policies.Row>(
                        $"{Policies.Select} where jurisdiction = @jurisdiction and version = @policyVersion", new { jurisdiction, policyVersion });
                    var name = await connection.QueryFirstOrDefaultAsync<string>(
                        "select name from categories where id = @categoryId and jurisdiction = @jurisdiction", new { categoryId, jurisdiction });
                    return row?.ToPolicy() is { } policy && name is not null && policy.OwnLimitOf(kind, categoryId) is { } days
                        ? new CategoryLimit(name, kind, days, policy.LimitOf(kind))
                        : null;
                },
                ct);
}
