using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>没有分办规则的待转办件: what waits for a lead and no rule proposes one.</summary>
public sealed class UncoveredPage(ListUncovered.Handler uncovered) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? District { get; set; }

    public Page<ListUncovered.Item> Cases { get; private set; } = new([], null);

    public FormErrors Errors { get; private set; } = new();

    public bool IsFiltered => !string.IsNullOrEmpty(Q + District);

    public string? More => Cases.Next is { } next ? $"/uncovered{new QueryBuilder { { "q", Q ?? "" }, { "district", District ?? "" }, { "after", next } }}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await uncovered.HandleAsync(new ListUncovered.Query { Q = Q, District = District, Limit = "50", After = after }, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Cases = found.Value;
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken ct) => this.Download(await uncovered.ExportAsync(format, this.SignedInUser(), ct));
}
