using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>What a jurisdiction's dates are counted with, beside the events themselves: every version of its policy and of its calendar.</summary>
public sealed record DateRules(CalendarHistory Calendars, PolicyHistory Policies)
{
    /// <summary>What holds where nothing was ever changed.</summary>
    public static DateRules Default { get; } = new(CalendarHistory.Published, PolicyHistory.Default);

    /// <summary>The calendar in use now: for what is open, and for when somebody is told of it.</summary>
    public WorkingCalendar Calendar => Calendars.Latest;
}
