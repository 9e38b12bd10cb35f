using System.Collections.Concurrent;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>Objects with an end, a bounded number of them.</summary>
internal sealed class LocalCopies(TimeProvider clock)
{
    private const int Most = 5_000;
    private readonly ConcurrentDictionary<string, Copy> _copies = new(StringComparer.Ordinal);

    public sealed record Copy(string Lease, object Value, long Since, TimeSpan Life);

    public Copy? Find(string key) => _copies.TryGetValue(key, out var copy) && clock.GetElapsedTime(copy.Since) < copy.Life ? copy : null;

    public void Put(string key, string lease, object value, TimeSpan life)
    {
        // Rare, and everything in here can be had again: no order of use is worth keeping.
        if (_copies.Count >= Most)
            _copies.Clear();
        _copies[key] = new Copy(lease, value, clock.GetTimestamp(), life);
    }
}
