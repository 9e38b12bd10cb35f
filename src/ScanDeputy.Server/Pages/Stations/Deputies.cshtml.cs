using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
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

    [BindProperty(SupportsGet = true)]
    public string? Group { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The next page; null on the last one.</summary>
    public string? More { get; private set; }

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
            new FindDeputies.Query { Code = Blank(Code), District = Blank(District), Q = Blank(Q), Lat = Blank(Lat), Lng = Blank(Lng), Group = Blank(Group), After = Blank(After), Limit = "30" }, ct);
        if (found.Refusal is { } refusal)
            return refusal.Fields.Count > 0 ? Again(refusal) : this.Refused(refusal.Code);

        Found = found.Value.Items;
        More = found.Value.Next is { } next ? Address(Group, next) : null;
        return Page();
    }

    /// <summary>The same question, narrowed or leafed on.</summary>
    private string Address(string? group, string? after) => QueryHelpers.AddQueryString(
        "/deputies",
        new (string Name, string? Value)[] { ("district", District), ("q", Q), ("code", Code), ("lat", Lat), ("lng", Lng), ("group", group), ("after", after) }
            .Where(part => !string.IsNullOrWhiteSpace(part.Value)).ToDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal));

    /// <summary>All of a county who belong to a group.</summary>
    public static string OfGroup(string district, string group) => QueryHelpers.AddQueryString("/deputies", new Dictionary<string, string?> { ["district"] = district[..6], ["group"] = group });

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed;

    private IActionResult Again(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
