using Hangfire;
using Hangfire.InMemory;
using Hangfire.Redis.StackExchange;
using ScanDeputy.Server.Platform.Cache;
using StackExchange.Redis;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Where the engine keeps its jobs: in this process, or in a Redis for all workers. Neither need last: what must not be lost is in the
/// database, and <see cref="HangfireSchedule"/> writes the recurring jobs again.
/// </summary>
public static class JobStorages
{
    private const string Prefix = "{scandeputy-jobs}:";

    // A hundred thousand runs a day: enough to look at, not to keep.
    private static readonly TimeSpan RecordsKept = TimeSpan.FromMinutes(10);

    public static JobStorage InProcess() => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = RecordsKept });

    /// <param name="redis">Where it is; it need not be there yet.</param>
    public static JobStorage InRedis(RedisOptions redis)
    {
        var options = ToLibrary(redis);
        return new RedisStorage(ConnectionMultiplexer.Connect(options), new RedisStorageOptions
        {
            Prefix = Prefix,
            // Trap: given options, the storage ignores the database number of the connection string.
            Db = options.DefaultDatabase ?? 0,
            // Trap: the workers of a process share one signal for "there is a job", and one that is given between a look and the wait is missed
            // (with some versions of the Redis client all are: docs/decisions/0002). Then they look again after this long.
            FetchTimeout = TimeSpan.FromSeconds(2),
            InvisibilityTimeout = TimeSpan.FromMinutes(5),
            SucceededListSize = 200,
            DeletedListSize = 200,
        })
        {
            JobExpirationTimeout = RecordsKept,
        };
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
}
