namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// Values that stand in the database: how many rows of a kind there are, how old the oldest is. Read at most every 15 seconds on each node,
/// so a query must cost no more than a walk over the part of an index that it counts.
/// </summary>
public interface IDatabaseGauges
{
    IReadOnlyList<Gauge> Gauges { get; }

    /// <summary>Every series, also those that are 0: a series that comes and goes cannot be watched.</summary>
    Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct);
}

/// <param name="Name">As OpenTelemetry writes it, <c>scandeputy.cases</c>; the metrics page makes <c>scandeputy_cases</c> of it.</param>
/// <param name="Unit">"s" for seconds, or none.</param>
public sealed record Gauge(string Name, string Description, string? Unit = null)
{
    public GaugeValue Of(double value, params (string Name, string Value)[] labels) =>
        new(Name, value, [.. labels.Select(label => KeyValuePair.Create(label.Name, (object?)label.Value))]);
}

/// <summary>One series' value; labels are words of a fixed list, never anything a person wrote.</summary>
public sealed record GaugeValue(string Name, double Value, KeyValuePair<string, object?>[] Labels)
{
    internal string Series => $"{Name}|{string.Join('|', Labels.Select(label => $"{label.Key}={label.Value}"))}";
}
