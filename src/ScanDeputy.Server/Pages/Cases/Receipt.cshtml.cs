using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What somebody keeps after a report: its number, its fingerprint, and by when they hear something.</summary>
public sealed class ReceiptPage(GetCase.Handler cases) : PageModel
{
    public CaseView Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        var found = await cases.HandleAsync(id, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Case = found.Value;
        return Page();
    }
}
