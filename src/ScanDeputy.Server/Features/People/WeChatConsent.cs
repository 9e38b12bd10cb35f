using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.People;

/// <summary>
/// Somebody took back in WeChat what they had let the mini-program have, or gave their WeChat account up: what came from there is deleted, as the platform
/// demands. Of names, pictures and places WeChat has given us nothing. A phone that an office has registered for staff did not come from WeChat and stays.
/// </summary>
public sealed class WeChatConsent(Database database, AccountKeys keys, SessionStore sessions, TimeProvider clock)
{
    // 8: the phone number (the platform's page on changes of user information).
    private const string Phone = "8";

    /// <summary>A push that comes again finds nothing left to do.</summary>
    internal async Task<bool> TakeBackAsync(string openId, string revoked, CancellationToken ct)
    {
        if (!revoked.Split([',', ';', '|', ' '], StringSplitOptions.RemoveEmptyEntries).Contains(Phone))
            return true;

        await database.WriteAsync(
            async scope =>
            {
                if (await FindAsync(scope, openId) is { IsStaff: false, HasPhone: true } account)
                    await ReleasePhoneAsync(scope, account.Id);
                return 0;
            },
            ct);
        return true;
    }

    /// <summary>
    /// The account has no way in from WeChat any more and is signed out. Reports stay in the ledger. A resident's come back to whoever verifies the phone
    /// that the account had: it is remembered as a keyed hash only.
    /// </summary>
    internal async Task<bool> GiveUpAsync(string openId, CancellationToken ct)
    {
        // Ended in the database is ended on every node: not called off half-way.
        var open = await database.WriteAsync(scope => GiveUpAsync(scope, openId), CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        await sessions.ForgetAsync(open);
        return true;
    }

    private async Task<IReadOnlyList<string>> GiveUpAsync(WriteScope scope, string openId)
    {
        if (await FindAsync(scope, openId) is not { } account)
            return [];

        await scope.ExecuteAsync("update users set openid_hash = null, openid_encrypted = null where id = @Id", new { account.Id });
        AccountChanges.Write(scope, clock, account.Id, AccountChanges.WeChatReleased, account.Id);
        if (account is { IsStaff: false, HasPhone: true })
        {
            await scope.ExecuteAsync("update users set former_phone_hash = phone_hash where id = @Id", new { account.Id });
            await ReleasePhoneAsync(scope, account.Id);
        }

        return await AccountSessions.EndAsync(scope, clock, account.Id);
    }

    private async Task ReleasePhoneAsync(WriteScope scope, string id)
    {
        await keys.FreePhoneAsync(scope, id);
        AccountChanges.Write(scope, clock, id, AccountChanges.PhoneReleased, id);
    }

    private Task<Row?> FindAsync(WriteScope scope, string openId) =>
        scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { Hashes = keys.HashesOfOpenId(openId) });

    private const string Select = """
        select u.id, u.phone_hash is not null as has_phone,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident') as is_staff
        from users u where u.openid_hash in @Hashes
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public bool HasPhone { get; init; }

        public bool IsStaff { get; init; }
    }
}

/// <summary>A permission that somebody took back.</summary>
public sealed class RevokedConsent(WeChatConsent consent) : IWeChatEventReceiver
{
    public string Event => "user_authorization_revoke";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) =>
        happened.OpenId() is { } openId ? consent.TakeBackAsync(openId, happened.Text("RevokeInfo") ?? "", ct) : Task.FromResult(true);
}

/// <summary>A WeChat account that is no more.</summary>
public sealed class CancelledWeChatAccount(WeChatConsent consent) : IWeChatEventReceiver
{
    public string Event => "user_authorization_cancellation";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) =>
        happened.OpenId() is { } openId ? consent.GiveUpAsync(openId, ct) : Task.FromResult(true);
}

file static class UserEvents
{
    /// <summary>Whom it is about. FromUserName is the platform's own in these events.</summary>
    public static string? OpenId(this WeChatEvent happened) => happened.Text("OpenID") is { Length: > 0 and <= 128 } openId ? openId : null;
}
