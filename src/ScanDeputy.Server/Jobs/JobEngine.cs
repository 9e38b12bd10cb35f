using Hangfire;
using Hangfire.InMemory;
using Hangfire.Redis.StackExchange;
using ScanDeputy.Server.Platform.Cache;
using StackExchange.Redis;
using Role = ScanDeputy.Domain.Cases.Role;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Hangfire starts each sweep at its interval and shows at <c>/jobs</c> what it did. With a Redis its jobs are shared by all workers;
/// what must run on every node, and everything while that Redis is away, is started by <see cref="SweepTimer"/>. Without one the jobs are
/// kept in this process.
/// </summary>
public static class JobEngine
{
    private const string Prefix = "{scandeputy-jobs}:";

    // A hundred thousand runs a day: enough to look at, not to keep.
    private static readonly TimeSpan RecordsKept = TimeSpan.FromMinutes(10);

    /// <summary>For workers.</summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, IConfiguration configuration)
    {
        AddStorage(services, configuration);
        services.AddHostedService<HangfireSchedule>().AddHostedService<HangfireServer>();
        return IsShared(configuration) ? services.AddHostedService<SweepTimer>() : services;
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

    private static bool IsShared(IConfiguration configuration) => RedisOptions.From(configuration) is not null;

    private static void AddStorage(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(JobStorage)))
            return;

        var redis = RedisOptions.From(configuration);
        services.AddSingleton(_ => redis is null ? InProcess() : InRedis(ToLibrary(redis)));
        services.AddSingleton(new SweepSharing(redis is not null));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        // While Redis is away each of its processes tells of it as an error; HangfireSchedule says it once, and as the warning that it is.
        services.AddLogging(logging => logging.AddFilter("Hangfire", LogLevel.Critical));
    }

    private static JobStorage InProcess() => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = RecordsKept });

    private static JobStorage InRedis(ConfigurationOptions redis) => new RedisStorage(ConnectionMultiplexer.Connect(redis), new RedisStorageOptions
    {
        Prefix = Prefix,
        // Trap: given options, the storage ignores the database number of the connection string.
        Db = redis.DefaultDatabase ?? 0,
        // Trap: workers share one signal for "there is a job" and may miss it; then they look after this long.
        FetchTimeout = TimeSpan.FromSeconds(2),
        InvisibilityTimeout = TimeSpan.FromMinutes(5),
        SucceededListSize = 200,
        DeletedListSize = 200,
    })
    {
        JobExpirationTimeout = RecordsKept,
    };

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
}

/// <param name="WithOtherNodes">Whether a run of a sweep here may be another node's turn.</param>
internal sealed record SweepSharing(bool WithOtherNodes)
{
    /// <summary>Whether the engine starts this sweep; otherwise <see cref="SweepTimer"/> does on every node.</summary>
    public bool IsEngines(ISweep sweep) => !WithOtherNodes || !sweep.OnEveryNode;
}
