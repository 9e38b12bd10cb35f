using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>找我的代表: by where somebody lives, by where they stand, by a station's code, by name. Reading needs no account.</summary>
public sealed class DeputiesPage(FindDeputies.Handler deputies, FindDistricts.Handler districts) : PageModel
{
    /// <summary>A village's, community's or town's name or code, to choose from.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? District { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Lat { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Lng { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Null when nothing was asked for.</summary>
    public IReadOnlyList<FindDeputies.Item>? Found { get; private set; }

    /// <summary>Places of the name that was typed, when it is not one alone.</summary>
    public IReadOnlyList<FindDistricts.Item>? Places { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(Place) && string.IsNullOrEmpty(District))
        {
            var named = await districts.HandleAsync(new FindDistricts.Query { Q = Place, Limit = "50" }, ct);
            if (named.Refusal is { } wrong)
                return Again(new Refusal(ErrorCodes.Invalid) { Fields = wrong.Fields.ToDictionary(_ => "place", field => field.Value, StringComparer.Ordinal) });

            Places = named.Value.Items;
            return Page();
        }

        if (string.IsNullOrWhiteSpace(District) && string.IsNullOrWhiteSpace(Q) && string.IsNullOrWhiteSpace(Code) && string.IsNullOrWhiteSpace(Lat))
            return Page();

        var found = await deputies.HandleAsync(
            new FindDeputies.Query { Code = Blank(Code), District = Blank(District), Q = Blank(Q), Lat = Blank(Lat), Lng = Blank(Lng), Limit = "100" }, ct);
        if (found.Refusal is { } refusal)
            return refusal.Fields.Count > 0 ? Again(refusal) : this.Refused(refusal.Code);

        Found = found.Value.Items;
        return Page();
    }

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;

    private IActionResult Again(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
