using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs;

/// <summary>Says every few seconds that this worker lives. Leases name their worker: one whose worker has gone silent is nobody's.</summary>
public sealed class HeartbeatSweep(Database database, Node node, TimeProvider clock) : ISweep
{
    /// <summary>A worker that has not been heard of for this long is dead, or as good as.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public string Name => "heartbeat";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public bool OnEveryNode => true;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        await database.WriteAsync(BeatAsync, ct);
        return 0;
    }

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    private async Task<int> BeatAsync(WriteScope scope)
    {
        var beat = new { node.Id, Roles = node.Roles.ToString(), Program = typeof(HeartbeatSweep).Assembly.GetName().Version!.ToString(3), Now = clock.GetUtcNow() };
        return await scope.ExecuteAsync("update nodes set seen_at = @Now where id = @Id", beat) == 1
            ? 1
            : await scope.ExecuteAsync("insert into nodes (id, roles, program, started_at, seen_at) values (@Id, @Roles, @Program, @Now, @Now)", beat);
    }
}
