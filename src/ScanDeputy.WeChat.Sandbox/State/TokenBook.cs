namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>
/// The two kinds of access token, which do not affect one another. Classic: each new one supersedes the last, which works five more
/// minutes. Stable: the same one again until five minutes before its end; a forced one kills the last at once.
/// </summary>
internal sealed class TokenBook(TimeProvider clock)
{
    private const int Remembered = 500;
    private const int ForcedPerDay = 20;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(7200);
    private static readonly TimeSpan HandOver = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenForced = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private Token? _classic;
    private Token? _stable;
    private DateTimeOffset? _forcedAt;
    private DateOnly _forcedOn;
    private int _forcedToday;

    public IssuedToken IssueClassic()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_classic is { } last) last.DiesAt = Earlier(last.DiesAt, now + HandOver);
            _classic = Create(now);
            return Answer(_classic, now);
        }
    }

    /// <summary>Null when the day's forced refreshes are used up.</summary>
    public IssuedToken? IssueStable(bool force)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            // What WeChat does with a second forced refresh inside 30 seconds is not written; here it changes nothing.
            if (force && _stable is not null && now - _forcedAt < BetweenForced) return Answer(_stable, now);
            if (force && !CountForced(now)) return null;
            if (force && _stable is { } last) last.DiesAt = now;
            if (force || _stable is null || _stable.EndsAt - now <= HandOver || _stable.DiesAt <= now) _stable = Create(now);
            return Answer(_stable, now);
        }
    }

    public TokenState Check(string? token)
    {
        if (string.IsNullOrEmpty(token)) return TokenState.Missing;
        if (token.Length <= 32 || !token.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) return TokenState.Malformed;
        lock (_gate)
        {
            if (!_tokens.TryGetValue(token, out var known)) return TokenState.NotLatest;
            var now = clock.GetUtcNow();
            if (now >= known.EndsAt) return TokenState.Expired;
            return now >= known.DiesAt ? TokenState.NotLatest : TokenState.Good;
        }
    }

    /// <summary>Forgets every token, as after a reset of the secret: holders meet 40001.</summary>
    public void RevokeAll()
    {
        lock (_gate)
        {
            _tokens.Clear();
            _order.Clear();
            _classic = _stable = null;
        }
    }

    private bool CountForced(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        if (today != _forcedOn) (_forcedOn, _forcedToday) = (today, 0);
        if (_forcedToday >= ForcedPerDay) return false;
        _forcedToday++;
        _forcedAt = now;
        return true;
    }

    private Token Create(DateTimeOffset now)
    {
        var token = new Token("90_" + RandomText.Letters(133), now + Life);
        _tokens.Add(token.Text, token);
        _order.Enqueue(token.Text);
        if (_order.Count > Remembered) _tokens.Remove(_order.Dequeue());
        return token;
    }

    private static IssuedToken Answer(Token token, DateTimeOffset now) => new(token.Text, (int)(token.EndsAt - now).TotalSeconds);

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed class Token(string text, DateTimeOffset endsAt)
    {
        public string Text { get; } = text;

        public DateTimeOffset EndsAt { get; } = endsAt;

        /// <summary>Earlier than <see cref="EndsAt"/> once it has been superseded.</summary>
        public DateTimeOffset DiesAt { get; set; } = endsAt;
    }
}

internal sealed record IssuedToken(string Text, int ExpiresIn);

internal enum TokenState
{
    Good,
    Missing,
    Malformed,
    NotLatest,
    Expired,
}
