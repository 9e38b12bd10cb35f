using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.Access;
using SignOutHandler = ScanDeputy.Server.Features.People.SignIn.SignOut.Handler;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Ends the session in the database and takes the cookie back.</summary>
public sealed class LogoutPage(SignOutHandler signOut) : PageModel
{
    private const string OwnPages = "\"cache\", \"storage\"";

    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.Features.Get<CurrentUser>() is { } user)
            await signOut.HandleAsync(user);
        await HttpContext.SignOutAsync(Sessions.PageScheme);
        // Also what the browser holds back for its "back".
        Response.Headers["Clear-Site-Data"] = OwnPages;
        return LocalRedirect("/?done=out");
    }
}
