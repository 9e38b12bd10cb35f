using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// The clock beside the stages: the resident hears about hand-over and result within one month (handbook §1 [000:585]). Calendar days, no
/// pauses; like every date of ours a function of the events alone.
/// </summary>
/// <param name="StartedOn">The day of the report, day 0.</param>
/// <param name="HandedOverAt">When the matter was first handed over; null when it was not, or needed no hand-over.</param>
/// <param name="ResultAt">When the resident first got a result: an answer, the agency's reply, or where to go instead.</param>
/// <param name="EndedAt">When it stopped being a matter of its own without a result: withdrawn, or merged into another.</param>
public sealed record ResidentClock(DateOnly StartedOn, DateTimeOffset? HandedOverAt, DateTimeOffset? ResultAt, DateTimeOffset? EndedAt)
{
    /// <summary>Assumption: days after which the committee office is told that there is no result yet.</summary>
    public const int AlarmAfterDays = 25;

    /// <summary>The last day, inclusive: the same day of the next month, or that month's last.</summary>
    public DateOnly EndsOn => StartedOn.AddMonths(1);

    public bool IsRunning => ResultAt is null && EndedAt is null;

    /// <returns>Null for a deputy's own suggestion, which no resident waits for.</returns>
    public static ResidentClock? Of(IReadOnlyList<CaseEvent> events) => events[0].Fact is Suggested ? null : new(
        ChinaTime.DateOf(events[0].At),
        FirstAt(events, fact => fact is HandedOver),
        FirstAt(events, fact => fact is Answered or Replied or Redirected),
        FirstAt(events, fact => fact is Withdrawn or Merged));

    public Verdict VerdictOn(DateOnly today) => this switch
    {
        { ResultAt: { } at } => ChinaTime.DateOf(at) <= EndsOn ? Verdict.OnTime : Verdict.Late,
        { EndedAt: not null } => Verdict.Cancelled,
        _ => today <= EndsOn ? Verdict.Running : Verdict.Late,
    };

    private static DateTimeOffset? FirstAt(IReadOnlyList<CaseEvent> events, Func<Fact, bool> matches) => events.FirstOrDefault(entry => matches(entry.Fact))?.At;
}
