using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Domain.Deadlines;

public enum AlertKind
{
    DueSoon,
    Overdue,
    Escalated,
}

/// <summary>One rung of the ladder with its instant. <see cref="Level"/> 0 is the owner alone; 1 to 3 are supervisors' levels.</summary>
public sealed record AlertStep(int Index, AlertKind Kind, int Level, DateTimeOffset At);

/// <summary>
/// When a stage's owner and supervisors must hear of it (handbook §5): due soon one working day before at 09:00; overdue in the first
/// minute of the day after, to the owner and level 1; level 2 two working days after the due date, level 3 five.
/// </summary>
public sealed class AlertLadder(WorkingCalendar calendar)
{
    /// <summary>All steps in order of time. A reminder whose moment had passed before the stage began is left out.</summary>
    public IReadOnlyList<AlertStep> StepsOf(DateOnly dueOn, DateTimeOffset startedAt, DeadlinePolicy policy)
    {
        var steps = new List<AlertStep>(policy.Ladder.Count + 1);
        var remindAt = ChinaTime.At(calendar.AddWorkingDays(dueOn, -policy.DueSoonBefore), policy.DueSoonTime);
        if (remindAt > startedAt)
            steps.Add(new AlertStep(0, AlertKind.DueSoon, 0, remindAt));

        for (var i = 0; i < policy.Ladder.Count; i++)
        {
            var rung = policy.Ladder[i];
            var on = rung.WorkingDaysLate == 0 ? dueOn.AddDays(1) : calendar.AddWorkingDays(dueOn, rung.WorkingDaysLate);
            var kind = i == 0 ? AlertKind.Overdue : AlertKind.Escalated;
            steps.Add(new AlertStep(i + 1, kind, rung.Level, ChinaTime.StartOf(on)));
        }

        return steps;
    }

    /// <summary>The working day of the last alert, and at the least the one after the due date: whoever has not acted by its end has been told of it by everybody.</summary>
    public DateOnly EndsOn(DateOnly dueOn, DeadlinePolicy policy) =>
        calendar.AddWorkingDays(dueOn, policy.Ladder.Select(rung => rung.WorkingDaysLate).Append(1).Max());

    /// <summary>The first step after the one already taken (-1: none yet), or null when the ladder is at its end.</summary>
    public AlertStep? Next(DateOnly dueOn, DateTimeOffset startedAt, DeadlinePolicy policy, int lastIndex) =>
        StepsOf(dueOn, startedAt, policy).FirstOrDefault(step => step.Index > lastIndex);
}
