using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Demo;

/// <summary>
/// Moves the demo's clock forward and lets happen what would have happened meanwhile, in its order: it stops at each instant at which
/// a sweep has something to do.
/// </summary>
public sealed class ClockMover(MovableClock clock, SweepRunner sweeps, Database database)
{
    // A year of stops is far less; this only keeps a sweep that never finishes from holding the clock for ever.
    private const int MostStops = 20_000;

    public async Task<Result<DateTimeOffset>> MoveToAsync(DateTimeOffset target, CancellationToken ct)
    {
        if (target <= clock.GetUtcNow())
            return new Refusal(DemoErrors.ClockRunsForward);

        using var held = await sweeps.HoldAllAsync(ct);
        await sweeps.RunAllHeldAsync(ct);
        // Housekeeping, which waits for no instant, has its turn at both ends only.
        var next = await sweeps.RunDueHeldAsync(ct);
        for (var stop = 0; stop < MostStops && next < target; stop++)
        {
            clock.TryMoveTo(next.Value);
            next = await sweeps.RunDueHeldAsync(ct);
        }

        clock.TryMoveTo(target);
        await sweeps.RunAllHeldAsync(ct);
        await RememberAsync(ct);
        return clock.GetUtcNow();
    }

    /// <summary>The last instant to which this data folder's clock was moved; a restart goes on from there, since time does not run backwards.</summary>
    public static Task<DateTimeOffset?> LastAsync(Database database, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>("select last_at from sandbox_clock where id = 1"), ct);

    private Task<int> RememberAsync(CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} sandbox_clock (id, last_at) values (1, 0)");
            return await scope.ExecuteAsync("update sandbox_clock set last_at = @Now where id = 1", new { Now = clock.GetUtcNow() });
        },
        ct);
}
