namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// Local time of the People's Congress: Asia/Shanghai. A fixed offset of +08:00 is the zone's whole rule since the last
/// summer time ended in 1991, so no time zone database is needed; instants before 1992 are out of its reach.
/// "Today" is a date here, never the UTC date (handbook §4).
/// </summary>
public static class ChinaTime
{
    /// <summary>The offset of Asia/Shanghai, +08:00 all year.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The calendar date in Asia/Shanghai at an instant given with any offset; 16:00Z begins the next day.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The first instant of a date, inclusive; the start of the day after is its exclusive end.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>The instant at which a clock in Asia/Shanghai shows this date and time, with offset +08:00.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new(date, time, Offset);

    /// <summary>The injected clock's date in Asia/Shanghai.</summary>
    public static DateOnly Today(TimeProvider clock) => DateOf(clock.GetUtcNow());

    /// <summary>The injected clock's instant, shown with offset +08:00.</summary>
    public static DateTimeOffset Now(TimeProvider clock) => clock.GetUtcNow().ToOffset(Offset);
}
