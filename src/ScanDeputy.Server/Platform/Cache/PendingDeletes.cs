using System.Collections.Concurrent;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>Keys that could not be deleted yet. What they stand for ends by itself within a minute, so older ones are let go.</summary>
internal sealed class PendingDeletes(TimeProvider clock)
{
    private const int Batch = 200;
    private static readonly TimeSpan WorthIt = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<(string Key, long Since)> _keys = new();

    public void Add(IEnumerable<string> keys)
    {
        var now = clock.GetTimestamp();
        // A long outage must not fill the memory.
        while (_keys.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Since, now) > WorthIt && _keys.TryDequeue(out _))
        {
        }

        foreach (var key in keys)
            _keys.Enqueue((key, now));
    }

    /// <summary>Takes some out; empty when there are none.</summary>
    public IReadOnlyCollection<string> Take()
    {
        var keys = new List<string>();
        while (keys.Count < Batch && _keys.TryDequeue(out var pending))
            keys.Add(pending.Key);
        return keys;
    }
}
