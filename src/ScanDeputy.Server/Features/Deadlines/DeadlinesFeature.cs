using ScanDeputy.Server.Jobs;

namespace ScanDeputy.Server.Features.Deadlines;

public static class DeadlinesFeature
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services.AddSingleton<ISweep, DeadlineSweep>();
}
