using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs;

/// <summary>Deletes idempotency keys after a week.</summary>
public sealed class ExpiredKeysSweep(Database database, DueRows rows, TimeProvider clock) : ISweep
{
    private const string SweepName = "expired-keys";
    private const int AtOnce = 500;

    private static readonly (DueQuery Due, string Delete)[] Tables =
    [
        (Query("key/", "select id, created_at as due_at from idempotency_keys where created_at <= @Now order by created_at limit @Limit", TimeSpan.FromDays(7)),
            "delete from idempotency_keys where id in @ids and created_at <= @before"),
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
