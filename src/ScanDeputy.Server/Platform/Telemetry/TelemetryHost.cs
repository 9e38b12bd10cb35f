using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Starts what the settings ask for, and sends what is left when the program stops.</summary>
internal sealed class TelemetryHost(
    TelemetrySettings settings, IConfiguration configuration, IMeterFactory meters, DatabaseSampler sampler, MetricsPage page, OperationsListener listener)
    : BackgroundService
{
    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _meters = TelemetryProviders.BuildMeters(settings, configuration, meters, page);
        sampler.Register();
        if (settings.Exports)
            _traces = TelemetryProviders.BuildTraces(settings, configuration);
        if (settings.HasPage)
            await listener.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await listener.DisposeAsync();
        _traces?.Dispose();
        _meters?.Dispose();
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
