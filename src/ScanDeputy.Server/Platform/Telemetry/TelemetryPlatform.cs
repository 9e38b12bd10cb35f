namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Metrics and traces. Instruments and spans cost next to nothing while nobody listens; the rest is registered only when a setting asks for it.</summary>
public static class TelemetryPlatform
{
    /// <exception cref="RefuseToStartException">A setting cannot be used.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TelemetrySettings.Read(configuration);
        return settings.IsOn ? AddMeasuring(services, settings) : services;
    }

    // A method of its own: naming these types loads what collects and exports, which the embedded profile starts without.
    private static IServiceCollection AddMeasuring(IServiceCollection services, TelemetrySettings settings)
    {
        services.AddProviders(settings);
        return services.AddSingleton(settings)
            .AddSingleton<DatabaseSampler>()
            .AddSingleton<MetricsPage>()
            .AddSingleton<OperationsListener>()
            .AddHostedService<TelemetryHost>();
    }
}
