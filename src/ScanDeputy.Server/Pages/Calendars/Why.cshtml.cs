using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Calendars;

namespace ScanDeputy.Server.Pages.Calendars;

/// <summary>为什么是这一天: each day from the receipt to the due date, counted or skipped, and why.</summary>
public sealed class WhyPage(WorkingCalendar calendar) : PageModel
{
    public string? ReceivedAt { get; private set; }

    public string? WorkingDays { get; private set; }

    public GetDueDate.Answer? Due { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public IActionResult OnGet(string? receivedAt, string? workingDays)
    {
        (ReceivedAt, WorkingDays) = (receivedAt, workingDays);
        if (receivedAt is null && workingDays is null)
            return Page();

        var answer = GetDueDate.Handle(receivedAt, workingDays, calendar);
        Errors = new FormErrors(answer.Refusal);
        if (!answer.IsRefused)
            Due = answer.Value;
        return this.Again(Errors);
    }
}
