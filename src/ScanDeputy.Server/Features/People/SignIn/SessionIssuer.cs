using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="MustChangePassword">Until it is changed every other call answers <c>password_must_change</c>.</param>
/// <param name="MustEnrolTotp">Until an authenticator is set up every other call answers <c>totp_must_enrol</c>.</param>
public sealed record SignedIn(string AccessToken, string RefreshToken, int ExpiresIn, SignedInUser User, bool MustChangePassword, bool MustEnrolTotp);

public sealed record SignedInUser(string Id, IReadOnlyList<Role> Roles, string? Jurisdiction, string? DeputyId);

/// <summary>Opens sessions and makes the tokens or the cookie that stand for them.</summary>
public sealed class SessionIssuer(Database database, IOptionsMonitor<BearerTokenOptions> options, SecondFactorOptions secondFactor, TimeProvider clock)
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
        await scope.ExecuteAsync(Insert, new { id, userId, ByPassword = byPasswordFrom is not null, byPasswordFrom, now, Until = now + Options.RefreshTokenExpiration });
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
        insert into sessions (id, user_id, by_password, opened_from, refresh_count, created_at, expires_at)
        values (@id, @userId, @ByPassword, @byPasswordFrom, 0, @now, @Until)
        """;
}
