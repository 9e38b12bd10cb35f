using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs;

public static class SweepsSetup
{
    /// <summary>The runner, how it is watched, and the sweeps that belong to no slice.</summary>
    public static IServiceCollection AddSweeps(this IServiceCollection services) => services
        .AddSingleton<ISweep, ExpiredKeysSweep>()
        .AddSingleton<ISweep, HeartbeatSweep>()
        .AddSingleton<SweepMeter>()
        .AddSingleton<SweepRunner>()
        .AddSingleton<RowFailures>()
        .AddSingleton<DueRows>()
        .AddSingleton<ExpiredRows>()
        .AddSingleton<IDatabaseGauges, SweepLagGauges>()
        .AddSingleton<IDatabaseGauges, RowFailureGauges>();
}
