using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Registers;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>试算: what happens to a report of a category at a place, before one comes.</summary>
public sealed class TryRulesPage(TryAgencyRules.Handler rules, RegisterLists lists) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? District { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    public IReadOnlyList<CategoryRegister.Item> Categories { get; private set; } = [];

    public TryAgencyRules.Answer? Found { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? NewRule => Found is { LeadAgencyId: null } found ? AgencyGaps.NewRulePage(DistrictCode.Parse(found.District), Category!) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        Categories = (await lists.ListAsync(CategoryRegister.Instance, null, true, null, "200", null, user, ct)).Value.Items;
        if (string.IsNullOrEmpty(District + Category))
            return Page();

        var found = await rules.HandleAsync(District, Category, On, user, ct);
        // Words of a search, not an id: what is not in the list is nobody's category.
        Refusal? refusal = !found.IsRefused && !Categories.Any(one => one.Id == Category) ? Refusal.OfField("category", "field_category_unknown") : found.Refusal;
        if (refusal is not null)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Found = found.Value;
        return Page();
    }
}
