using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What I reported, newest first.</summary>
public sealed class MinePage(ListCases.Handler cases, TimeProvider clock) : PageModel
{
    public Page<ListCases.Item> Cases { get; private set; } = new([], null);

    public DateOnly Today { get; } = ChinaTime.Today(clock);

    public string? More => Cases.Next is { } next ? $"/my?after={next}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var found = await cases.HandleAsync(new ListCases.Query { Role = "mine", After = after }, user, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Cases = found.Value;
        return Page();
    }
}
