using Hangfire;
using ScanDeputy.Server.Platform.Cache;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Hangfire starts each sweep at its interval. With a Redis its jobs are shared by all workers; what must run on every node, and everything
/// while that Redis is away, is started by <see cref="SweepTimer"/>. Without one, which only the embedded profile may be, the jobs are kept
/// in this process.
/// </summary>
public static class JobEngine
{
    /// <summary>For workers.</summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, IConfiguration configuration)
    {
        AddStorage(services, configuration);
        services.AddHostedService<HangfireSchedule>().AddHostedService<HangfireServer>();
        return RedisOptions.From(configuration) is null ? services : services.AddHostedService<SweepTimer>();
    }

    /// <summary>For nodes that answer people.</summary>
    public static IServiceCollection AddJobPages(this IServiceCollection services, IConfiguration configuration)
    {
        AddStorage(services, configuration);
        return services;
    }

    private static void AddStorage(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(JobStorage)))
            return;

        var redis = RedisOptions.From(configuration);
        services.AddSingleton(_ => redis is null ? JobStorages.InProcess() : JobStorages.InRedis(redis));
        services.AddSingleton(new SweepSharing(redis is not null));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseLogProvider(new EngineLog(provider.GetRequiredService<ILoggerFactory>()))
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
    }
}

/// <param name="WithOtherNodes">Whether a run of a sweep here may be another node's turn.</param>
public sealed record SweepSharing(bool WithOtherNodes)
{
    /// <summary>Whether the engine starts this sweep; otherwise <see cref="SweepTimer"/> does on every node.</summary>
    public bool IsEngines(ISweep sweep) => !WithOtherNodes || !sweep.OnEveryNode;
}
