using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using StackExchange.Redis;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>
/// The cache of several nodes. Each name has a lease in Redis, a random text; a copy, in Redis or in a node's memory, counts only
/// while the lease it was loaded under still stands, which is asked at every use. Forgetting deletes the lease: at once no copy counts
/// anywhere, nor one that a slow load stores later. Without Redis nobody can be asked, so the database is. Whoever can write to Redis must not
/// decide what we believe: a copy is signed, with its name and its end, by a key that Redis does not know.
/// </summary>
public sealed class RedisCache(RedisLink link, PersonalData crypto, TimeProvider clock) : ISharedCache
{
    // Longer than any copy lives; a lease that ends early only makes a load more.
    private static readonly TimeSpan LeaseLife = TimeSpan.FromHours(1);

    /// <summary>For a node's own copy on top of the one in Redis: it only saves reading the same text again.</summary>
    private static readonly TimeSpan MemoryLife = TimeSpan.FromSeconds(5);

    // Another build may write other fields under the same names: each build reads its own copies, all share the leases.
    private static readonly string Build = typeof(RedisCache).Module.ModuleVersionId.ToString("N")[..8];
    private const string Signature = "cached";
    private readonly LocalCopies _memory = new(clock);

    public async Task<T?> GetAsync<T>(CacheKind kind, string name, string part, Func<Task<T?>> load)
        where T : class
    {
        if (!link.IsSettled)
            return await load();

        var (leaseKey, key) = (LeaseKey(kind, name), $"scandeputy:{kind.Name}:{{{name}}}:{Build}:{part}");
        var mine = _memory.Find(key);
        RedisKey[] asked = mine is null ? [leaseKey, key] : [leaseKey];
        var answer = await link.RunAsync(redis => redis.StringGetAsync(asked));
        if (!answer.Arrived)
            return await load();

        var lease = (string?)answer.Value[0];
        if (lease is not null && mine is { Value: T known } && mine.Lease == lease)
            return known;
        if (lease is not null && mine is null && Read<T>(key, answer.Value[1], lease) is { } stored)
        {
            _memory.Put(key, lease, stored, MemoryLife);
            return stored;
        }

        lease ??= await NewLeaseAsync(leaseKey);
        var loaded = await load();
        if (loaded is not null && lease is not null)
            await KeepAsync(key, lease, loaded, kind.Life);
        return loaded;
    }

    public Task ForgetAsync(CacheKind kind, IReadOnlyCollection<string> names) => link.DeleteAsync([.. names.Select(name => LeaseKey(kind, name))]);

    private static string LeaseKey(CacheKind kind, string name) => $"scandeputy:{kind.Name}:{{{name}}}:lease";

    /// <summary>Taken before the load, so that a change during it ends the lease. Null when somebody else is just taking one.</summary>
    private async Task<string?> NewLeaseAsync(string leaseKey)
    {
        var lease = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var taken = await link.RunAsync(redis => redis.StringSetAsync(leaseKey, lease, LeaseLife, When.NotExists));
        return taken is { Arrived: true, Value: true } ? lease : null;
    }

    private async Task KeepAsync<T>(string key, string lease, T value, TimeSpan life)
        where T : class
    {
        _memory.Put(key, lease, value, MemoryLife);
        var signed = string.Create(CultureInfo.InvariantCulture, $"{lease}\n{(clock.GetUtcNow() + life).ToUnixTimeMilliseconds()}\n{JsonSerializer.Serialize(value, ApiJson.Options)}");
        var text = $"{crypto.LookupHash(Signature, Signed(key, signed))}\n{signed}";
        await link.RunAsync(redis => redis.StringSetAsync(key, text, life, When.Always));
    }

    /// <summary>Null for what is not ours, of another name, too old or of another lease: the database knows.</summary>
    private T? Read<T>(string key, string? text, string lease)
        where T : class
    {
        if (text?.Split('\n', 4) is not [var signature, var under, var end, var json] || under != lease)
            return null;
        if (!crypto.IsLookupHash(Signature, Signed(key, text[(signature.Length + 1)..]), signature))
            return null;

        return long.Parse(end, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeMilliseconds() ? JsonSerializer.Deserialize<T>(json, ApiJson.Options) : null;
    }

    private static string Signed(string key, string text) => $"{key}\n{text}";
}
