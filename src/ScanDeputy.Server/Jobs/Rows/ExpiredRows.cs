using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>A table whose rows are deleted some time after an instant in them.</summary>
/// <param name="Due">Finds them.</param>
/// <param name="Delete">Deletes those with <c>@ids</c> whose instant is not after <c>@before</c>.</param>
public sealed record ExpiringTable(DueQuery Due, string Delete)
{
    private const int AtOnce = 500;

    /// <param name="sweep">The sweep's name.</param>
    /// <param name="prefix">Tells its tables apart.</param>
    /// <param name="select">As <see cref="DueQuery"/> asks for it.</param>
    /// <param name="after">How long after the instant a row is deleted.</param>
    public static ExpiringTable Of(string sweep, string prefix, string select, string delete, TimeSpan after) => new(
        new DueQuery(new RowSource(sweep, (_, _) => Task.FromResult(RowOrigin.Everywhere)) { Prefix = prefix }, select) { After = after, AtOnce = AtOnce }, delete);
}

/// <summary>Deletes rows whose time has passed, some in one transaction.</summary>
public sealed class ExpiredRows(Database database, DueRows rows, TimeProvider clock)
{
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteAsync(IEnumerable<ExpiringTable> tables, CancellationToken ct)
    {
        var deleted = 0;
        foreach (var (due, delete) in tables)
        {
            var before = clock.GetUtcNow() - due.After;
            deleted += await rows.TakeAllAsync(
                due, (some, token) => database.WriteAsync(scope => scope.ExecuteAsync(delete, new { ids = some.Select(row => row.Id).ToList(), before }), token), ct);
        }

        return deleted;
    }
}
