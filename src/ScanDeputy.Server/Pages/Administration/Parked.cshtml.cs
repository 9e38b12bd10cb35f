using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Administration.Parked;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>搁置的任务: what a sweep could not handle, for administrators, who may have it tried again.</summary>
public sealed class ParkedPage(ListParked.Handler rows, RetryParked.Handler retries) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Status { get; set; } = "parked";

    public Page<ListParked.Item> Rows { get; private set; } = new([], null);

    public string? More => Rows.Next is { } next ? $"/admin/parked?status={Status}&after={next}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await rows.HandleAsync(this.SignedInUser(), Status, null, after, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Rows = found.Value;
        return Page();
    }

    /// <summary>One that was settled meanwhile is on no list any more, which is what was wanted.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string id, CancellationToken ct)
    {
        await retries.HandleAsync(id, this.SignedInUser(), ct);
        return RedirectToPage(new { Status, done = "retried" });
    }
}
