using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>The guards on building a calendar, its version, and what it says about a year.</summary>
public sealed class NoticeTests
{
    public static TheoryData<NoticeFault, CalendarNotice[]> Refused => new()
    {
        { NoticeFault.NoNotice, [] },
        { NoticeFault.EmptyYear, [Year(2027)] },
        { NoticeFault.EmptyYear, [Year(2027, "+2027-01-02")] },
        { NoticeFault.DayOutsideYear, [Year(2027, "-2026-12-24")] },
        { NoticeFault.DayOutsideYear, [Year(2027, "-2028-01-08")] },
        { NoticeFault.DayOutsideYear, [Year(2027, "-2026-10-01", "-2026-10-02")] },
        { NoticeFault.MakeupOnWeekday, [Year(2027, "-2027-01-01", "+2027-01-04")] },
        { NoticeFault.Contradiction, [Year(2027, "-2027-01-02", "+2027-01-02")] },
        { NoticeFault.Contradiction, [Year(2026, "-2026-12-26"), Year(2027, "-2027-01-01", "+2026-12-26")] },
        { NoticeFault.YearTwice, [Year(2027, "-2027-01-01"), Year(2027, "-2027-01-01")] },
        { NoticeFault.YearMissing, [Year(2025, "-2025-01-01"), Year(2027, "-2027-01-01")] },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Notices_that_break_a_guard_are_refused(NoticeFault fault, CalendarNotice[] notices) =>
        Assert.Equal(fault, Assert.Throws<InvalidNoticeException>(() => WorkingCalendar.FromNotices(notices)).Fault);

    [Fact]
    public void Refusal_names_the_day_and_what_is_wrong_with_it()
    {
        var refusal = Assert.Throws<InvalidNoticeException>(() => WorkingCalendar.FromNotices([Year(2027, "-2027-01-01", "+2027-01-04")]));

        Assert.Equal("2027-01-04 is a Monday and cannot be a make-up day.", refusal.Message);
    }

    [Fact]
    public void The_same_day_named_twice_alike_is_accepted() =>
        Assert.False(WorkingCalendar.FromNotices([Year(2027, "-2027-01-01", "-2027-01-01")]).IsWorkingDay(new DateOnly(2027, 1, 1)));

    [Fact]
    public void The_next_years_notice_moves_a_provisional_date_and_makes_it_firm()
    {
        var received = new DateOnly(2027, 2, 4);
        var next = WorkingCalendar.FromNotices([.. PublishedNotices.All, Year(2027, "-2027-01-01", "-2027-02-05", "-2027-02-06", "-2027-02-07", "-2027-02-08")]);

        Assert.Equal(new DueDate(new DateOnly(2027, 2, 8), Provisional: true), WorkingCalendar.Published.Due(received, 2));
        Assert.Equal(new DueDate(new DateOnly(2027, 2, 10), Provisional: false), next.Due(received, 2));
        Assert.Equal(new DateOnly(2027, 12, 31), next.CoveredUntil);
    }

    [Fact]
    public void A_notice_may_name_first_days_of_the_year_after()
    {
        var calendar = WorkingCalendar.FromNotices([Year(2027, "-2027-12-31", "-2028-01-03", "+2028-01-02")]);

        Assert.Equal(new DueDate(new DateOnly(2028, 1, 2), Provisional: true), calendar.Due(new DateOnly(2027, 12, 30), 1));
        Assert.Equal(new DateOnly(2028, 1, 4), calendar.Due(new DateOnly(2027, 12, 30), 2).On);
        Assert.Equal(new DateOnly(2027, 12, 31), calendar.CoveredUntil);
    }

    [Fact]
    public void Version_names_the_last_year_and_changes_with_the_days_only()
    {
        var published = WorkingCalendar.Published.Version;
        var shuffled = PublishedNotices.All.Reverse().Select(notice => notice with { Sources = [] });
        var without = PublishedNotices.All.Select(notice => notice with { Days = [.. notice.Days.Where(day => day.On != new DateOnly(2026, 5, 9))] });

        Assert.Matches("^2026-[0-9a-f]{8}$", published);
        Assert.Equal(published, WorkingCalendar.FromNotices(shuffled).Version);
        Assert.NotEqual(published, WorkingCalendar.FromNotices(without).Version, StringComparer.Ordinal);
    }

    // Stored with each due date: a change here means that published days changed and open stages must be recomputed.
    [Fact]
    public void Version_of_the_published_calendar_is_stable() => Assert.Equal("2026-98b2beb0", WorkingCalendar.Published.Version);

    [Fact]
    public void Changing_the_callers_list_does_not_change_the_calendar()
    {
        var days = new List<NoticeDay> { new(new DateOnly(2027, 1, 1), "元旦", Off: true) };
        var calendar = WorkingCalendar.FromNotices([new CalendarNotice(2027, [], days)]);
        days.Clear();

        Assert.Single(calendar.Year(2027)!.Days);
    }

    [Fact]
    public void A_published_year_is_given_with_its_days_and_sources()
    {
        var year = WorkingCalendar.Published.Year(2019)!;

        Assert.Equal(2, year.Sources.Count);
        Assert.All(year.Sources, source => Assert.StartsWith("https://www.gov.cn/", source, StringComparison.Ordinal));
        Assert.Equal([new DateOnly(2018, 12, 29), new DateOnly(2019, 2, 2)], year.MakeupDays.Select(day => day.On).Take(2));
        Assert.Equal(24, year.OffDays.Count());
    }

    [Theory]
    [InlineData(2018)]
    [InlineData(2027)]
    public void An_unpublished_year_is_unknown_and_not_empty(int year) => Assert.Null(WorkingCalendar.Published.Year(year));

    private static CalendarNotice Year(int year, params string[] days) => new(
        year, ["https://example.org/notice"], [.. days.Select(text => new NoticeDay(DateOnly.Parse(text[1..]), "元旦", text[0] == '-'))]);
}
