using Hangfire;
using Hangfire.Redis.StackExchange;
using ScanDeputy.Server.Platform.Cache;
using StackExchange.Redis;
using Role = ScanDeputy.Domain.Cases.Role;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>
/// Hangfire rings the bell for each sweep at its interval, on one of the workers that share a Redis, and shows what it did at
/// <c>/jobs</c>. Without a Redis, and while one is away, each worker rings for itself (<see cref="LocalBell"/>).
/// </summary>
public static class JobEngine
{
    private const string Prefix = "{scandeputy-jobs}:";

    /// <summary>For workers.</summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, IConfiguration configuration)
    {
        var shared = AddStorage(services, configuration);
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<LocalBell>(provider, shared ? Bell.Spare : Bell.Only));
        if (!shared)
            return services;

        return services.AddHostedService<HangfireSchedule>().AddHostedService<HangfireServer>();
    }

    /// <summary>For nodes that answer people.</summary>
    public static IServiceCollection AddJobPages(this IServiceCollection services, IConfiguration configuration)
    {
        AddStorage(services, configuration);
        return services;
    }

    /// <summary>What the engine did, for administrators to look at. It changes nothing there: sweeps come again by themselves.</summary>
    public static void MapJobPages(this WebApplication app)
    {
        if (app.Services.GetService<JobStorage>() is null)
            return;

        var options = new DashboardOptions { DashboardTitle = "ScanDeputy", AppPath = "/", IsReadOnlyFunc = _ => true, DisplayStorageConnectionString = false };
        app.MapHangfireDashboardWithNoAuthorizationFilters("/jobs", options)
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireRole(nameof(Role.Administrator)))
            .Add(endpoint =>
            {
                var show = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = context => ShowAsync(show, context);
            });
    }

    /// <summary>Without Redis there is nothing to show, which is no fault of the program.</summary>
    private static async Task ShowAsync(RequestDelegate show, HttpContext context)
    {
        try
        {
            await show(context);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <returns>False when there is no Redis to keep jobs in.</returns>
    private static bool AddStorage(IServiceCollection services, IConfiguration configuration)
    {
        if (RedisOptions.From(configuration) is not { } redis)
            return false;
        if (services.Any(service => service.ServiceType == typeof(JobStorage)))
            return true;

        services.AddSingleton<JobStorage>(_ => CreateStorage(ToLibrary(redis)));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        // While Redis is away each of its processes tells of it as an error; HangfireSchedule says it once, and as the warning that it is.
        services.AddLogging(logging => logging.AddFilter("Hangfire", LogLevel.Critical));
        return true;
    }

    /// <summary>A connection of its own, beside the cache's: it blocks its callers, and it waits for nothing that is not there.</summary>
    private static ConfigurationOptions ToLibrary(RedisOptions redis)
    {
        var options = ConfigurationOptions.Parse(redis.Configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ClientName = "scandeputy-jobs";
        options.ConnectTimeout = 2000;
        // Trap: the storage's locks renew themselves after 15 seconds, and a renewal that fails ends the process. Calls that fail soon
        // keep every lock shorter than that. But not too soon: a lock that was taken for a caller who had given up stays for 30 seconds.
        options.SyncTimeout = options.AsyncTimeout = 500;
        return options;
    }

    private static RedisStorage CreateStorage(ConfigurationOptions redis) => new(ConnectionMultiplexer.Connect(redis), new RedisStorageOptions
    {
        Prefix = Prefix,
        Db = redis.DefaultDatabase ?? 0,
        // Trap: workers share one signal for "there is a job" and may miss it; then they look after this long.
        FetchTimeout = TimeSpan.FromSeconds(2),
        InvisibilityTimeout = TimeSpan.FromMinutes(5),
        SucceededListSize = 200,
        DeletedListSize = 200,
    })
    {
        // A hundred thousand rings a day: enough to look at, not to keep.
        JobExpirationTimeout = TimeSpan.FromMinutes(10),
    };
}
