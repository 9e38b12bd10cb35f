using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Who is asking. A token or cookie carries a session id and nothing else; the session, the account and its roles are read from the
/// database at each request. The API takes bearer tokens only, so a foreign page cannot make a browser write; pages take the cookie.
/// </summary>
public static class Sessions
{
    public const string SessionClaim = "sid";
    public const string ApiScheme = BearerTokenDefaults.AuthenticationScheme;
    public const string PageScheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string ByPath = "by-path";

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? ApiScheme : PageScheme)
            .AddBearerToken(ApiScheme, options =>
            {
                options.BearerTokenExpiration = TimeSpan.FromHours(12);
                options.RefreshTokenExpiration = TimeSpan.FromDays(30);
            })
            .AddCookie(PageScheme, options =>
            {
                options.Cookie.Name = "scandeputy";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
                options.SlidingExpiration = true;
                options.LoginPath = "/login";
                options.AccessDeniedPath = "/denied";
                options.ReturnUrlParameter = "returnUrl";
            });
        services.AddAuthorization(Rights.Register);
        return services;
    }

    public static IApplicationBuilder UseSessions(this IApplicationBuilder app) => app.UseAuthentication().Use(LoadAsync).UseAuthorization();

    private static async Task LoadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } sessionId)
            await LoadAsync(context, sessionId);

        await next(context);
    }

    private static async Task LoadAsync(HttpContext context, string sessionId)
    {
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var rows = await services.GetRequiredService<Database.Database>().ReadAsync(
            connection => connection.QueryAsync<Row>(Load, new { SessionId = sessionId, Now = now }), context.RequestAborted);
        var user = ToUser(sessionId, rows.AsList(), services.GetRequiredService<PersonalData>());
        context.Features.Set(user);
        context.User = user is null
            ? new ClaimsPrincipal(new ClaimsIdentity())
            : new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(SessionClaim, sessionId), .. user.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))], context.User.Identity!.AuthenticationType));
    }

    private static CurrentUser? ToUser(string sessionId, List<Row> rows, PersonalData crypto) => rows is [var first, ..]
        ? new CurrentUser(
            first.Id, sessionId, crypto.DecryptOrNull(PersonalDataPurpose.Name, first.NameEncrypted),
            [.. rows.Where(row => row.Role is not null).Select(row => Enum.Parse<Role>(row.Role!))],
            first.Jurisdiction, first.DeputyId, first.AgencyId, first.StationId, first.SupervisorLevel)
        : null;

    private const string Load = """
        select u.id, u.jurisdiction, u.name_encrypted, u.deputy_id, u.agency_id, u.station_id, u.supervisor_level, r.role
        from sessions s
        join users u on u.id = s.user_id
        left join user_roles r on r.user_id = u.id
        where s.id = @SessionId and s.revoked_at is null and s.expires_at > @Now and u.active = 1
        order by r.role
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string? Jurisdiction { get; init; }

        public string? NameEncrypted { get; init; }

        public string? DeputyId { get; init; }

        public string? AgencyId { get; init; }

        public string? StationId { get; init; }

        public int? SupervisorLevel { get; init; }

        public string? Role { get; init; }
    }
}
