using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Pages.Stations;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages;

/// <summary>What this is, and the way in for somebody who types the code instead of scanning it.</summary>
public sealed class IndexPage(GetStationByCode.Handler stations) : PageModel
{
    public string? Typed { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>The station that was opened last, if it still opens.</summary>
    public GetStationByCode.Answer? Last { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken ct)
    {
        Typed = code;
        if (LastStation.Of(Request) is { Length: > 0 } kept && await stations.HandleAsync(kept, ct) is { IsRefused: false } last)
            Last = last.Value;
        if (code is null)
            return Page();
        if (StationCode.TryRead(code, out var parsed))
            return RedirectToPage("/Stations/Station", new { code = parsed.ToString() });

        var text = string.IsNullOrWhiteSpace(code) ? ErrorTexts.Field("field_required", "联络站码") : ErrorTexts.Detail(StationErrors.StationCodeUnknown);
        Errors = new FormErrors(Refusal.OfField("code", text));
        return this.Again(Errors);
    }
}
