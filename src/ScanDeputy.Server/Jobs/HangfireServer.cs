using Hangfire;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Hangfire's own hosted service, with an end: when Redis has just been slow, its threads may wait up to a minute for a lock that
/// nobody holds any more, and no token interrupts that. Sweeps have ended by then; what is left are turns that will come again.
/// </summary>
public sealed class HangfireServer(IServiceProvider services, JobStorage storage, SweepRunner runner, IHostApplicationLifetime lifetime)
    : IHostedService, IDisposable
{
    /// <summary>Trap: by default the engine looks every 15 seconds what is due; a sweep that comes more often needs a shorter look.</summary>
    public static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(1);

    // Together with the time that Lifetime keeps answering people this stays within what it grants.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(4);

    private BackgroundJobServerHostedService? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Asking for it is what configures Hangfire, the activator among the rest.
        services.GetRequiredService<IGlobalConfiguration>();
        var options = new BackgroundJobServerOptions
        {
            Activator = services.GetRequiredService<JobActivator>(),
            Queues = [.. SweepJob.Queues],
            WorkerCount = runner.Sweeps.Count,
            SchedulePollingInterval = PollingInterval,
            // Sweeps come to an end by themselves when the host stops.
            StopTimeout = LongestStop,
            ShutdownTimeout = LongestStop,
        };
        // It begins when the host has started, and is told to stop as soon as the host is.
        _server = new BackgroundJobServerHostedService(storage, options, [], lifetime);
        await _server.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.StopAsync(CancellationToken.None).WaitAsync(LongestStop, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>After a stop this waits for nothing.</summary>
    public void Dispose() => _server?.Dispose();
}
