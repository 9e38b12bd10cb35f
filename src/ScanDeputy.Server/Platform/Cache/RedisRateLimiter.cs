using StackExchange.Redis;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>
/// Limits of all nodes together: one script, which Redis runs with nothing in between. Redis' own clock counts, because the nodes'
/// clocks differ and one judge needs one clock. While Redis is away each node counts for itself.
/// </summary>
public sealed class RedisRateLimiter(RedisLink link, LocalRateLimiter local) : IRateLimiter
{
    // In braces, so that a cluster keeps all logs in one place: a script may only touch keys of one.
    private const string Prefix = "scandeputy:{limits}:";

    public async ValueTask<TimeSpan?> TakeAsync(IReadOnlyList<RateUse> uses, string? onceKey)
    {
        var names = uses.Select(use => use.Key);
        RedisKey[] keys = [.. (onceKey is null ? names : names.Append(onceKey)).Select(name => (RedisKey)(Prefix + name))];
        RedisValue[] values =
        [
            uses.Count,
            .. uses.SelectMany(use => new RedisValue[] { use.Limit.Count, (long)use.Limit.Within.TotalMilliseconds, use.OncePerKey ? 1 : 0 }),
        ];
        var wait = await link.RunAsync(async redis => (long)await redis.ScriptEvaluateAsync(Script, keys, values));
        if (!wait.Arrived)
            return await local.TakeAsync(uses, onceKey);

        return wait.Value > 0 ? TimeSpan.FromMilliseconds(wait.Value) : null;
    }

    /// <summary>
    /// KEYS: a log for each use, newest instant first, and the call's name if it has one. ARGV: how many uses; for each its count,
    /// milliseconds and whether it is once per name. An instant that is further ahead than its window comes from a clock that was set back: it is not held against anybody.
    /// </summary>
    private const string Script = """
        local time = redis.call('time')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local uses = tonumber(ARGV[1])
        local named = #KEYS > uses
        local again = named and redis.call('exists', KEYS[uses + 1]) == 1
        local wait, longest = 0, 0
        for i = 1, uses do
          local count, within = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
          longest = math.max(longest, within)
          if not (again and ARGV[3 * i + 1] == '1') then
            local edge = redis.call('lindex', KEYS[i], count - 1)
            if edge then
              local left = edge + within - now
              if left > wait and left <= within then wait = left end
            end
          end
        end
        if wait > 0 then return wait end
        for i = 1, uses do
          if not (again and ARGV[3 * i + 1] == '1') then
            redis.call('lpush', KEYS[i], now)
            redis.call('ltrim', KEYS[i], 0, ARGV[3 * i - 1] - 1)
            redis.call('pexpire', KEYS[i], ARGV[3 * i])
          end
        end
        if named and not again then redis.call('set', KEYS[uses + 1], 1, 'px', longest) end
        return 0
        """;
}
