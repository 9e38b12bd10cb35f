namespace ScanDeputy.Domain.Calendars;

/// <summary>A day that is another kind of day in the later calendar.</summary>
/// <param name="Name">The holiday it belongs to, or belonged to.</param>
public readonly record struct DayChange(DateOnly Date, DayKind From, DayKind To, string? Name)
{
    /// <summary>Whether dates that run across it move; a Saturday that becomes part of a holiday moves none.</summary>
    public bool Moves => IsWorked(From) != IsWorked(To);

    private static bool IsWorked(DayKind kind) => kind is DayKind.Working or DayKind.Makeup;
}

/// <summary>What a notice changes, and whether it may (handbook §4: an import is guarded).</summary>
public static class CalendarChange
{
    /// <summary>Every day that is another kind of day afterwards, in order.</summary>
    public static IReadOnlyList<DayChange> Between(WorkingCalendar before, WorkingCalendar after)
    {
        var changes = new List<DayChange>();
        var last = Max(before.CoveredUntil, after.CoveredUntil).AddDays(NoticeRules.DaysBesideYear);
        for (var day = Min(before.CoveredFrom, after.CoveredFrom); day <= last; day = day.AddDays(1))
        {
            if (before.KindOf(day) != after.KindOf(day))
                changes.Add(new DayChange(day, before.KindOf(day), after.KindOf(day), after.NameOf(day) ?? before.NameOf(day)));
        }

        return changes;
    }

    /// <summary>The first day before today that would no longer be what it was; null when there is none. What has been worked or not has happened.</summary>
    public static DateOnly? FirstPastDay(IReadOnlyList<DayChange> changes, DateOnly today)
    {
        foreach (var change in changes)
        {
            if (change.Moves && change.Date < today)
                return change.Date;
        }

        return null;
    }

    private static DateOnly Min(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
}
