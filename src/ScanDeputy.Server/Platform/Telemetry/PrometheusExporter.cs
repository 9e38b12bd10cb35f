using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Writes what OpenTelemetry collected as a Prometheus text page. (Why not the exporter package: docs/decisions/0017.)</summary>
[ExportModes(ExportModes.Pull)]
public sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly StringBuilder _page = new(16 * 1024);

    public Func<int, bool>? Collect { get; set; }

    /// <summary>The page of the last collection; the next one begins it anew.</summary>
    public string TakePage()
    {
        var text = _page.ToString();
        _page.Clear();
        return text;
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        _page.Clear();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            var name = PrometheusText.MetricName(metric.Name, metric.Unit, metric.MetricType is MetricType.LongSum or MetricType.DoubleSum);
            // The format allows each name once: of two meters that measure the same, the first is told.
            if (names.Add(name))
                Append(name, metric);
        }

        return ExportResult.Success;
    }

    private void Append(string name, Metric metric)
    {
        _page.AppendHead(name, TypeOf(metric.MetricType), metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = PrometheusText.Labels(Pairs(point.Tags));
            if (metric.MetricType == MetricType.Histogram)
                AppendHistogram(name, labels, point);
            else if (ValueOf(metric.MetricType, point) is var value && !double.IsNaN(value))
                _page.AppendSample(name, labels, value);
        }
    }

    private void AppendHistogram(string name, string labels, in MetricPoint point)
    {
        var comma = labels.Length > 0 ? "," : "";
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = PrometheusText.Label("le", PrometheusText.Number(bucket.ExplicitBound));
            _page.AppendSample($"{name}_bucket", string.Create(CultureInfo.InvariantCulture, $"{labels}{comma}{bound}"), below);
        }

        _page.AppendSample($"{name}_sum", labels, point.GetHistogramSum());
        _page.AppendSample($"{name}_count", labels, point.GetHistogramCount());
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        // Exponential histograms are made only where a view asks for them, and none does.
        _ => double.NaN,
    };

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(ReadOnlyTagCollection tags)
    {
        var pairs = new List<KeyValuePair<string, object?>>(tags.Count);
        foreach (var tag in tags)
            pairs.Add(tag!);
        return pairs;
    }
}
