using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Features.People.DeskSignIn;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="MustChangePassword">Until it is changed every other call answers <c>password_must_change</c>.</param>
/// <param name="MustEnrolTotp">Until an authenticator is set up every other call answers <c>totp_must_enrol</c>.</param>
public sealed record SignedIn(string AccessToken, string RefreshToken, int ExpiresIn, SignedInUser User, bool MustChangePassword, bool MustEnrolTotp);

public sealed record SignedInUser(string Id, IReadOnlyList<Role> Roles, string? Jurisdiction, string? DeputyId);

/// <summary>Opens sessions and makes the tokens or the cookie that stand for them.</summary>
public sealed class SessionIssuer(
    Database database, IOptionsMonitor<BearerTokenOptions> options, SecondFactorOptions secondFactor, CallOrigin origin, ISignInNews news, TimeProvider clock)
{
    private const string RefreshCountClaim = "n";

    private BearerTokenOptions Options => options.Get(Sessions.ApiScheme);

    /// <param name="byPasswordFrom">
    /// Null when not by a password: a password that somebody else has made opens nothing else, WeChat and text messages prove who it is. Otherwise the
    /// network that it came from, as a hash.
    /// </param>
    public Task<string> OpenAsync(string userId, CancellationToken ct, string? byPasswordFrom = null) => database.WriteAsync(scope => OpenAsync(scope, userId, byPasswordFrom), ct);

    public async Task<string> OpenAsync(WriteScope scope, string userId, string? byPasswordFrom = null)
    {
        var id = Ids.New(clock);
        var now = clock.GetUtcNow();
        var (device, network) = (DeskDevice.NameOf(origin.UserAgent), DeskDevice.NetworkOf(origin.Address));
        var before = await scope.FirstOrDefaultAsync<Before>(SelectBefore, new { userId, device, network });
        await scope.ExecuteAsync(Insert, new { id, userId, ByPassword = byPasswordFrom is not null, byPasswordFrom, device, network, now, Until = now + Options.RefreshTokenExpiration });
        // Phones change their network all day; a desk that uses a password does not.
        if (before is { IsOfficial: true, LastSignInAt: not null } && !(byPasswordFrom is null ? before.KnowsDevice : before.KnowsPlace))
            news.TellNewDevice(scope, userId, before.Jurisdiction, id, device, network);
        // Of residents nobody but they themselves sees anything; their sign-ins are kept with their sessions.
        if (before is { IsOfficial: true })
            AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.SignIn, before.Jurisdiction ?? "", userId) { Object = "session", ObjectId = id, Person = userId, Details = [new("device", null, device), new("password", null, byPasswordFrom is not null)] });
        await scope.ExecuteAsync("update users set last_sign_in_at = @now where id = @userId", new { now, userId });
        return id;
    }

    public async Task<SignedIn> IssueAsync(string sessionId, int refreshCount, CancellationToken ct)
    {
        var (user, mustChangePassword, withoutTotp) = await Account.LoadAsync(database, sessionId, ct);
        var now = clock.GetUtcNow();
        var access = Protect(Options.BearerTokenProtector, sessionId, null, now + Options.BearerTokenExpiration);
        var refresh = Protect(Options.RefreshTokenProtector, sessionId, refreshCount, now + Options.RefreshTokenExpiration);
        return new SignedIn(access, refresh, (int)Options.BearerTokenExpiration.TotalSeconds, user, mustChangePassword, withoutTotp && secondFactor.IsRequiredFor(user.Roles));
    }

    /// <summary>The session and its count of refreshes in a refresh token; null when it is not ours or too old.</summary>
    public (string SessionId, int Count)? Read(string refreshToken)
    {
        var ticket = Options.RefreshTokenProtector.Unprotect(refreshToken);
        return ticket?.Properties.ExpiresUtc is { } expires && clock.GetUtcNow() < expires
            && ticket.Principal.FindFirstValue(Sessions.SessionClaim) is { } session
            && int.TryParse(ticket.Principal.FindFirstValue(RefreshCountClaim), System.Globalization.CultureInfo.InvariantCulture, out var count)
            ? (session, count)
            : null;
    }

    public static ClaimsPrincipal PrincipalOf(string sessionId, string scheme) =>
        new(new ClaimsIdentity([new Claim(Sessions.SessionClaim, sessionId)], scheme));

    private static string Protect(ISecureDataFormat<AuthenticationTicket> protector, string sessionId, int? refreshCount, DateTimeOffset expires)
    {
        var principal = PrincipalOf(sessionId, Sessions.ApiScheme);
        if (refreshCount is { } count)
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(RefreshCountClaim, count.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        return protector.Protect(new AuthenticationTicket(principal, new AuthenticationProperties { ExpiresUtc = expires }, Sessions.ApiScheme));
    }

    private const string Insert = """
        insert into sessions (id, user_id, by_password, opened_from, device, network, refresh_count, created_at, expires_at)
        values (@id, @userId, @ByPassword, @byPasswordFrom, @device, @network, 0, @now, @Until)
        """;

    private const string SelectBefore = """
        select u.jurisdiction, u.last_sign_in_at,
          case when exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident') then 1 else 0 end as is_official,
          case when exists (select 1 from sessions s where s.user_id = u.id and s.device = @device) then 1 else 0 end as knows_device,
          case when exists (select 1 from sessions s where s.user_id = u.id and s.device = @device and s.network = @network) then 1 else 0 end as knows_place
        from users u where u.id = @userId
        """;

    private sealed record Before
    {
        public string? Jurisdiction { get; init; }

        public DateTimeOffset? LastSignInAt { get; init; }

        public bool IsOfficial { get; init; }

        public bool KnowsDevice { get; init; }

        public bool KnowsPlace { get; init; }
    }
}
