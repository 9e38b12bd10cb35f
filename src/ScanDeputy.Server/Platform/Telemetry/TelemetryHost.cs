namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Opens the metrics page and keeps the database's gauges; the providers start and end with the host.</summary>
internal sealed class TelemetryHost(TelemetrySettings settings, DatabaseSampler sampler, OperationsListener listener) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        sampler.Register();
        if (settings.HasPage)
            await listener.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await listener.DisposeAsync();
    }

    /// <summary>The page reads the gauges when it is asked; the exporter cannot wait for a database, so for it they are kept fresh.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Exports)
            return;

        using var timer = new PeriodicTimer(DatabaseSampler.Fresh);
        do
            await sampler.RefreshAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
