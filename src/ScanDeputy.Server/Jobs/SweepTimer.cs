namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Beside an engine that shares its jobs through Redis: starts what must run on every node, and any sweep that had no turn here for three
/// times its interval, as happens while Redis is away. With several workers that is a little more often than needed; a turn that finds
/// nothing costs one query.
/// </summary>
internal sealed class SweepTimer(SweepRunner runner, SweepSharing sharing, IHostApplicationLifetime lifetime) : BackgroundService
{
    // The first people are served before the first sweep.
    private static readonly TimeSpan FirstTurn = TimeSpan.FromSeconds(3);

    private const int MissedTurns = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await Task.WhenAll(runner.Sweeps.Select(sweep => RepeatAsync(sweep, stop.Token)));
    }

    private async Task RepeatAsync(ISweep sweep, CancellationToken stop)
    {
        var longest = sweep.Every * MissedTurns;
        if (!sharing.IsEngines(sweep))
        {
            longest = sweep.Every;
            await WaitAsync(FirstTurn, stop);
            await runner.RunAsync(sweep.Name, stop);
        }

        while (!stop.IsCancellationRequested)
        {
            if (longest - runner.SinceLastTurn(sweep.Name) is var left && left > TimeSpan.Zero)
                await WaitAsync(left, stop);
            else
                await runner.RunAsync(sweep.Name, stop);
        }
    }

    private static async Task WaitAsync(TimeSpan length, CancellationToken stop) =>
        await Task.Delay(length, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
