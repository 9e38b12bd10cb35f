using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Security;
using StackExchange.Redis;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>
/// The access token in Redis, encrypted like everything secret, and the turn to fetch one: a short lock that only its owner gives back. A
/// token is shared only by whoever has the turn, so one that took too long does not put an older token over a newer one.
/// </summary>
internal sealed class RedisTokenShare(RedisLink link, PersonalData crypto, IOptionsMonitor<WeChatOptions> options, TimeProvider clock) : ITokenShare
{
    private const string Mine = "mine";
    private const string Others = "others";

    /// <summary>Longer than a fetch with its tries; when its owner dies the others stop waiting before that and fetch for themselves.</summary>
    private static readonly TimeSpan TurnLife = TimeSpan.FromSeconds(15);

    private RedisKey TokenKey => $"scandeputy:{{wechat:{options.CurrentValue.AppId}}}:token";

    private RedisKey TurnKey => $"scandeputy:{{wechat:{options.CurrentValue.AppId}}}:turn";

    public async ValueTask<TokenTurn> TakeTurnAsync()
    {
        var owner = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var answer = await link.RunAsync(async redis =>
            (string?)await redis.ScriptEvaluateAsync(Take, [TokenKey, TurnKey], [owner, (long)TurnLife.TotalMilliseconds]));
        return answer.Value switch
        {
            // No Redis, no sharing.
            null => new TokenTurn(null, IsOthers: false),
            Others => new TokenTurn(null, IsOthers: true),
            Mine => new TokenTurn(null, IsOthers: false, token => EndAsync(owner, token)),
            var text when Open(text) is { } token => new TokenTurn(token, IsOthers: false),
            var text => await ClearAsync(text),
        };
    }

    public async ValueTask DropAsync(AccessToken failed)
    {
        // Another node may have another key in use.
        foreach (var mark in crypto.LookupHashes(PersonalDataPurpose.AccessToken, failed.Text))
            await DropAsync(mark);
    }

    private async Task DropAsync(string beginning) => await link.RunAsync(redis => redis.ScriptEvaluateAsync(Drop, [TokenKey], [beginning]));

    /// <summary>What cannot be opened (written with a key that is not in this ring, or by a stranger) must not keep all from a token that can.</summary>
    private async Task<TokenTurn> ClearAsync(string text)
    {
        await DropAsync(text);
        return new TokenTurn(null, IsOthers: true);
    }

    private async ValueTask EndAsync(string owner, AccessToken? token)
    {
        var life = token is null ? TimeSpan.Zero : token.RenewAt - clock.GetUtcNow();
        RedisValue[] values = [owner, token is null || life <= TimeSpan.Zero ? "" : Seal(token), Math.Max(1, (long)life.TotalMilliseconds)];
        await link.RunAsync(redis => redis.ScriptEvaluateAsync(End, [TokenKey, TurnKey], values));
    }

    /// <summary>The mark tells tokens apart without opening them: encryption gives another text each time.</summary>
    private string Seal(AccessToken token) => string.Create(
        CultureInfo.InvariantCulture, $"{crypto.LookupHash(PersonalDataPurpose.AccessToken, token.Text)}\n{crypto.Encrypt(PersonalDataPurpose.AccessToken, $"{token.RenewAt.ToUnixTimeMilliseconds()} {token.Text}")}");

    private AccessToken? Open(string text)
    {
        try
        {
            var parts = crypto.Decrypt(PersonalDataPurpose.AccessToken, text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Split(' ', 2);
            return new AccessToken(parts[1], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)));
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private const string Take = """
        local token = redis.call('get', KEYS[1])
        if token then return token end
        if redis.call('set', KEYS[2], ARGV[1], 'nx', 'px', ARGV[2]) then return 'mine' end
        return 'others'
        """;

    private const string Drop = """
        local token = redis.call('get', KEYS[1])
        if token and string.sub(token, 1, #ARGV[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
        return 0
        """;

    private const string End = """
        if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
        if ARGV[2] ~= '' then redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3]) end
        return redis.call('del', KEYS[2])
        """;
}
