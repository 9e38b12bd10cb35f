namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// What the State Council published about one year (关于部分节假日安排的通知): the days off and the make-up days,
/// after all amendments of that year. A year's second notice (2019, 2020) is a second source of the same CalendarNotice.
/// </summary>
/// <param name="Year">The year of the arrangement, not of publication.</param>
/// <param name="Sources">Addresses of the notices, oldest first.</param>
/// <param name="Days">Days named by the notices; a few may lie in the neighbouring years (see <see cref="NoticeRules"/>).</param>
public sealed record CalendarNotice(int Year, IReadOnlyList<string> Sources, IReadOnlyList<NoticeDay> Days)
{
    /// <summary>The days off, weekend days within a holiday included.</summary>
    public IEnumerable<NoticeDay> OffDays => Days.Where(day => day.Off);

    /// <summary>The weekend days that are worked (调休).</summary>
    public IEnumerable<NoticeDay> MakeupDays => Days.Where(day => !day.Off);
}

/// <summary>One day of a notice, a date in Asia/Shanghai.</summary>
/// <param name="On">The day.</param>
/// <param name="Name">The holiday it belongs to, as the notice calls it, e.g. 春节.</param>
/// <param name="Off">True: nobody works. False: a weekend day that is worked.</param>
public readonly record struct NoticeDay(DateOnly On, string Name, bool Off);
