using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>缺口和重叠: what the agency rules leave without a lead, and what they give two.</summary>
public sealed class AgencyGapsPage(ListAgencyGaps.Handler gaps) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    public Page<AgencyGaps.Item> Gaps { get; private set; } = new([], null);

    public FormErrors Errors { get; private set; } = new();

    public bool IsFiltered => !string.IsNullOrEmpty(Q + Kind);

    public string? More => Gaps.Next is { } next ? $"/admin/setup/agency-rules/gaps{new QueryBuilder { { "q", Q ?? "" }, { "kind", Kind ?? "" }, { "after", next } }}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await gaps.HandleAsync(new ListAgencyGaps.Query { Q = Q, Kind = Kind, Limit = "50", After = after }, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Gaps = found.Value;
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken ct) => this.Download(await gaps.ExportAsync(format, this.SignedInUser(), ct));
}
