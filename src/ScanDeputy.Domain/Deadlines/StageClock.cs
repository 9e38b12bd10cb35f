using ScanDeputy.Domain.Calendars;

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
    public bool IsOverdue(DateOnly today) => Verdict == Verdict.Running && today > DueOn;
}

/// <summary>
/// Due dates as a pure function of the ledger's stages, the policy and the calendar; nothing else may decide a date, so that
/// recomputing all of them finds no difference (handbook §4).
/// </summary>
public sealed class StageClock(WorkingCalendar calendar, PolicyHistory policies)
{
    public StageDates DatesOf(Stage stage, IReadOnlyList<Stage> all)
    {
        var policy = policies.At(stage.StartedAt);
        var limit = LimitOf(stage, all);
        var paused = PausedDays(stage);
        var startedOn = ChinaTime.DateOf(stage.StartedAt);
        var due = calendar.Due(startedOn, limit + stage.ExtensionDays + paused);
        return new StageDates(
            limit, paused, due.On, due.Provisional, VerdictOf(stage, due.On), policy.Version, calendar.Version);
    }

    /// <summary>The policy's limit, or for a resumed stage what its predecessors left of it, at least one day (handbook §3).</summary>
    private int LimitOf(Stage stage, IReadOnlyList<Stage> all)
    {
        if (stage.ResumesSequence is not { } sequence)
            return policies.At(stage.StartedAt).LimitOf(stage.Kind);

        var earlier = all.Single(other => other.Sequence == sequence);
        var used = calendar.CountBetween(ChinaTime.DateOf(earlier.StartedAt), ChinaTime.DateOf(earlier.EndedAt ?? earlier.StartedAt));
        return Math.Max(1, LimitOf(earlier, all) - used);
    }

    /// <summary>An open pause takes nothing out yet: how long it lasts is known when it ends.</summary>
    private int PausedDays(Stage stage) => stage.Pauses.Sum(pause =>
        pause.Until is { } until ? calendar.CountBetween(ChinaTime.DateOf(pause.From), ChinaTime.DateOf(until)) : 0);

    private static Verdict VerdictOf(Stage stage, DateOnly dueOn) => stage switch
    {
        { End: StageEnd.Cancelled } => Verdict.Cancelled,
        { EndedAt: { } endedAt } => ChinaTime.DateOf(endedAt) <= dueOn ? Verdict.OnTime : Verdict.Late,
        _ => Verdict.Running,
    };
}
