using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Published;

/// <summary>回音壁: what was asked here, what was answered, whether it was kept; with the four rates beside it.</summary>
public sealed class WallPage(GetPublicPlace.Handler places, ListPublishedCases.Handler cases, GetPublishedRates.Handler rates) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    public GetPublicPlace.Answer Place { get; private set; } = null!;

    public Page<PublishedCase> Cases { get; private set; } = new([], null);

    public CaseRates Rates { get; private set; } = null!;

    public FormErrors Errors { get; private set; } = new();

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrWhiteSpace(Category);

    public bool IsContinued { get; private set; }

    public string? More => Cases.Next is { } next
        ? $"/p/{Place.Code}?q={Uri.EscapeDataString(Q ?? "")}&category={Uri.EscapeDataString(Category ?? "")}&after={next}"
        : null;

    public async Task<IActionResult> OnGetAsync([FromRoute] string jurisdiction, string? after, CancellationToken ct)
    {
        var place = await places.HandleAsync(jurisdiction, ct);
        if (place.Refusal is { } unknown)
            return this.Refused(unknown.Code);

        (Place, Rates) = (place.Value, (await rates.HandleAsync(jurisdiction, ct)).Value);
        var found = await cases.HandleAsync(jurisdiction, new ListPublishedCases.Query { Q = Q, Category = Category, After = after }, ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        (Cases, IsContinued) = (found.Value, !string.IsNullOrEmpty(after));
        return this.Shared(new { Place, Rates, Cases });
    }
}
