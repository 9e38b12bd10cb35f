namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Codes that name a user once within five minutes. Login codes and phone codes are two separate books.</summary>
internal sealed class OneTimeCodes(TimeProvider clock)
{
    private const int Remembered = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _codes = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public string Issue(string openId)
    {
        var code = "0" + RandomText.Letters(31);
        lock (_gate)
        {
            _codes.Add(code, new Entry(openId, clock.GetUtcNow()));
            _order.Enqueue(code);
            if (_order.Count > Remembered) _codes.Remove(_order.Dequeue());
        }

        return code;
    }

    /// <summary>Spends the code. <paramref name="openId"/> is set only when the code was good.</summary>
    public CodeState Take(string? code, out string? openId)
    {
        openId = null;
        lock (_gate)
        {
            if (code is null || !_codes.TryGetValue(code, out var entry)) return CodeState.Unknown;
            if (entry.Used) return CodeState.Used;
            if (clock.GetUtcNow() - entry.IssuedAt > Life) return CodeState.Unknown;
            entry.Used = true;
            openId = entry.OpenId;
            return CodeState.Good;
        }
    }

    private sealed class Entry(string openId, DateTimeOffset issuedAt)
    {
        public string OpenId { get; } = openId;

        public DateTimeOffset IssuedAt { get; } = issuedAt;

        public bool Used { get; set; }
    }
}

internal enum CodeState
{
    Good,
    Used,

    /// <summary>Never issued, issued by another account, or too old.</summary>
    Unknown,
}
