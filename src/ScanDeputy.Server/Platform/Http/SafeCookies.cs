using Microsoft.AspNetCore.Authentication.Cookies;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// A cookie that opens something goes over https only, under the prefix <c>__Host-</c>: no other host of the domain can set or shadow it. Plain http
/// is for this machine itself, and for the embedded profile.
/// </summary>
public sealed class SafeCookies(bool production) : ICookieManager
{
    private const string Prefix = "__Host-";
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, NameOf(context, key), value, Safe(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, NameOf(context, key), Safe(context, options));

    private string NameOf(HttpContext context, string key) => IsSecure(context) ? Prefix + key : key;

    private CookieOptions Safe(HttpContext context, CookieOptions options) => IsSecure(context)
        ? new CookieOptions(options) { Secure = true, Path = "/", Domain = null }
        : options;

    private bool IsSecure(HttpContext context) => context.Request.IsHttps || (production && !LocalCaller.Is(context));
}
