using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.DeskSignIn;

namespace ScanDeputy.Server.Pages.Desk;

/// <summary>What a desk's code opens in the browser of somebody who is signed in there: the same as the mini-program shows.</summary>
public sealed class ConfirmPage(DeskSignIns desks) : PageModel
{
    public DeskView Asked { get; private set; } = null!;

    /// <summary>Null until they have decided.</summary>
    public bool? Confirmed { get; private set; }

    /// <param name="done">What they have decided, once they have: nothing is asked any more.</param>
    public async Task<IActionResult> OnGetAsync(string id, [FromQuery] string? done, CancellationToken ct)
    {
        Confirmed = done switch { "confirmed" => true, "refused" => false, _ => null };
        if (Confirmed is not null)
            return Page();
        if (await desks.FindAsync(id, ct) is not { } asked)
            return this.Refused(PeopleErrors.DeskCodeInvalid);

        Asked = asked;
        return Page();
    }

    public Task<IActionResult> OnPostConfirmAsync(string id, CancellationToken ct) => DecideAsync(id, true, ct);

    public Task<IActionResult> OnPostRefuseAsync(string id, CancellationToken ct) => DecideAsync(id, false, ct);

    private async Task<IActionResult> DecideAsync(string id, bool confirmed, CancellationToken ct)
    {
        if (!await desks.DecideAsync(id, this.SignedInUser(), confirmed, ct))
            return this.Refused(PeopleErrors.DeskCodeInvalid);

        return RedirectToPage(new { id, done = confirmed ? "confirmed" : "refused" });
    }
}
