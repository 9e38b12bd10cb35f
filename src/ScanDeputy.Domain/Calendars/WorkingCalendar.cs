using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// The working days of the State Council's notices: public holidays are off, make-up weekend days are worked (handbook §4).
/// Immutable. All dates are days in Asia/Shanghai. The day of receipt is day 0 (民法典 §201: 开始的当日不计入), whatever day it is.
/// In years that no notice covers the days fixed by law are off (<see cref="StatutoryDays"/>) and weekends; dates that rest on such years are provisional.
/// </summary>
public sealed class WorkingCalendar
{
    private static readonly Lazy<WorkingCalendar> LazyPublished = new(() => FromNotices(PublishedNotices.All));

    private readonly FrozenDictionary<int, CalendarNotice> _notices;
    private readonly FrozenDictionary<DateOnly, NoticeDay> _days;
    private readonly WorkingDayIndex _index;

    private WorkingCalendar(IReadOnlyList<CalendarNotice> byYear, Dictionary<DateOnly, NoticeDay> days)
    {
        _notices = byYear.ToFrozenDictionary(notice => notice.Year);
        _days = days.ToFrozenDictionary();
        var firstOfYears = new DateOnly(byYear[0].Year, 1, 1);
        CoveredFrom = days.Keys.Append(firstOfYears).Min();
        CoveredUntil = new DateOnly(byYear[^1].Year, 12, 31);
        FirmUntil = CoveredUntil.AddDays(-NoticeRules.DaysBesideYear);
        _index = new WorkingDayIndex(CoveredFrom.DayNumber, days.Keys.Append(CoveredUntil).Max().DayNumber, day => KindOf(day) is DayKind.Working or DayKind.Makeup);
        Version = VersionOf(byYear, days);
    }

    /// <summary>The calendar of <see cref="PublishedNotices"/>, 2019 to 2026; built on first use.</summary>
    public static WorkingCalendar Published => LazyPublished.Value;

    /// <summary>Last covered year and a hash of the covered years and days, e.g. "2026-1a2b3c4d": equal versions give equal dates. Names and sources are not in it.</summary>
    public string Version { get; }

    /// <summary>First covered day, inclusive: 1 January of the first year, or the first day its notice names in the December before.</summary>
    public DateOnly CoveredFrom { get; }

    /// <summary>Last covered day, inclusive: 31 December of the last year.</summary>
    public DateOnly CoveredUntil { get; }

    /// <summary>
    /// Last day, inclusive, that next year's notice cannot change any more: 24 December of the last year. The seven days after it
    /// are covered but not firm, because a 元旦 arrangement reaches back: 2018-12-29 and -31 and 2022-12-31 were changed by the next year's notice.
    /// </summary>
    public DateOnly FirmUntil { get; }

    /// <summary>
    /// The year whose notice should be known on a day and is not: the day's own, or from 1 November the next one, because the State Council publishes in
    /// October or November before (handbook §4). Null when none is missing.
    /// </summary>
    public int? MissingYear(DateOnly today)
    {
        if (Year(today.Year) is null)
            return today.Year;
        return today.Month >= 11 && Year(today.Year + 1) is null ? today.Year + 1 : null;
    }

    /// <summary>Builds a calendar from one notice per year, in any order, without a gap between years.</summary>
    /// <exception cref="InvalidNoticeException">The notices break a guard of handbook §4; see <see cref="NoticeFault"/>.</exception>
    public static WorkingCalendar FromNotices(IEnumerable<CalendarNotice> notices)
    {
        // Copied, so that a caller's list cannot change the calendar later.
        CalendarNotice[] byYear = [.. notices
            .Select(notice => notice with { Sources = Array.AsReadOnly([.. notice.Sources]), Days = Array.AsReadOnly([.. notice.Days]) })
            .OrderBy(notice => notice.Year)];
        return new WorkingCalendar(byYear, NoticeRules.Check(byYear));
    }

    /// <summary>Whether a day is worked: Monday to Friday unless a notice or the law says off, or a make-up day.</summary>
    public bool IsWorkingDay(DateOnly date) => CountThrough(date) != _index.CountThrough(date.DayNumber - 1);

    /// <summary>What a day is; outside the covered years Holiday only where the law fixes the date.</summary>
    public DayKind KindOf(DateOnly date)
    {
        if (_days.TryGetValue(date, out var day))
            return day.Off ? DayKind.Holiday : DayKind.Makeup;
        if (NameByLaw(date) is not null)
            return DayKind.Holiday;
        return date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Working;
    }

    /// <summary>The holiday that a day off or a make-up day belongs to, as the notice calls it, or that the law puts there; otherwise null.</summary>
    public string? NameOf(DateOnly date) => _days.TryGetValue(date, out var named) ? named.Name : NameByLaw(date);

