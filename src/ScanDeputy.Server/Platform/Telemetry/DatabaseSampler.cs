using System.Diagnostics.Metrics;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// Reads all database gauges together, at most every 15 seconds however often they are asked for. While the database does not
/// answer they have no value, and <c>scandeputy_database_up</c> is 0.
/// </summary>
public sealed partial class DatabaseSampler(
    IEnumerable<IDatabaseGauges> sources, IMeterFactory meters, TimeProvider clock, ILogger<DatabaseSampler> logger) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Gauge Up = new("scandeputy.database.up", "1 when the database answered the last reading of the gauges, 0 when it did not.");

    private readonly IReadOnlyList<IDatabaseGauges> _sources = [.. sources];
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Dictionary<string, GaugeValue> _known = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<GaugeValue> _values = [];
    private DateTimeOffset? _readAt;
    private Task<List<GaugeValue>>? _reading;
    private bool _isDown;

    /// <summary>Makes the instruments; until then nobody can ask, and nothing is read.</summary>
    public void Register()
    {
        var meter = meters.Create(Meters.Name);
        foreach (var gauge in _sources.SelectMany(source => source.Gauges).Append(Up))
            meter.CreateObservableGauge(gauge.Name, () => MeasurementsOf(gauge.Name), gauge.Unit, gauge.Description);
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            // A clock that was set back must not keep old values for as long.
            if (_readAt is { } at && (now - at).Duration() < Fresh)
                return;

            _values = await SampleAsync(ct);
            _readAt = now;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<IReadOnlyList<GaugeValue>> SampleAsync(CancellationToken ct)
    {
        try
        {
            // A reading that hangs is waited for again, not doubled. In a task, because SQLite's calls hold their thread.
            if (_reading is not { IsCompleted: false })
                _reading = Task.Run(ReadAsync, ct);
            var values = await _reading.WaitAsync(Patience, ct);
            _isDown = false;
            return [.. WithoutGone(values), Up.Of(1)];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever keeps the database from answering, the other metrics must still be told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_isDown)
                Log.Unreadable(logger, exception);
            _isDown = true;
            return [.. WithoutGone([]), Up.Of(0)];
        }
    }

    private async Task<List<GaugeValue>> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var values = new List<GaugeValue>();
        foreach (var source in _sources)
            values.AddRange(await source.ReadAsync(limit.Token));
        return values;
    }

    /// <summary>OpenTelemetry goes on telling the last value of a series that is no longer measured; NaN says that there is none.</summary>
    private IEnumerable<GaugeValue> WithoutGone(IReadOnlyList<GaugeValue> values)
    {
        var present = values.ToDictionary(value => value.Series, StringComparer.Ordinal);
        foreach (var (series, value) in present)
            _known.TryAdd(series, value with { Value = double.NaN });
        return _known.Select(pair => present.GetValueOrDefault(pair.Key, pair.Value)).ToList();
    }

    private IEnumerable<Measurement<double>> MeasurementsOf(string name) =>
        _values.Where(value => value.Name == name).Select(value => new Measurement<double>(value.Value, value.Labels));

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "The gauges could not be read from the database; it counts as down until they can be.")]
        public static partial void Unreadable(ILogger logger, Exception exception);
    }
}
