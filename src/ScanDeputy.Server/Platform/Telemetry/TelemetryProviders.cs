using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Builds what collects and exports. Apart from everything else, so that its packages are not even loaded where nothing asks for them.</summary>
internal static class TelemetryProviders
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Http = "System.Net.Http";

    private static readonly string[] RequestLabels = ["http.request.method", "http.route", "http.response.status_code"];

    /// <param name="meters">This host's: of other hosts in the same process (the sandbox, this one's metrics page) nothing is told.</param>
    /// <param name="page">The metrics page, where there is one.</param>
    public static MeterProvider BuildMeters(TelemetrySettings settings, IConfiguration configuration, IMeterFactory meters, MetricsPage page)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Meters.Name, Hosting, Http, "System.Runtime")
            .AddView(instrument => ViewOf(instrument, meters));
        if (settings.HasPage)
            builder.AddReader(page.Reader);
        if (settings.Exports)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    /// <summary>
    /// What began elsewhere is sampled like what begins here: otherwise a stranger's <c>traceparent</c> header would decide how much we
    /// export. The ratio looks at the trace's number, so that all our nodes decide alike.
    /// </summary>
    public static TracerProvider BuildTraces(TelemetrySettings settings, IConfiguration configuration)
    {
        var ratio = new TraceIdRatioBasedSampler(settings.TraceRatio);
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Traces.Source.Name, "Microsoft.AspNetCore", Http)
            .SetSampler(new ParentBasedSampler(ratio, remoteParentSampled: ratio, remoteParentNotSampled: ratio))
            .AddOtlpExporter()
            .Build();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(
        "scandeputy", serviceVersion: typeof(TelemetryProviders).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: true);

    private static MetricStreamConfiguration? ViewOf(Instrument instrument, IMeterFactory meters)
    {
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, meters))
            return MetricStreamConfiguration.Drop;

        return (instrument.Meter.Name, instrument.Name) switch
        {
            (Hosting, "http.server.request.duration") => new MetricStreamConfiguration { TagKeys = RequestLabels },
            (Hosting, "http.server.active_requests") => new MetricStreamConfiguration { TagKeys = ["http.request.method"] },
            (Hosting, _) => MetricStreamConfiguration.Drop,
            (Http, "http.client.request.duration") => new MetricStreamConfiguration { TagKeys = ["server.address", "http.request.method", "http.response.status_code", "error.type"] },
            (Http, _) => MetricStreamConfiguration.Drop,
            _ => null,
        };
    }
}
