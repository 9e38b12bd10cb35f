using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs;

/// <summary>How the sweeps of this node do. A sweep that was never started here is not told of: another node runs it.</summary>
public sealed class SweepMeter
{
    public const string Done = "done";
    public const string Idle = "idle";
    public const string Failed = "failed";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _runs;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastSuccessAt = new(StringComparer.Ordinal);

    public SweepMeter(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(Meters.Name);
        _runs = meter.CreateCounter<long>("scandeputy.sweep.runs", description: "Runs of a sweep on this node, by what came of them: done (rows changed), idle, failed.");
        meter.CreateObservableGauge(
            "scandeputy.sweep.last_success", ReadAges, "s", "Time since a sweep last ended well on this node; since its first start here when it never did.");
    }

    public void Started(string sweep) => _lastSuccessAt.TryAdd(sweep, _clock.GetUtcNow());

    public void Ended(string sweep, string result)
    {
        if (result != Failed)
            _lastSuccessAt[sweep] = _clock.GetUtcNow();
        _runs.Add(1, KeyValuePair.Create("sweep", (object?)sweep), KeyValuePair.Create("result", (object?)result));
    }

    private IEnumerable<Measurement<double>> ReadAges() => _lastSuccessAt.Select(pair => new Measurement<double>(
        Math.Max(0, (_clock.GetUtcNow() - pair.Value).TotalSeconds), KeyValuePair.Create("sweep", (object?)pair.Key)));
}
