using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Stations;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>What a scanned code opens on a phone.</summary>
public sealed class StationPage(GetStationByCode.Handler stations, ScanCounts scans) : PageModel
{
    /// <summary>"unavailable" when the mini-program could not be opened.</summary>
    [BindProperty(SupportsGet = true)]
    public string? App { get; set; }

    /// <summary>"list" when it was opened from a list of stations: that is no scan of its code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public GetStationByCode.Answer Opened { get; private set; } = null!;

    /// <summary>The deputy whose own code was scanned.</summary>
    public GetStationByCode.Deputy? Chosen => Opened.Deputies.FirstOrDefault(deputy => deputy.Id == Opened.DeputyId);

    private const int FirstShown = 12;

    /// <summary>All of a few; of many the first ones, with the one whose code it is at the top.</summary>
    public IReadOnlyList<GetStationByCode.Deputy> Shown => Opened.Deputies.Count <= FirstShown + 3
        ? Opened.Deputies
        : [.. Opened.Deputies.OrderBy(deputy => deputy.Id == Opened.DeputyId ? 0 : 1).Take(FirstShown)];

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken ct)
    {
        var opened = await stations.HandleAsync(code, ct);
        if (opened.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Opened = opened.Value;
        LastStation.Keep(HttpContext, Opened.Code);
        if (From != GetStationByCode.FromList)
            scans.Count(Request, Opened.Code);
        return Page();
    }
}
