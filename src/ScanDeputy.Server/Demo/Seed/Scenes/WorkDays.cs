using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>
/// Days of the demo's past, counted in working days: 0 is today, or the next working day when today is off. A stage that is due on
/// day 0 or later is in time, one due on day -1 or before is late, whatever day the demo starts on.
/// </summary>
internal sealed class WorkDays(WorkingCalendar calendar, DateTimeOffset now)
{
    private static readonly TimeOnly Opens = new(8, 30);
    private static readonly TimeOnly Closes = new(17, 30);

    // Before that, too little of the day has gone by for anything to have happened in it.
    private static readonly TimeOnly Enough = new(10, 0);

    private readonly DateOnly _today = ChinaTime.DateOf(now);
    private readonly DateOnly _zero = calendar.NextWorkingDay(ChinaTime.DateOf(now));

    public DateTimeOffset Now => now;

    /// <summary>The last day on which something can have happened: 0 or -1.</summary>
    public int Latest => _zero == _today && now >= ChinaTime.At(_today, Enough) ? 0 : -1;

    public DateOnly Day(int number) => calendar.AddWorkingDays(_zero, number);

    /// <summary>Within that day's working hours, and before now.</summary>
    /// <param name="part">Of the hours that count: 0 the first, 1 the last.</param>
    public DateTimeOffset Instant(int number, double part)
    {
        var day = Day(number);
        var from = ChinaTime.At(day, Opens);
        var until = ChinaTime.At(day, Closes);
        if (until > now)
            until = now.AddMinutes(-2);
        return WholeSecond(from + ((until - from) * part));
    }

    /// <summary>Today, a little while ago.</summary>
    public DateTimeOffset JustNow(int minutesAgo)
    {
        var (midnight, at) = (ChinaTime.StartOf(_today), WholeSecond(now.AddMinutes(-minutesAgo)));
        return at < midnight ? midnight : at;
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
