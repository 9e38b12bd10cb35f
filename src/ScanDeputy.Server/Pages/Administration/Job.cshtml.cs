using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Bulk;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>打包站牌: how far a job is; looks again by itself, without a script, until its file can be fetched.</summary>
public sealed class JobPage(BulkJobs.Handler jobs) : PageModel
{
    public BulkJobs.Answer Job { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        var found = await jobs.GetAsync(id, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Job = found.Value;
        if (Job.State is "waiting" or "running")
            Response.Headers["Refresh"] = "3";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var cancelled = await jobs.CancelAsync(id, this.SignedInUser(), ct);
        return cancelled.Refusal is { } refusal ? this.Refused(refusal.Code) : RedirectToPage(new { id, done = "cancelled" });
    }
}
