namespace ScanDeputy.Server.Pages.Stations;

/// <summary>Which station somebody opened last, for the first page: the code that hangs on its wall, kept in their browser and nowhere else.</summary>
public static class LastStation
{
    private const string Cookie = "scandeputy-station";
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(180);

    public static string? Of(HttpRequest request) => request.Cookies[Cookie];

    public static void Keep(HttpContext context, string code) => context.Response.Cookies.Append(Cookie, code, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        MaxAge = KeptFor,
    });
}
