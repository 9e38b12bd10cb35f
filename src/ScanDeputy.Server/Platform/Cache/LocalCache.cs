using System.Collections.Concurrent;
using System.Globalization;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>
/// The cache of a program that is one process. A copy counts only under the lease it was loaded under, and forgetting ends the lease: so a
/// load that began before a change cannot leave its old copy behind.
/// </summary>
public sealed class LocalCache(TimeProvider clock) : ISharedCache
{
    private readonly LocalCopies _copies = new(clock);
    private readonly ConcurrentDictionary<string, long> _leases = new(StringComparer.Ordinal);

    public async Task<T?> GetAsync<T>(CacheKind kind, string name, string part, Func<Task<T?>> load)
        where T : class
    {
        var lease = _leases.GetValueOrDefault($"{kind.Name}:{name}").ToString(CultureInfo.InvariantCulture);
        var key = $"{kind.Name}:{name}:{part}";
        if (_copies.Find(key) is { Value: T known } copy && copy.Lease == lease)
            return known;

        var loaded = await load();
        if (loaded is not null)
            _copies.Put(key, lease, loaded, kind.Life);
        return loaded;
    }

    public Task ForgetAsync(CacheKind kind, IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
            _leases.AddOrUpdate($"{kind.Name}:{name}", 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }
}
