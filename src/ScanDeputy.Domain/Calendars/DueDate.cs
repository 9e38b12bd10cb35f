namespace ScanDeputy.Domain.Calendars;

/// <summary>The last day on which something is on time: a date in Asia/Shanghai, inclusive to its end. Late is a matter of dates, not hours (handbook §4).</summary>
/// <param name="On">The Nth working day after the day of receipt.</param>
/// <param name="Provisional">True (暂定) while a notice that is not in the calendar may still move the date.</param>
public readonly record struct DueDate(DateOnly On, bool Provisional);

/// <summary>What a day is, by the notices and the week.</summary>
public enum DayKind
{
    /// <summary>Monday to Friday, worked.</summary>
    Working,

    /// <summary>An ordinary Saturday or Sunday, off.</summary>
    Weekend,

    /// <summary>Off by a notice, or by law in a year without one, whatever the weekday; a Saturday within a holiday is Holiday, not Weekend.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday that is worked by a notice (调休).</summary>
    Makeup,
}

/// <summary>One line of the answer to "why this date?".</summary>
/// <param name="Date">The day in Asia/Shanghai.</param>
/// <param name="Kind">What the day is.</param>
/// <param name="Counted">Whether it counts towards the N working days; never true for the day of receipt.</param>
/// <param name="Name">The holiday for Holiday and Makeup, as the notice calls it, with （法定假日） where the law alone says so; otherwise null.</param>
public readonly record struct CalendarDay(DateOnly Date, DayKind Kind, bool Counted, string? Name);
