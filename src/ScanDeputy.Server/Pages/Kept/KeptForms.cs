using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Demo;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Kept;

/// <summary>
/// Every form of every page that comes too late for its session: instead of a bare refusal or the sign-in page alone, a page that keeps what
/// was typed, lets the person sign in, and sends it on when they say so. A form of another site is refused as before.
/// </summary>
public sealed class KeptForms : IAsyncAlwaysRunResultFilter
{
    /// <summary>The token that keeps other sites from sending our forms is bound to who was signed in when the form was opened.</summary>
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult && await ReadAsync(context.HttpContext, KeptReason.Changed) is { } view)
            context.Result = Show(view, StatusCodes.Status400BadRequest);
        await next();
    }

    /// <summary>In place of the redirects of the cookie: those lose what was posted.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        var (toLogin, toDenied) = (options.Events.OnRedirectToLogin, options.Events.OnRedirectToAccessDenied);
        options.Events.OnRedirectToLogin = redirect => RedirectAsync(redirect, KeptReason.SignedOut, StatusCodes.Status401Unauthorized, toLogin);
        options.Events.OnRedirectToAccessDenied = redirect => RedirectAsync(redirect, KeptReason.NotTheirs, StatusCodes.Status403Forbidden, toDenied);
    }

    /// <summary>They have just signed in: what they typed, and a button that sends it.</summary>
    public static async Task<IActionResult> GoOnAsync(PageModel page, KeptForm form, string sessionId)
    {
        await Sessions.EnterAsync(page.HttpContext, sessionId);
        page.Unwritten();
        var user = page.HttpContext.Features.Get<CurrentUser>();
        return Show(new KeptView(KeptReason.SignedInAgain, form, user, form.Action, false, []), StatusCodes.Status200OK);
    }

    private static async Task RedirectAsync(
        RedirectContext<CookieAuthenticationOptions> redirect, KeptReason reason, int status, Func<RedirectContext<CookieAuthenticationOptions>, Task> otherwise)
    {
        var context = redirect.HttpContext;
        if (await ReadAsync(context, reason) is { } view)
            await Show(view, status).ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
        else
            await otherwise(redirect);
    }

    /// <returns>Null when no form of ours was posted, or one that cannot be read.</returns>
    private static async Task<KeptView?> ReadAsync(HttpContext context, KeptReason reason)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !IsFromHere(request))
            return null;

        if (await FormReading.ReadAsync(context) is not null)
            return null;

        var form = request.Form;
        var user = context.Features.Get<CurrentUser>();
        var groups = context.RequestServices.GetService<Personas>() is { } personas ? PersonaGroups.Of(await personas.ListAsync(context.RequestAborted)) : [];
        var kept = KeptForm.Of(request, form);
        var back = kept?.Action ?? form["returnUrl"].ToString();
        return new KeptView(reason == KeptReason.Changed && user is null ? KeptReason.SignedOut : reason, kept, user, back, form.Files.Count > 0, groups);
    }

    /// <summary>Browsers say so when a form was sent from another site; what says nothing is no browser that somebody else could lead.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none")
            return false;

        return !request.Headers.TryGetValue("Origin", out var origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase));
    }

    private static ViewResult Show(KeptView view, int status) => new()
    {
        ViewName = "Kept",
        StatusCode = status,
        ViewData = new ViewDataDictionary<KeptView>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = view },
    };
}
