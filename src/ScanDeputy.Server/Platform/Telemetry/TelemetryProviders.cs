using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>What is collected and where it goes. Apart from everything else, so that its packages are not even loaded where nothing asks for them.</summary>
internal static class TelemetryProviders
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Http = "System.Net.Http";

    private static readonly string[] RequestLabels = ["http.request.method", "http.route", "http.response.status_code"];

    public static void AddProviders(this IServiceCollection services, TelemetrySettings settings)
    {
        // The default one also reads the baggage that a visitor sends and puts it, with our traces' numbers, into every call to WeChat.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics => Measure(metrics, settings));
        services.ConfigureOpenTelemetryMeterProvider((host, metrics) => ReadFrom(host, metrics, settings));
        if (settings.Exports)
            telemetry.WithTracing(traces => Trace(traces, settings));
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        metrics.AddMeter(Meters.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation();
        if (settings.Exports)
            metrics.AddOtlpExporter();
    }

    private static void ReadFrom(IServiceProvider host, MeterProviderBuilder metrics, TelemetrySettings settings)
    {
        var meters = host.GetRequiredService<IMeterFactory>();
        metrics.AddView(instrument => ViewOf(instrument, meters));
        if (settings.HasPage)
            metrics.AddReader(host.GetRequiredService<MetricsPage>().Reader);
    }

    /// <summary>
    /// What began elsewhere is sampled like what begins here: otherwise a stranger's <c>traceparent</c> header would decide how much we
    /// export. The ratio looks at the trace's number, so that all our nodes decide alike.
    /// </summary>
    private static void Trace(TracerProviderBuilder traces, TelemetrySettings settings)
    {
        var ratio = new TraceIdRatioBasedSampler(settings.TraceRatio);
        traces.AddSource(Traces.Source.Name)
            .SetSampler(new ParentBasedSampler(ratio, remoteParentSampled: ratio, remoteParentNotSampled: ratio))
            .AddAspNetCoreInstrumentation(options => options.Filter = request => !request.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase))
            .AddHttpClientInstrumentation()
            // Before the exporter: processors see a span in the order in which they are added.
            .AddProcessor(new SpanRedaction())
            .AddOtlpExporter();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService(
        "scandeputy", serviceVersion: typeof(TelemetryProviders).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: true);

    /// <param name="meters">This host's: of other hosts in the same process (the sandbox, this one's metrics page) nothing is told.</param>
    private static MetricStreamConfiguration? ViewOf(Instrument instrument, IMeterFactory meters)
    {
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, meters))
            return MetricStreamConfiguration.Drop;

        return (instrument.Meter.Name, instrument.Name) switch
        {
            (Hosting, "http.server.request.duration") => new MetricStreamConfiguration { TagKeys = RequestLabels },
            (Hosting, "http.server.active_requests") => new MetricStreamConfiguration { TagKeys = ["http.request.method"] },
            (Http, "http.client.request.duration") => new MetricStreamConfiguration { TagKeys = ["server.address", "http.request.method", "http.response.status_code", "error.type"] },
            (Meters.Name or "System.Runtime", _) => null,
            // The rest of the framework's has no alarm and no reader, and labels that callers choose.
            _ => MetricStreamConfiguration.Drop,
        };
    }
}
