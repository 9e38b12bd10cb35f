using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Platform.Http;
using SignOutHandler = ScanDeputy.Server.Features.Accounts.SignOut.Handler;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Ends the session in the database and takes the cookie back.</summary>
public sealed class LogoutPage(SignOutHandler signOut) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.Features.Get<CurrentUser>() is { } user)
            await signOut.HandleAsync(user);
        await HttpContext.SignOutAsync(Sessions.PageScheme);
        return LocalRedirect("/");
    }
}
