using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs;

/// <summary>Deletes what has served its time: ended sessions, idempotency keys after a week, old counts of failed sign-ins.</summary>
public sealed class ExpiredRowsSweep(Database database, TimeProvider clock) : ISweep
{
    private static readonly TimeSpan KeysKept = TimeSpan.FromDays(7);

    public string Name => "expired-rows";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var parameters = new { now, KeysBefore = now - KeysKept, FailuresBefore = now - TimeSpan.FromDays(1) };
        var deleted = 0;
        foreach (var statement in Statements)
            deleted += await database.WriteAsync(scope => scope.ExecuteAsync(statement, parameters), ct);
        return deleted;
    }

    /// <summary>Nothing that anybody waits for: it takes its turn by the interval alone.</summary>
    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    private static readonly string[] Statements =
    [
        "delete from sessions where expires_at < @now",
        "delete from idempotency_keys where created_at < @KeysBefore",
        "delete from sign_in_failures where last_at < @FailuresBefore",
    ];
}
