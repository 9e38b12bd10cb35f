namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>
/// The access token of this process, shared with the other nodes where something is there to share it: then one of them asks for all.
/// Stable tokens, because asking for one never knocks out another node's; so a node that can share nothing may ask for itself.
/// </summary>
internal sealed class AccessTokenHolder(WeChatTransport transport, ITokenShare share, TimeProvider clock, ILogger<AccessTokenHolder> logger) : IDisposable
{
    /// <summary>The platform renews five minutes before the end; from then on the old one is on its way out.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile AccessToken? _current;

    public async ValueTask<WeChatResult<AccessToken>> GetAsync(CancellationToken ct) =>
        Usable() is { } token ? WeChatResult.Ok(token) : await RenewAsync(failed: null, ct);

    /// <summary>After WeChat refused <paramref name="failed"/>: the token somebody else already fetched since, or a new one.</summary>
    public async ValueTask<WeChatResult<AccessToken>> ReplaceAsync(AccessToken failed, CancellationToken ct) => await RenewAsync(failed, ct);

    /// <summary>Makes a call with the token; a stale one is replaced once. That is safe for every call: a refused token means nothing was done.</summary>
    public async Task<WeChatResult<T>> UseAsync<T>(Func<AccessToken, Task<WeChatResult<T>>> call, CancellationToken ct)
        where T : class
    {
        var token = await GetAsync(ct);
        if (token.Value is null) return NoToken<T>(token);
        var result = await call(token.Value);
        if (!WeChatErrors.IsStaleToken(result.ErrCode)) return result;
        token = await ReplaceAsync(token.Value, ct);
        return token.Value is null ? NoToken<T>(token) : await call(token.Value);
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Whatever happened to the token request, the call itself was not made.</summary>
    private static WeChatResult<T> NoToken<T>(WeChatResult<AccessToken> token)
        where T : class => token.Failure<T>() with { MayHaveHappened = false };

    private async Task<WeChatResult<AccessToken>> RenewAsync(AccessToken? failed, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            // Whoever waited here finds the token that the first one brought.
            if (Usable() is { } fresh && !IsSame(fresh, failed)) return WeChatResult.Ok(fresh);
            if (failed is not null) await share.DropAsync(failed);
            await using var turn = await WaitForTurnAsync(failed, ct);
            if (turn.Token is { } shared)
            {
                _current = shared;
                return WeChatResult.Ok(shared);
            }

            var answer = await FetchAsync(force: false, ct);
            // Forcing kills the siblings' token too, so only when the platform insists on the one it refuses.
            if (answer.Value is { } again && IsSame(again, failed)) answer = await FetchAsync(force: true, ct);
            if (answer.Value is { } token)
            {
                _current = token;
                await turn.PublishAsync(token);
            }

            return answer;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>A token that somebody brought, or the turn to fetch one. Waits no longer than a fetch may take: then one more fetch does no harm.</summary>
    private async Task<TokenTurn> WaitForTurnAsync(AccessToken? failed, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var turn = await share.TakeTurnAsync();
            var isUseful = turn.Token is { } token && IsUsable(token) && !IsSame(token, failed);
            if (isUseful || turn is { Token: null, IsOthers: false }) return turn;
            if (clock.GetElapsedTime(since) > transport.Options.Timeout) return turn with { Token = null };
            if (turn.Token is { } useless) await share.DropAsync(useless);
            else await Task.Delay(LookAgain, clock, ct);
        }
    }

    private AccessToken? Usable() => _current is { } token && IsUsable(token) ? token : null;

    private bool IsUsable(AccessToken token) => clock.GetUtcNow() < token.RenewAt;

    private static bool IsSame(AccessToken token, AccessToken? other) => string.Equals(token.Text, other?.Text, StringComparison.Ordinal);

    private async Task<WeChatResult<AccessToken>> FetchAsync(bool force, CancellationToken ct)
    {
        var options = transport.Options;
        var body = new { grant_type = "client_credential", appid = options.AppId, secret = options.AppSecret, force_refresh = force };
        var askedAt = clock.GetUtcNow();
        // A forced refresh is limited to 20 a day: not one to repeat.
        var reply = await transport.SendAsync(new WeChatRequest("/cgi-bin/stable_token", body) { IsRepeatable = !force }, ct);
        if (reply.Value is not { } value) return reply.Failure<AccessToken>();
        if (value.Json.Text("access_token") is not { Length: > 0 } text || value.Json.Number("expires_in") is not { } seconds)
            return WeChatResult.Unreachable<AccessToken>(mayHaveHappened: false, "no token in the answer");
        WeChatLog.TokenRenewed(logger, (int)seconds);
        var life = TimeSpan.FromSeconds(seconds);
        // A token in its last minutes is still used for what it has left, or every call would ask anew.
        return WeChatResult.Ok(new AccessToken(text, askedAt + (life > RenewBefore * 2 ? life - RenewBefore : life / 2)));
    }
}

/// <summary>Not a record: a record would print the token.</summary>
internal sealed class AccessToken(string text, DateTimeOffset renewAt)
{
    public string Text { get; } = text;

    public DateTimeOffset RenewAt { get; } = renewAt;
}
