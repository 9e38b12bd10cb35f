namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// The holidays whose date the law itself fixes: 全国年节及纪念日放假办法 §2, in force since 2008, as changed by 国务院令第795号 of 10 November 2024. That
/// decision made 2 May a holiday beside 1 May from 2025 on, so that 2 May 2028, a Tuesday, is off whatever its notice says; in 2027 it is a Sunday. They are
/// off in a year whose notice is not out. Holidays by the lunar calendar (spring festival has four days since), 清明, and what a notice moves around all
/// of them are known from the notice only.
/// </summary>
public static class StatutoryDays
{
    private static readonly (int Month, int Day, int Since, string Name)[] Table =
    [
        (1, 1, 2008, "元旦（法定假日）"),
        (5, 1, 2008, "劳动节（法定假日）"),
        (5, 2, 2025, "劳动节（法定假日）"),
        (10, 1, 2008, "国庆节（法定假日）"),
        (10, 2, 2008, "国庆节（法定假日）"),
        (10, 3, 2008, "国庆节（法定假日）"),
    ];

    // By year: how many of them fell on Monday to Friday in all the years before.
    private static readonly int[] BeforeYear = CountYears();

    /// <summary>Null when the law does not name the day.</summary>
    public static string? NameOf(DateOnly date)
    {
        foreach (var (month, day, since, name) in Table)
        {
            if (date.Month == month && date.Day == day && date.Year >= since)
                return name;
        }

        return null;
    }

    /// <summary>How many of them fall on Monday to Friday up to a day (<see cref="DateOnly.DayNumber"/>), that day included; days that are no date count as the nearest one.</summary>
    public static int WeekdaysThrough(long day)
    {
        if (day < 0)
            return 0;

        var date = DateOnly.FromDayNumber((int)Math.Min(day, DateOnly.MaxValue.DayNumber));
        return BeforeYear[date.Year] + CountIn(date.Year, date);
    }

    private static int[] CountYears()
    {
        var before = new int[DateOnly.MaxValue.Year + 1];
        for (var year = 1; year < DateOnly.MaxValue.Year; year++)
            before[year + 1] = before[year] + CountIn(year, new DateOnly(year, 12, 31));
        return before;
    }

    private static int CountIn(int year, DateOnly until)
    {
        var count = 0;
        foreach (var (month, day, since, _) in Table)
        {
            if (year >= since && new DateOnly(year, month, day) is var date && date <= until && date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                count++;
        }

        return count;
    }
}
