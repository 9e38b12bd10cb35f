using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Publication;

namespace ScanDeputy.Server.Pages.Published;

/// <summary>Where published cases can be read; where there is one place only, that is where.</summary>
public sealed class PlacesPage(ListPublicPlaces.Handler places) : PageModel
{
    public IReadOnlyList<NamedDistrict> Places { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Places = await places.HandleAsync(ct);
        return Places is [var only] ? Redirect($"/p/{only.Code}") : this.Shared(Places);
    }
}
