using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs;

/// <summary>How long the earliest thing that a sweep has to do has been due, and how often the sweep runs, which is how long that may be.</summary>
public sealed class SweepLagGauges(IEnumerable<ISweep> sweeps, TimeProvider clock) : IDatabaseGauges
{
    private static readonly Gauge Lag = new("scandeputy.sweep.lag", "How long the earliest thing a sweep has to do has been due; 0 when nothing is.", "s");
    private static readonly Gauge Interval = new("scandeputy.sweep.interval", "How often a sweep runs.", "s");

    public IReadOnlyList<Gauge> Gauges { get; } = [Lag, Interval];

    public async Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct)
    {
        var values = new List<GaugeValue>();
        foreach (var sweep in sweeps)
        {
            var dueAt = await sweep.NextDueAtAsync(ct);
            var lag = clock.GetUtcNow() - dueAt;
            values.Add(Lag.Of(Math.Max(0, lag?.TotalSeconds ?? 0), ("sweep", sweep.Name)));
            values.Add(Interval.Of(sweep.Every.TotalSeconds, ("sweep", sweep.Name)));
        }

        return values;
    }
}
