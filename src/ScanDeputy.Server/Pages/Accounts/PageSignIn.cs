using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>From a session to the cookie that stands for it, and on to where somebody wanted to go.</summary>
internal static class PageSignIn
{
    /// <summary>A session that this browser had until now ends: with its cookie gone nobody could end it any more.</summary>
    public static async Task SignInPageAsync(this HttpContext context, string sessionId)
    {
        if (context.Features.Get<CurrentUser>() is { } before && before.SessionId != sessionId)
            await context.RequestServices.GetRequiredService<SignOut.Handler>().HandleAsync(before);
        await context.SignInAsync(Sessions.PageScheme, SessionIssuer.PrincipalOf(sessionId, Sessions.PageScheme));
    }

    /// <summary>Only within this site: an address from outside would make us a stepping stone.</summary>
    public static IActionResult GoOn(this PageModel page, string? returnUrl, string home) =>
        page.LocalRedirect(page.Url.IsLocalUrl(returnUrl) ? returnUrl! : home);

    public static string HomeOf(string persona) => persona.StartsWith("resident", StringComparison.Ordinal) ? "/my" : "/work";
}
