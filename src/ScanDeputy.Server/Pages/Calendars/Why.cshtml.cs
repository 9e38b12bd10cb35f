using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Http.Input;

namespace ScanDeputy.Server.Pages.Calendars;

/// <summary>为什么是这一天: each day from the receipt to the due date, counted or skipped, and why.</summary>
public sealed class WhyPage(CalendarReader calendars, CategoryLimitReader limits) : PageModel
{
    public string? ReceivedAt { get; private set; }

    public string? WorkingDays { get; private set; }

    public string? Jurisdiction { get; private set; }

    /// <summary>Why it is so many working days and not the usual number; null when it is the usual one.</summary>
    public CategoryLimit? Limit { get; private set; }

    public GetDueDate.Answer? Due { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(string? receivedAt, string? workingDays, string? jurisdiction, string? policy, string? stage, string? category, CancellationToken ct)
    {
        (ReceivedAt, WorkingDays, Jurisdiction) = (receivedAt, workingDays, jurisdiction);
        if (receivedAt is null && workingDays is null)
            return Page();

        var answer = GetDueDate.Handle(receivedAt, workingDays, await calendars.OfAsync(jurisdiction, ct));
        Errors = new FormErrors(answer.Refusal);
        if (!answer.IsRefused)
        {
            Due = answer.Value;
            Limit = await limits.FindAsync(jurisdiction, policy, EnumNames.FindInPage(typeof(StageKind), stage) as StageKind?, category, ct);
        }

        return this.Again(Errors);
    }
}
