using OpenTelemetry.Metrics;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>The text of <c>GET /metrics</c>: reads the gauges anew when they are old, collects, and writes.</summary>
public sealed class MetricsPage(DatabaseSampler sampler) : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private MetricReader? _reader;

    /// <summary>To be given to the one provider; it disposes it.</summary>
    public MetricReader Reader => _reader ??= new BaseExportingMetricReader(_exporter);

    public async Task<string> RenderAsync(CancellationToken ct)
    {
        await sampler.RefreshAsync(ct);
        await _oneAtATime.WaitAsync(ct);
        try
        {
            // Through the exporter: a reader that is pulled refuses to be collected by itself.
            _exporter.Collect?.Invoke(Timeout.Infinite);
            return _exporter.TakePage();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
}
