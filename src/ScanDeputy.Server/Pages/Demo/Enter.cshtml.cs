using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Pages.Accounts;
using ScanDeputy.Server.Pages.Kept;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>Goes on as one of the demo's people, through the same sign-in as a real one.</summary>
public sealed class EnterPage : PageModel
{
    public IActionResult OnGet() => RedirectToPage("/Demo/Sandbox");

    public async Task<IActionResult> OnPostAsync(string name, [FromForm] string? returnUrl, [FromForm] string? kept, CancellationToken ct)
    {
        var session = await HttpContext.RequestServices.GetRequiredService<Personas>().OpenSessionAsync(name, ct);
        if (session.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        await HttpContext.SignInPageAsync(session.Value);
        return KeptForm.Parse(kept) is { } form ? await KeptForms.GoOnAsync(this, form, session.Value) : this.GoOn(returnUrl, PageSignIn.HomeOf(name));
    }
}
