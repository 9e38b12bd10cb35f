using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Deadlines;

public static class DeadlinesFeature
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<ISweep, DeadlineSweep>()
        .AddSingleton<AdministerPolicies.Handler>()
        .AddSingleton<ISweep, SupervisorDigestSweep>()
        .AddSingleton<IDatabaseGauges, DeadlineGauges>();

    public static void MapDeadlines(this RouteGroupBuilder api) => AdministerPolicies.Map(api.MapGroup("/admin"));
}