    /// <summary>
    /// The Nth working day after the day of receipt, inclusive to its end. Constant time for any <paramref name="workingDays"/>, no allocation.
    /// Provisional when the date is later than <see cref="FirmUntil"/>, or when the first counted day lies before <see cref="CoveredFrom"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is below 1, or the date beyond the year 9999.</exception>
    public DueDate Due(DateOnly receivedOn, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workingDays, 1);
        var on = DayOf((long)CountThrough(receivedOn) + workingDays);
        return new DueDate(on, on > FirmUntil || receivedOn.DayNumber + 1 < CoveredFrom.DayNumber);
    }

    /// <summary>As <see cref="Due(DateOnly, int)"/>, counted from the date that the instant of receipt has in Asia/Shanghai.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is below 1, or the date beyond the year 9999.</exception>
    public DueDate Due(DateTimeOffset receivedAt, int workingDays) => Due(ChinaTime.DateOf(receivedAt), workingDays);

    /// <summary>How many working days lie after <paramref name="afterExclusive"/> and up to <paramref name="untilInclusive"/>; 0 when that is no later. The inverse of Due.</summary>
    public int CountBetween(DateOnly afterExclusive, DateOnly untilInclusive) =>
        untilInclusive <= afterExclusive ? 0 : CountThrough(untilInclusive) - CountThrough(afterExclusive);

    /// <summary>
    /// Working days that are left until a date: 0 on the date itself, below 0 how many have passed since it. What people are shown of time that is left
    /// or exceeded comes from here; a date that passed before a day off is late by 0 days until the next working day.
    /// </summary>
    public int DaysLeft(DateOnly today, DateOnly dueOn) => today <= dueOn ? CountBetween(today, dueOn) : -CountBetween(dueOn, today);

    /// <summary>The nth working day after a date (n above 0) or before it (n below 0), the date itself never counted; the date unchanged for 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result lies outside the years 1 to 9999.</exception>
    public DateOnly AddWorkingDays(DateOnly date, int n) => n switch
    {
        0 => date,
        > 0 => DayOf((long)CountThrough(date) + n),
        < 0 => DayOf((long)_index.CountThrough(date.DayNumber - 1) + 1 + n),
    };

    /// <summary>The date itself when it is worked, otherwise the first working day after it.</summary>
    public DateOnly NextWorkingDay(DateOnly onOrAfter) => DayOf((long)_index.CountThrough(onOrAfter.DayNumber - 1) + 1);

    /// <summary>Why Due gives its date: every day from the day of receipt (first, never counted) to the due date, both inclusive.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="workingDays"/> is below 1, or the date beyond the year 9999.</exception>
    public IReadOnlyList<CalendarDay> Explain(DateOnly receivedOn, int workingDays)
    {
        var days = new CalendarDay[Due(receivedOn, workingDays).On.DayNumber - receivedOn.DayNumber + 1];
        for (var i = 0; i < days.Length; i++)
        {
            var date = receivedOn.AddDays(i);
            var kind = KindOf(date);
            days[i] = new CalendarDay(date, kind, i > 0 && kind is DayKind.Working or DayKind.Makeup, NameOf(date));
        }

        return days;
    }

    /// <summary>
    /// What was published about a year: its off and make-up days with source addresses; null when the year has no notice here.
    /// The days are the notice's, so a changed day in late December stands with the following year.
    /// </summary>
    public CalendarNotice? Year(int year) => _notices.GetValueOrDefault(year);

    /// <summary>A notice says everything about its year.</summary>
    private string? NameByLaw(DateOnly date) => _notices.ContainsKey(date.Year) ? null : StatutoryDays.NameOf(date);

    private int CountThrough(DateOnly date) => _index.CountThrough(date.DayNumber);

    private DateOnly DayOf(long number)
    {
        var day = _index.DayOf(number);
        if (number < 1 || day > DateOnly.MaxValue.DayNumber)
            throw new ArgumentOutOfRangeException(nameof(number), number, "The working day lies outside the years 1 to 9999.");
        return DateOnly.FromDayNumber((int)day);
    }

    private static string VersionOf(IReadOnlyList<CalendarNotice> byYear, Dictionary<DateOnly, NoticeDay> days)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{byYear[0].Year}-{byYear[^1].Year}");
        foreach (var day in days.Values.OrderBy(day => day.On))
            text.Append(CultureInfo.InvariantCulture, $"\n{(day.Off ? '-' : '+')}{day.On:yyyy-MM-dd}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return string.Create(CultureInfo.InvariantCulture, $"{byYear[^1].Year}-{hash.AsSpan(0, 8)}");
    }
}
