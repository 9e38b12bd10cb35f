using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// Who is asking. A token or cookie carries a session id and nothing else; the session, the account and its roles are looked up at each
/// request. The API takes bearer tokens only, so a foreign page cannot make a browser write; pages take the cookie.
/// </summary>
public static class Sessions
{
    public const string SessionClaim = "sid";
    public const string ApiScheme = BearerTokenDefaults.AuthenticationScheme;
    public const string PageScheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string ByPath = "by-path";

    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
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
                options.CookieManager = new SafeCookies(Profiles.IsProduction(configuration));
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
        return services.AddSingleton(StaffSessionOptions.Read(configuration)).AddSingleton<SessionStore>().AddSingleton<IOperationDoor, SessionDoor>().AddSingleton<ISweep, ExpiredSessionsSweep>().AddAuthorization(Rights.Register);
    }

    public static IApplicationBuilder UseSessions(this IApplicationBuilder app) => app.UseAuthentication().Use(LoadAsync).Use(AuditedCalls.RunAsync).Use(SignInGate.RunAsync).UseAuthorization();

    private static async Task LoadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.FindFirstValue(SessionClaim) is { } sessionId)
            await EnterAsync(context, sessionId);

        await next(context);
    }

    /// <summary>From here on this request is of whoever has the session: the one it came with, or one that was just opened.</summary>
    public static async Task EnterAsync(HttpContext context, string sessionId)
    {
        var user = await context.RequestServices.GetRequiredService<SessionStore>().FindAsync(sessionId, context.RequestAborted);
        context.Features.Set(user);
        context.User = user is null
            ? new ClaimsPrincipal(new ClaimsIdentity())
            : new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(SessionClaim, sessionId), new Claim(ClaimTypes.NameIdentifier, user.Id), .. user.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))], context.User.Identity?.AuthenticationType ?? PageScheme));
    }
}
