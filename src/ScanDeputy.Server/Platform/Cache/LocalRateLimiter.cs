namespace ScanDeputy.Server.Platform.Cache;

/// <summary>
/// Limits of one process: without Redis, and while it is away. For each use a log of its last instants, as many as the limit allows; the
/// next one is free when the oldest of them has left the window. Instants are of the monotonic clock: setting the wall clock, or moving the demo's, changes nothing.
/// </summary>
public sealed class LocalRateLimiter(TimeProvider clock) : IRateLimiter
{
    private const int LookAround = 4096;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Log> _logs = new(StringComparer.Ordinal);
    private int _takes;

    /// <summary>How many logs are in memory.</summary>
    public int Held
    {
        get
        {
            lock (_lock)
                return _logs.Count;
        }
    }

    public ValueTask<TimeSpan?> TakeAsync(IReadOnlyList<RateUse> uses, string? onceKey) => ValueTask.FromResult(Take(uses, onceKey));

    private TimeSpan? Take(IReadOnlyList<RateUse> uses, string? onceKey)
    {
        lock (_lock)
        {
            var now = clock.GetElapsedTime(0, clock.GetTimestamp());
            if (++_takes % LookAround == 0)
                Forget(now);

            var again = onceKey is not null && _logs.TryGetValue(onceKey, out var once) && once.EndsAt > now;
            var counted = uses.Where(use => !(again && use.OncePerKey)).ToList();
            var wait = counted.Select(use => Wait(use, now)).Append(TimeSpan.Zero).Max();
            if (wait > TimeSpan.Zero)
                return wait;

            foreach (var use in counted)
                Note(use.Key, use.Limit.Count, now, now + use.Limit.Within);
            if (onceKey is not null && !again)
                Note(onceKey, 1, now, now + uses.Max(use => use.Limit.Within));
            return null;
        }
    }

    private TimeSpan Wait(RateUse use, TimeSpan now) =>
        _logs.TryGetValue(use.Key, out var log) && log.Instants.Count >= use.Limit.Count ? log.Instants.Peek() + use.Limit.Within - now : TimeSpan.Zero;

    private void Note(string key, int atMost, TimeSpan now, TimeSpan endsAt)
    {
        if (!_logs.TryGetValue(key, out var log))
            _logs[key] = log = new Log();
        log.Instants.Enqueue(now);
        while (log.Instants.Count > atMost)
            log.Instants.Dequeue();
        log.EndsAt = endsAt;
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (key, _) in _logs.Where(entry => entry.Value.EndsAt <= now).ToList())
            _logs.Remove(key);
    }

    private sealed class Log
    {
        public Queue<TimeSpan> Instants { get; } = new();

        public TimeSpan EndsAt { get; set; }
    }
}
