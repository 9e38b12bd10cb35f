using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Notifications;

/// <summary>The in-app inbox, which always has every alert.</summary>
public sealed class AlertsPage(ListAlerts.Handler alerts, MarkAlertRead.Handler markRead, AlertChoices choices) : PageModel
{
    public Page<ListAlerts.Item> Alerts { get; private set; } = new([], null);

    public string? More => Alerts.Next is { } next ? $"/alerts?after={next}" : null;

    /// <summary>Of a supervisor: whether only the digest is told; null of others.</summary>
    public bool? Collected { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await alerts.HandleAsync(this.SignedInUser(), null, after, unread: false, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Alerts = found.Value;
        Collected = this.SignedInUser().Is(Role.Supervisor) ? await choices.IsCollectedAsync(this.SignedInUser(), ct) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostChoiceAsync([FromForm] bool collected, CancellationToken ct)
    {
        await choices.SetAsync(collected, this.SignedInUser(), ct);
        return RedirectToPage(new { done = collected ? "collected" : "single" });
    }

    public async Task<IActionResult> OnPostAllAsync(CancellationToken ct)
    {
        await markRead.AllAsync(this.SignedInUser(), ct);
        return RedirectToPage(new { done = "all" });
    }

    /// <summary>Marks one as read and goes on to its case, when it has one.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string id, [FromForm] string? caseId, CancellationToken ct)
    {
        var marked = await markRead.HandleAsync(id, this.SignedInUser(), ct);
        if (marked.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        return caseId is null ? RedirectToPage(new { done = "read" }) : RedirectToPage("/Cases/Case", new { id = caseId });
    }
}
