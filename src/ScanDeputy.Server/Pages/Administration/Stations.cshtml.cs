using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>联络站和二维码: the stations of the administrator's jurisdiction, to be found by name, address or town.</summary>
public sealed class StationsPage(ListOwnStations.Handler stations) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public Page<ListOwnStations.Item> Stations { get; private set; } = new([], null);

    public FormErrors Errors { get; } = new();

    public string? More => Stations.Next is { } next ? $"/admin/stations?q={Uri.EscapeDataString(Q ?? "")}&after={next}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await stations.HandleAsync(Q, null, after, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Stations = found.Value;
        return Page();
    }
}
