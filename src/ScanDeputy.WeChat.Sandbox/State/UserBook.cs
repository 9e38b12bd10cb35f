namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>The users of the account: identity, session key, last visit, risk mark.</summary>
internal sealed class UserBook(TimeProvider clock)
{
    /// <summary>Text and picture checks only serve users who opened the app in the last two hours.</summary>
    private static readonly TimeSpan VisitCounts = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _users = new(StringComparer.Ordinal);

    public SandboxUser Put(SandboxUser user)
    {
        lock (_gate)
        {
            if (_users.TryGetValue(user.OpenId, out var entry)) entry.User = user;
            else _users.Add(user.OpenId, new Entry { User = user });
            return user;
        }
    }

    public SandboxUser? Find(string? openId)
    {
        if (openId is null) return null;
        lock (_gate) return _users.GetValueOrDefault(openId)?.User;
    }

    public IReadOnlyList<SandboxUser> All()
    {
        lock (_gate) return [.. _users.Values.Select(entry => entry.User)];
    }

    public void RecordVisit(string openId)
    {
        lock (_gate) Known(openId).VisitedAt = clock.GetUtcNow();
    }

    public bool VisitedLately(string openId)
    {
        lock (_gate) return _users.TryGetValue(openId, out var entry) && entry.VisitedAt is { } at && clock.GetUtcNow() - at <= VisitCounts;
    }

    public void MarkRisky(string openId, bool risky)
    {
        lock (_gate) Known(openId).Risky = risky;
    }

    public bool IsRisky(string openId)
    {
        lock (_gate) return _users.TryGetValue(openId, out var entry) && entry.Risky;
    }

    /// <summary>Only one key per user is valid; a login may change it, here it always does.</summary>
    public string NewSessionKey(string openId)
    {
        lock (_gate) return Known(openId).SessionKey = RandomText.SessionKey();
    }

    public string? SessionKey(string openId)
    {
        lock (_gate) return _users.GetValueOrDefault(openId)?.SessionKey;
    }

    private Entry Known(string openId) =>
        _users.TryGetValue(openId, out var entry) ? entry : throw new ArgumentException($"The sandbox has no user {openId}.", nameof(openId));

    private sealed class Entry
    {
        public required SandboxUser User { get; set; }

        public string? SessionKey { get; set; }

        public DateTimeOffset? VisitedAt { get; set; }

        public bool Risky { get; set; }
    }
}
