using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Receptions;

namespace ScanDeputy.Server.Pages.Receptions;

/// <summary>我的接待日: when a deputy receives, from the rules.</summary>
public sealed class OwnPage(ListReceptions.Handler receptions) : PageModel
{
    public IReadOnlyList<ListReceptions.OwnReception> Receptions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var found = await receptions.OfDeputyAsync(this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Receptions = found.Value;
        return Page();
    }
}
