using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>联络站: all of a village, town or county, or the nearest of a place, on one list. Reading needs no account.</summary>
public sealed class StationsPage(ListStations.Handler stations, OpenCodes codes) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? District { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Lat { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Lng { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Null when nothing was asked for.</summary>
    public Page<ListStations.Item>? Found { get; private set; }

    /// <summary>By the station; one whose codes are all taken back has none.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? More => Found?.Next is { } next ? $"/stations?district={Uri.EscapeDataString(District ?? "")}&lat={Uri.EscapeDataString(Lat ?? "")}&lng={Uri.EscapeDataString(Lng ?? "")}&after={Uri.EscapeDataString(next)}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(District) && string.IsNullOrWhiteSpace(Lat))
            return Page();

        var found = await stations.HandleAsync(new ListStations.Query { District = Blank(District), Lat = Blank(Lat), Lng = Blank(Lng), Limit = "50", After = after }, ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Found = found.Value;
        Codes = await codes.OfAsync(Found.Items.Select(station => station.Id), ct);
        return Page();
    }

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;
}
