using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>Deletes ended sessions, and after a day the counts of failed sign-ins.</summary>
public sealed class ExpiredSessionsSweep(Database database, DueRows rows, TimeProvider clock) : ISweep
{
    private const string SweepName = "expired-sessions";
    private const int AtOnce = 500;

    private static readonly (DueQuery Due, string Delete)[] Tables =
    [
        (Query("session/", "select id, expires_at as due_at from sessions where expires_at <= @Now order by expires_at limit @Limit", TimeSpan.Zero),
            "delete from sessions where id in @ids and expires_at <= @before"),
        (Query("sign-in/", "select subject as id, last_at as due_at from sign_in_failures where last_at <= @Now order by last_at limit @Limit", TimeSpan.FromDays(1)),
            "delete from sign_in_failures where subject in @ids and last_at <= @before"),
    ];

    public string Name => SweepName;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var deleted = 0;
        foreach (var (due, delete) in Tables)
        {
            var before = clock.GetUtcNow() - due.After;
            deleted += await rows.TakeAllAsync(
                due, (some, token) => database.WriteAsync(scope => scope.ExecuteAsync(delete, new { ids = some.Select(row => row.Id).ToList(), before }), token), ct);
        }

        return deleted;
    }

    /// <summary>Nothing that anybody waits for: it takes its turn by the interval alone.</summary>
    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    private static DueQuery Query(string prefix, string select, TimeSpan after) =>
        new(new RowSource(SweepName, (_, _) => Task.FromResult(RowOrigin.Everywhere)) { Prefix = prefix }, select) { After = after, AtOnce = AtOnce };
}
