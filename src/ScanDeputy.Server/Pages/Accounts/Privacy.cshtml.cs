using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Privacy;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>The privacy notice, and for who is signed in which versions of it they agreed to.</summary>
public sealed class PrivacyPage(AgreeToPrivacyNotice.Handler privacy) : PageModel
{
    /// <summary>Null for who is not signed in.</summary>
    public AgreeToPrivacyNotice.View? View { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public Task OnGetAsync(CancellationToken ct) => ShowAsync(ct);

    public async Task<IActionResult> OnPostAsync([FromForm] int? version, CancellationToken ct)
    {
        if (HttpContext.Features.Get<CurrentUser>() is not { } user)
            return Redirect("/login?returnUrl=%2Fprivacy");

        var agreed = await privacy.AgreeAsync(new AgreeToPrivacyNotice.Request(version), user, ct);
        if (agreed.Refusal is not { } refusal)
            return RedirectToPage(new { done = "agreed" });

        await ShowAsync(ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }

    private async Task ShowAsync(CancellationToken ct) => View = HttpContext.Features.Get<CurrentUser>() is { } user ? await privacy.ViewAsync(user.Id, ct) : null;
}
