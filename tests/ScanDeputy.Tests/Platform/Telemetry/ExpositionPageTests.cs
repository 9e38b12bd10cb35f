using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ScanDeputy.Server.Platform.Telemetry;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>The text format: what is written can be read back, and the reader of these tests refuses what is not the format.</summary>
public sealed class ExpositionPageTests
{
    private const string Awkward = "a \"quoted\" \\ back\\nslash\nand a line, {braces}=\" 路灯 ";

    [Fact]
    public void Awkward_names_labels_and_descriptions_come_back_as_they_were()
    {
        var page = Write(meter =>
        {
            meter.CreateCounter<long>("test.things-done", "{thing}", "Says \"so\" with a \\ and\na second line").Add(3, new KeyValuePair<string, object?>("what.kind", Awkward));
            meter.CreateObservableGauge("test.size", () => 1.5e-9, "By");
            meter.CreateUpDownCounter<int>("test.level").Add(-2);
        });

        var done = page.Families["test_things_done_total"];
        Assert.Equal(("counter", "Says \"so\" with a \\ and\na second line"), (done.Type, done.Help));
        Assert.Equal((Awkward, 3), (done.Samples.Single()["what_kind"], done.Samples.Single().Value));
        Assert.Equal(("gauge", 1.5e-9), (page.Families["test_size_bytes"].Type, page.Value("test_size_bytes")));
        Assert.Equal(("gauge", -2), (page.Families["test_level"].Type, page.Value("test_level")));
    }

    [Fact]
    public void Histogram_has_rising_buckets_sum_and_count()
    {
        var page = Write(meter =>
        {
            var waits = meter.CreateHistogram("test.wait", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
            foreach (var wait in new[] { 0.05, 0.1, 0.5, 7 })
                waits.Record(wait, new KeyValuePair<string, object?>("route", "/s/{code}"));
        });

        Assert.Equal([2, 3, 4], page.Of("test_wait_seconds").Where(sample => sample.Name == "test_wait_seconds_bucket").Select(sample => sample.Value));
        Assert.Equal(7.65, page.Of("test_wait_seconds").Single(sample => sample.Name == "test_wait_seconds_sum").Value, 9);
        Assert.All(page.Of("test_wait_seconds"), sample => Assert.Equal("/s/{code}", sample["route"]));
    }

    [Fact]
    public void Gauge_without_a_value_is_not_told()
    {
        var page = Write(meter => meter.CreateObservableGauge("test.gone", () => new[] { new Measurement<double>(double.NaN), new Measurement<double>(double.PositiveInfinity, new KeyValuePair<string, object?>("a", "b")) }));

        Assert.Equal(double.PositiveInfinity, Assert.Single(page.Of("test_gone")).Value);
    }

    [Theory]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1")]
    [InlineData("# TYPE a gauge\na 1\n")]
    [InlineData("# HELP a b\n# TYPE a number\na 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\nb 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1\na 2\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1\n# HELP a b\n# TYPE a gauge\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{c=\"d\" 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{c=\"d\"e\"} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{c=\"d\\t\"} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{c-d=\"e\"} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na{c=\"d\",} 1\n")]
    [InlineData("# HELP a b\n# TYPE a gauge\na 1,5\n")]
    [InlineData("# HELP a b\n# TYPE a counter\na 1\n")]
    [InlineData("# HELP a b\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n")]
    [InlineData("# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 3\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 2\n")]
    public void Reader_refuses_what_is_not_the_format(string text) => Assert.Throws<ExpositionException>(() => ExpositionPage.Parse(text));

    private static ExpositionPage Write(Action<Meter> measure)
    {
        using var meter = new Meter($"test {nameof(ExpositionPageTests)} {TestContext.Current.Test!.UniqueID}");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(new BaseExportingMetricReader(exporter)).Build();
        measure(meter);
        Assert.True(exporter.Collect!(Timeout.Infinite));
        return ExpositionPage.Parse(exporter.TakePage());
    }
}
