using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages;

/// <summary>What this is, and the way in for somebody who types the code instead of scanning it.</summary>
public sealed class IndexPage : PageModel
{
    public string? Typed { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public IActionResult OnGet(string? code)
    {
        Typed = code;
        if (code is null)
            return Page();
        if (StationCode.TryRead(code, out var parsed))
            return RedirectToPage("/Stations/Station", new { code = parsed.ToString() });

        var text = string.IsNullOrWhiteSpace(code) ? ErrorTexts.Field("field_required", "联络站码") : ErrorTexts.Detail(StationErrors.StationCodeUnknown);
        Errors = new FormErrors(Refusal.OfField("code", text));
        return this.Again(Errors);
    }
}
