using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Demo;

/// <summary>Sandbox, personas and the movable clock: the embedded profile only.</summary>
public static class DemoFeature
{
    public static IServiceCollection AddDemo(this IServiceCollection services, MovableClock clock) => services
        .AddSingleton(clock)
        .AddSingleton<EmbeddedSandbox>()
        .AddSingleton<SandboxTexts>()
        .AddSingleton<SandboxPhones>()
        .AddSingleton<Personas>()
        .AddSingleton<ClockMover>()
        .AddSingleton<DemoData>()
        .AddHostedService<SandboxConnection>();
}
