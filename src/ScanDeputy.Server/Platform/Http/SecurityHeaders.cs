namespace ScanDeputy.Server.Platform.Http;

/// <summary>Headers that keep a browser from doing more than our pages need.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly string PagePolicy = Policy("'self'");

    // Scripts stay as closed as everywhere.
    private static readonly string InlineStylesPolicy = Policy("'self' 'unsafe-inline'");

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = PagePolicy;
        return next(context);
    }

    /// <summary>For pages that are not ours and write styles into their elements.</summary>
    public static void AllowInlineStyles(HttpResponse response) => response.Headers.ContentSecurityPolicy = InlineStylesPolicy;

    private static string Policy(string styles) =>
        $"default-src 'self'; img-src 'self' data: blob:; style-src {styles}; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
