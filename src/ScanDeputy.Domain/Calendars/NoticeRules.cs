namespace ScanDeputy.Domain.Calendars;

/// <summary>The guards of handbook §4 that need nothing but the notices themselves. Each throws <see cref="InvalidNoticeException"/>.</summary>
public static class NoticeRules
{
    /// <summary>
    /// How many days a notice may reach into the years beside its own, and therefore how many last days of December
    /// stay open until next year's notice is out: 2018-12-29 and -31 and 2022-12-31 were changed by the notices of 2019 and 2023.
    /// </summary>
    public const int DaysBesideYear = 7;

    /// <summary>Checks all notices of a calendar, ordered by year, and gives their days by date.</summary>
    internal static Dictionary<DateOnly, NoticeDay> Check(IReadOnlyList<CalendarNotice> byYear)
    {
        if (byYear.Count == 0)
            throw new InvalidNoticeException(NoticeFault.NoNotice, "A calendar needs at least one year's notice.");

        var days = new Dictionary<DateOnly, NoticeDay>();
        for (var i = 0; i < byYear.Count; i++)
        {
            if (i > 0)
                CheckSuccession(byYear[i - 1].Year, byYear[i].Year);
            CheckYear(byYear[i]);
            foreach (var day in byYear[i].Days)
            {
                if (!days.TryAdd(day.On, day) && days[day.On].Off != day.Off)
                    throw new InvalidNoticeException(NoticeFault.Contradiction, $"{day.On:O} is both off and worked (notice of {byYear[i].Year}).", day.On);
            }
        }

        return days;
    }

    private static void CheckSuccession(int previous, int year)
    {
        if (year == previous)
            throw new InvalidNoticeException(NoticeFault.YearTwice, $"Two notices for {year}: merge the second into the first.");
        if (year != previous + 1)
            throw new InvalidNoticeException(NoticeFault.YearMissing, $"No notice between {previous} and {year}: a missing year would count as one without holidays.");
    }

    private static void CheckYear(CalendarNotice notice)
    {
        if (!notice.OffDays.Any())
            throw new InvalidNoticeException(NoticeFault.EmptyYear, $"The notice of {notice.Year} has no day off.");

        var first = new DateOnly(notice.Year, 1, 1).AddDays(-DaysBesideYear);
        var last = new DateOnly(notice.Year, 12, 31).AddDays(DaysBesideYear);
        foreach (var day in notice.Days)
        {
            if (day.On < first || day.On > last)
                throw new InvalidNoticeException(NoticeFault.DayOutsideYear, $"{day.On:O} does not belong to the notice of {notice.Year}.", day.On);
            if (!day.Off && day.On.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                throw new InvalidNoticeException(NoticeFault.MakeupOnWeekday, $"{day.On:O} is a {day.On.DayOfWeek} and cannot be a make-up day.", day.On);
        }
    }
}
