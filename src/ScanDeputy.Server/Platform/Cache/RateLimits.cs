namespace ScanDeputy.Server.Platform.Cache;

/// <summary>How often within any stretch of that length; not "per full hour", which would let twice as many through around its end.</summary>
public sealed record RateLimit(string Name, int Count, TimeSpan Within);

/// <summary>One use of a limit by somebody.</summary>
/// <param name="Subject">Who or what is limited: an id or a hash, never an address or a name.</param>
/// <param name="OncePerKey">Whether a repeated call under the same idempotency key is the same use.</param>
public sealed record RateUse(RateLimit Limit, string Subject, bool OncePerKey = false)
{
    public string Key => $"{Limit.Name}:{Subject}";
}

/// <summary>Counts uses. All of a call's uses are counted or, when one of the limits is reached, none: being refused costs nothing.</summary>
public interface IRateLimiter
{
    /// <param name="uses">Each under a limit of its own.</param>
    /// <param name="onceKey">Names the call for <see cref="RateUse.OncePerKey"/>; null when it has no name.</param>
    /// <returns>Null when the call may go on, else how long until it may.</returns>
    ValueTask<TimeSpan?> TakeAsync(IReadOnlyList<RateUse> uses, string? onceKey);
}
