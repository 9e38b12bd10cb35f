using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Deadlines;

public static class DeadlinesFeature
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<ISweep, DeadlineSweep>()
        .AddSingleton<IDatabaseGauges, DeadlineGauges>();
}
