using ScanDeputy.Server.Jobs.Rows;

namespace ScanDeputy.Server.Jobs;

/// <summary>Deletes idempotency keys after a week.</summary>
public sealed class ExpiredKeysSweep(ExpiredRows expired) : ISweep
{
    private const string SweepName = "expired-keys";

    private static readonly ExpiringTable[] Tables =
    [
        ExpiringTable.Of(
            SweepName, "key/", "select id, created_at as due_at from idempotency_keys where created_at <= @Now order by created_at limit @Limit",
            "delete from idempotency_keys where id in @ids and created_at <= @before", TimeSpan.FromDays(7)),
    ];

    public string Name => SweepName;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task<int> RunAsync(CancellationToken ct) => expired.DeleteAsync(Tables, ct);

    /// <summary>Nothing that anybody waits for: it takes its turn by the interval alone.</summary>
    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
}
