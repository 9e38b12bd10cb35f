using Microsoft.AspNetCore.Http.Extensions;

namespace ScanDeputy.Server.Pages;

/// <summary>
/// 大字: the size of type that somebody has chosen, kept in their browser. The switch stands on every page; with scripts it changes the page on the spot,
/// without them it opens the same address again.
/// </summary>
public static class TypeSize
{
    private const string Cookie = "scandeputy-type";
    private const string Query = "typeSize";
    private const string Large = "large";
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    public static bool IsLarge(HttpRequest request) => request.Cookies[Cookie] == Large;

    /// <summary>The same page in the other size.</summary>
    public static string Other(HttpRequest request) => AddressWith(request, IsLarge(request) ? "standard" : Large);

    public static void UseTypeSize(this WebApplication app) => app.Use((context, next) =>
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Request.Query[Query].ToString() is not { Length: > 0 } chosen)
            return next(context);

        context.Response.Cookies.Append(Cookie, chosen == Large ? Large : "standard", new CookieOptions
        {
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = "/",
            MaxAge = KeptFor,
        });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(AddressWith(context.Request, null));
        return Task.CompletedTask;
    });

    /// <summary>Of this site: a path that begins with two strokes would be another one's.</summary>
    private static string AddressWith(HttpRequest request, string? size)
    {
        var query = new QueryBuilder(request.Query.Where(one => one.Key != Query));
        if (size is not null)
            query.Add(Query, size);
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        return $"/{path.TrimStart('/', '\\')}{query.ToQueryString()}";
    }
}
