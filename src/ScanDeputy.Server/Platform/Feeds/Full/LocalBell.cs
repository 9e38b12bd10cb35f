using ScanDeputy.Server.Jobs;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>What the bell of this process is for.</summary>
internal enum Bell
{
    /// <summary>There is no other.</summary>
    Only,

    /// <summary>Another one rings, unless its Redis is away.</summary>
    Spare,
}

/// <summary>
/// Rings for the sweeps that nobody else rings for in time. With several workers the shared engine rings now here, now there, so this
/// one rings a little more often than it must: a turn that finds nothing costs one query.
/// </summary>
internal sealed class LocalBell(SweepRunner runner, Bell bell, IHostApplicationLifetime lifetime) : BackgroundService
{
    // The first people are served before the first sweep.
    private static readonly TimeSpan FirstTurn = TimeSpan.FromSeconds(3);

    // So many rings of the other bell may fail to come.
    private const int MissedRings = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await Task.WhenAll(runner.Sweeps.Select(sweep => RingAsync(sweep, stop.Token)));
    }

    private async Task RingAsync(ISweep sweep, CancellationToken stop)
    {
        var ours = bell == Bell.Only || sweep.OnEveryNode;
        if (ours)
        {
            await WaitAsync(FirstTurn, stop);
            await runner.RunAsync(sweep.Name, stop);
        }

        var patience = ours ? sweep.Every : sweep.Every * MissedRings;
        while (!stop.IsCancellationRequested)
        {
            if (patience - runner.SinceLastTurn(sweep.Name) is var left && left > TimeSpan.Zero)
                await WaitAsync(left, stop);
            else
                await runner.RunAsync(sweep.Name, stop);
        }
    }

    private static async Task WaitAsync(TimeSpan length, CancellationToken stop) =>
        await Task.Delay(length, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
