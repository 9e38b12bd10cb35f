namespace ScanDeputy.Server.Platform.Http;

/// <summary>Headers that keep a browser from doing more than our pages need.</summary>
public sealed class SecurityHeaders(RequestDelegate next, Node node)
{
    private const string OneYear = "max-age=31536000; includeSubDomains";

    private const string OwnOnly = "'self'";

    private const string InlineStyles = "'self' 'unsafe-inline'";

    private static readonly string PagePolicy = Policy(OwnOnly, OwnOnly);

    // Scripts stay as closed as everywhere.
    private static readonly string InlineStylesPolicy = Policy(InlineStyles, OwnOnly);

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the answer to a fault begins with all headers taken away.
        context.Response.OnStarting(() =>
        {
            Add(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = PagePolicy;
        if (node.Profile == Profile.Production && context.Request.IsHttps)
            headers.StrictTransportSecurity = OneYear;
        if (headers.CacheControl.Count == 0 && IsPersonal(context))
            headers.CacheControl = "no-store";
    }

    /// <summary>Made for somebody who is signed in: nothing on the way may keep it. Pictures and papers say for themselves what holds for them.</summary>
    private static bool IsPersonal(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true && context.Response.ContentType is { } type
        && (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) || type.Contains("json", StringComparison.OrdinalIgnoreCase));

    /// <summary>For pages that are not ours and write styles into their elements.</summary>
    public static void AllowInlineStyles(HttpResponse response) => response.Headers.ContentSecurityPolicy = InlineStylesPolicy;

    /// <summary>For pages that are not ours and begin by a script of their own that carries this nonce; they write styles too.</summary>
    public static void AllowScript(HttpResponse response, string nonce) => response.Headers.ContentSecurityPolicy = Policy(InlineStyles, $"'self' 'nonce-{nonce}'");

    private static string Policy(string styles, string scripts) =>
        $"default-src 'self'; img-src 'self' data: blob:; style-src {styles}; script-src {scripts}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
