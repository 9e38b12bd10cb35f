using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Notices.Choices;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Pages.Notifications;

/// <summary>The in-app inbox, which always has every alert.</summary>
public sealed class AlertsPage(ListAlerts.Handler alerts, MarkAlertRead.Handler markRead, AlertChoices choices, ChooseAlerts.Handler choosing) : PageModel
{
    public Page<ListAlerts.Item> Alerts { get; private set; } = new([], null);

    public string? More => Alerts.Next is { } next ? $"/alerts?after={next}" : null;

    /// <summary>Of a supervisor: the stages that are told one by one; null of others.</summary>
    public IReadOnlyList<StageKind>? Single { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await alerts.HandleAsync(this.SignedInUser(), null, after, unread: false, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Alerts = found.Value;
        Single = Rights.Allows(Rights.Supervise, this.SignedInUser()) ? await choices.GetAsync(this.SignedInUser(), ct) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostChoiceAsync([FromForm] IReadOnlyList<string> stages, CancellationToken ct)
    {
        var user = this.SignedInUser();
        if (!Rights.Allows(Rights.Supervise, user))
            return this.Refused(ErrorCodes.Forbidden);

        var chosen = stages.Select(name => EnumNames.FindInPage(typeof(StageKind), name)).OfType<StageKind>().ToList();
        var set = await choosing.HandleAsync(new ChooseAlerts.Request(chosen), user, WriteContext.OfPage(user.Id, Request.Path, null), ct);
        return set.Refusal is { } refusal ? this.Refused(refusal.Code) : RedirectToPage(new { done = chosen.Count == 0 ? "collected" : "single" });
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
