using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>On time is a matter of dates, not of hours (handbook §4).</summary>
public enum Verdict
{
    Running,
    OnTime,
    Late,
    Cancelled,
}

/// <summary>The dates of one stage. Late is decided by <see cref="DueOn"/> in China's local time: done on the due date is on time.</summary>
/// <param name="LimitDays">Working days this stage was given, before pauses and extension.</param>
/// <param name="PausedDays">Working days that granted pauses took out of the count.</param>
public sealed record StageDates(
    int LimitDays, int PausedDays, DateOnly DueOn, bool Provisional, Verdict Verdict, string PolicyVersion, string CalendarVersion)
{
    /// <summary>A pause granted in time is running: the due date will move by it, so until it ends the stage cannot become overdue.</summary>
    public bool ClockStopped { get; init; }

    public bool IsOverdue(DateOnly today) => Verdict == Verdict.Running && !ClockStopped && today > DueOn;
}

/// <summary>
/// Due dates as a pure function of the ledger's stages, the policies and the calendars; nothing else may decide a date, so that
/// recomputing all of them finds no difference (handbook §4).
/// </summary>
/// <param name="categoryId">The case's: a policy can give a category limits of its own.</param>
public sealed class StageClock(CalendarHistory calendars, PolicyHistory policies, string categoryId)
{
    public StageClock(DateRules rules, string categoryId)
        : this(rules.Calendars, rules.Policies, categoryId)
    {
    }

    public StageDates DatesOf(Stage stage, IReadOnlyList<Stage> all)
    {
        var calendar = calendars.Of(stage.EndedAt);
        var (limit, policy) = LimitOf(stage, all);
        var startedOn = ChinaTime.DateOf(stage.StartedAt);
        var (due, paused, stopped) = PausedClock(calendar, stage, startedOn, limit + stage.ExtensionDays);
        return new StageDates(limit, paused, due.On, due.Provisional, VerdictOf(stage, due.On), policy, calendar.Version)
        {
            ClockStopped = stopped,
        };
    }

    /// <summary>When the co-agencies' opinions on a stage of handling are due: some working days before the lead's date (handbook §3: 3).</summary>
    /// <param name="dueOn">The stage's own date.</param>
    public DateOnly CoOpinionDueOn(Stage stage, DateOnly dueOn) => calendars.Of(stage.EndedAt).AddWorkingDays(dueOn, -policies.Of(stage).CoOpinionBefore);

    /// <summary>
    /// The policy's limit and that policy's version; for a resumed stage, whose clock is the earlier one's, what its predecessors
    /// left of it, at least one day (handbook §3).
    /// </summary>
    private (int Days, string PolicyVersion) LimitOf(Stage stage, IReadOnlyList<Stage> all)
    {
        if (stage.ResumesSequence is not { } sequence)
        {
            var policy = policies.Of(stage);
            return (policy.LimitOf(stage.Kind, categoryId), policy.Version);
        }

        var earlier = all.Single(other => other.Sequence == sequence);
        var used = calendars.Of(earlier.EndedAt).CountBetween(ChinaTime.DateOf(earlier.StartedAt), ChinaTime.DateOf(earlier.EndedAt ?? earlier.StartedAt));
        var (days, version) = LimitOf(earlier, all);
        return (Math.Max(1, days - used), version);
    }

    /// <summary>
    /// Pauses in their order. One that began when the due date had passed takes nothing out: late stays late (handbook §4). An open
    /// one takes nothing out yet: how long it lasts is known when it ends. No day within a pause is the last one: begun on the due
    /// date and ended on a day off, a pause takes out the due date, too; but only once, when another pause begins on that day off.
    /// </summary>
    private static (DueDate Due, int PausedDays, bool Stopped) PausedClock(WorkingCalendar calendar, Stage stage, DateOnly startedOn, int days)
    {
        var (paused, moved) = (0, 0);
        var due = calendar.Due(startedOn, days);
        foreach (var pause in stage.Pauses)
        {
            var from = ChinaTime.DateOf(pause.From);
            if (from > due.On)
                break;
            if (pause.Until is not { } ended)
                return (due, paused + moved, true);

            var until = ChinaTime.DateOf(ended);
            paused += calendar.CountBetween(from, until);
            moved = 0;
            while ((due = calendar.Due(startedOn, days + paused + moved)).On < until)
                moved++;
        }

        return (due, paused + moved, false);
    }

    private static Verdict VerdictOf(Stage stage, DateOnly dueOn) => stage switch
    {
        { End: StageEnd.Cancelled } => Verdict.Cancelled,
        { End: StageEnd.Lapsed } => Verdict.Late,
        { EndedAt: { } endedAt } => ChinaTime.DateOf(endedAt) <= dueOn ? Verdict.OnTime : Verdict.Late,
        _ => Verdict.Running,
    };
}
