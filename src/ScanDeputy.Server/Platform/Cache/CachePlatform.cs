using ScanDeputy.Server.Platform.Checks;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>What nodes share for speed: in Redis where one is configured, else in this process (docs/decisions/0010).</summary>
public static class CachePlatform
{
    /// <exception cref="RefuseToStartException">Redis is configured in a way that cannot be read.</exception>
    public static IServiceCollection AddCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LocalRateLimiter>();
        if (RedisOptions.From(configuration) is not { } redis)
            return services.AddSingleton<IRateLimiter>(provider => provider.GetRequiredService<LocalRateLimiter>()).AddSingleton<ISharedCache, LocalCache>();

        services.AddSingleton(redis).AddSingleton<RedisLink>().AddHostedService(provider => provider.GetRequiredService<RedisLink>())
            .AddSingleton<IDependencyCheck, RedisCheck>();
        return services.AddSingleton<IRateLimiter, RedisRateLimiter>().AddSingleton<RedisCache>().AddSingleton<ISharedCache>(provider => provider.GetRequiredService<RedisCache>());
    }
}
