using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases;

public enum ReminderKind
{
    /// <summary>The answer to a supervision order is due on the next working day.</summary>
    OrderDueSoon,

    /// <summary>The date of a supervision order has passed without its answer.</summary>
    OrderOverdue,

    /// <summary>The date has come until which a pause was granted.</summary>
    PauseEnds,

    /// <summary>The deputy was asked whether a promise was kept, and has not said.</summary>
    LookBackWaits,
}

/// <param name="About">The event of the case that it follows from.</param>
/// <param name="On">The date that it speaks of, Asia/Shanghai.</param>
/// <param name="At">When those concerned must hear of it.</param>
public sealed record Reminder(ReminderKind Kind, int About, DateOnly On, DateTimeOffset At);

/// <summary>
/// The dates of a case beside those of its stages, and when somebody is told of them; like every date of ours a function of events, policy
/// and calendar. Mornings are those of working days; overdue is, as with stages, the first minute of the day after.
/// </summary>
public sealed class CaseReminders(DateRules rules)
{
    /// <summary>Assumption: working days after which a deputy who has not answered a look-back is reminded, and the committee office told.</summary>
    public const int LookBackDays = 3;

    /// <summary>The last day on which the deputy's word on a promise is expected.</summary>
    public static DateOnly LookBackEndsOn(DateTimeOffset askedAt, WorkingCalendar calendar) => calendar.AddWorkingDays(ChinaTime.DateOf(askedAt), LookBackDays);

    /// <summary>All of them in order of time, whether past or to come; none once the order is answered, the pause over, the promise judged.</summary>
    public IReadOnlyList<Reminder> Of(Case state, IReadOnlyList<CaseEvent> events) =>
        [.. OfOrder(state, events).Concat(OfPause(state, events)).Concat(OfLookBack(state, events)).OrderBy(reminder => reminder.At)];

    private IEnumerable<Reminder> OfOrder(Case state, IReadOnlyList<CaseEvent> events)
    {
        if (state.OpenSupervision is not { } order)
            yield break;

        var issued = events.Last(entry => entry.Fact is Supervised);
        var policy = rules.Policies.At(issued.At);
        var remindAt = ChinaTime.At(rules.Calendar.AddWorkingDays(order.AnswerBy, -policy.DueSoonBefore), policy.DueSoonTime);
        if (remindAt > issued.At)
            yield return new Reminder(ReminderKind.OrderDueSoon, issued.Sequence, order.AnswerBy, remindAt);
        yield return new Reminder(ReminderKind.OrderOverdue, issued.Sequence, order.AnswerBy, ChinaTime.StartOf(order.AnswerBy.AddDays(1)));
    }

    private IEnumerable<Reminder> OfPause(Case state, IReadOnlyList<CaseEvent> events)
    {
        if (state.OpenStage is not { IsPaused: true })
            yield break;

        var paused = events.Last(entry => entry.Fact is Paused);
        if ((((Paused)paused.Fact).Until ?? AskedUntil(events, paused)) is { } until)
            yield return new Reminder(ReminderKind.PauseEnds, paused.Sequence, until, MorningOf(until, paused.At));
    }

    /// <summary>Granted without a date, a pause lasts as long as it was asked for.</summary>
    private static DateOnly? AskedUntil(IReadOnlyList<CaseEvent> events, CaseEvent paused) => events
        .Take(paused.Sequence - 1).Reverse()
        .TakeWhile(entry => entry.Fact is not (Assigned or RoundOpened or Paused))
        .Select(entry => entry.Fact).OfType<PauseRequested>().FirstOrDefault()?.Until;

    private IEnumerable<Reminder> OfLookBack(Case state, IReadOnlyList<CaseEvent> events)
    {
        if (!state.LookBackOpen)
            yield break;

        var asked = events.Last(entry => entry.Fact is LookedBack);
        var on = ChinaTime.DateOf(asked.At);
        yield return new Reminder(ReminderKind.LookBackWaits, asked.Sequence, on, MorningOf(LookBackEndsOn(asked.At, rules.Calendar), asked.At));
    }

    /// <summary>That day's morning, or on a day off the next working day's.</summary>
    private DateTimeOffset MorningOf(DateOnly on, DateTimeOffset since) => ChinaTime.At(rules.Calendar.NextWorkingDay(on), rules.Policies.At(since).DueSoonTime);
}
