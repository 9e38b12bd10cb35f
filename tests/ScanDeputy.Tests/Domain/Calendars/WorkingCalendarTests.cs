using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>Written examples: what a person would check on a wall calendar.</summary>
public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Published;

    [Theory]
    [InlineData("2026-03-02", 1, "2026-03-03")] // an ordinary week
    [InlineData("2026-03-02", 5, "2026-03-09")]
    [InlineData("2026-02-13", 1, "2026-02-14")] // Friday before Spring Festival: Saturday is a make-up day
    [InlineData("2026-02-13", 2, "2026-02-24")] // then nine days off
    [InlineData("2026-02-13", 10, "2026-03-05")] // with Saturday 28 February worked
    [InlineData("2026-05-08", 1, "2026-05-09")] // make-up Saturday after Labour Day
    [InlineData("2026-05-09", 1, "2026-05-11")] // receipt on a make-up day is day 0 all the same
    [InlineData("2026-09-30", 3, "2026-10-10")] // National Day, and the make-up Saturday after it
    [InlineData("2018-12-28", 1, "2018-12-29")] // the notice of 2019 made this Saturday worked
    [InlineData("2018-12-28", 2, "2019-01-02")] // and 31 December off
    [InlineData("2022-12-30", 1, "2023-01-03")] // the notice of 2023 began with 2022-12-31
    [InlineData("2020-01-23", 1, "2020-02-03")] // the second notice of 2020 lengthened Spring Festival
    [InlineData("2019-04-30", 1, "2019-05-05")] // the second notice of 2019 lengthened Labour Day
    public void Working_days_end_with_the_Nth_working_day_after_receipt(string receivedOn, int workingDays, string dueOn) =>
        Assert.Equal(new DueDate(Day(dueOn), Provisional: false), Calendar.Due(Day(receivedOn), workingDays));

    [Theory]
    [InlineData("2026-02-15")]
    [InlineData("2026-02-18")]
    [InlineData("2026-02-23")]
    public void Receipt_on_a_holiday_counts_from_the_next_working_day(string receivedOn)
    {
        Assert.Equal(Day("2026-02-24"), Calendar.Due(Day(receivedOn), 1).On);
        Assert.Equal(Day("2026-02-25"), Calendar.Due(Day(receivedOn), 2).On);
    }

    [Fact]
    public void Receipt_on_a_weekend_counts_from_the_next_working_day() =>
        Assert.Equal(Day("2026-03-09"), Calendar.Due(Day("2026-03-07"), 1).On);

    [Theory]
    [InlineData("2026-03-02T15:59:00Z", "2026-03-03")] // Monday 23:59 in Shanghai
    [InlineData("2026-03-02T16:00:00Z", "2026-03-04")] // Tuesday 00:00 in Shanghai, still Monday in UTC
    [InlineData("2026-02-13T15:59:59Z", "2026-02-14")]
    [InlineData("2026-02-13T16:00:00Z", "2026-02-24")]
    public void Receipt_at_an_instant_counts_from_its_date_in_Shanghai(string receivedAt, string dueOn) =>
        Assert.Equal(Day(dueOn), Calendar.Due(DateTimeOffset.Parse(receivedAt), 1).On);

    [Theory]
    [InlineData("2026-12-18", 4, "2026-12-24", false)]
    [InlineData("2026-12-18", 5, "2026-12-25", true)]
    [InlineData("2026-12-30", 1, "2026-12-31", true)]
    [InlineData("2026-12-30", 2, "2027-01-04", true)] // 1 January is off by law
    [InlineData("2030-06-03", 5, "2030-06-10", true)]
    public void Due_dates_that_next_years_notice_may_move_are_provisional(string receivedOn, int workingDays, string dueOn, bool provisional) =>
        Assert.Equal(new DueDate(Day(dueOn), provisional), Calendar.Due(Day(receivedOn), workingDays));

    [Theory]
    [InlineData("2018-12-27", "2018-12-28", true)]
    [InlineData("2018-12-28", "2018-12-29", false)]
    [InlineData("2018-10-01", "2018-10-04", true)] // of National Day 2018 only what the law says is at hand
    public void Due_dates_counted_from_before_coverage_are_provisional(string receivedOn, string dueOn, bool provisional) =>
        Assert.Equal(new DueDate(Day(dueOn), provisional), Calendar.Due(Day(receivedOn), 1));

    [Fact]
    public void Coverage_runs_from_the_first_changed_day_to_the_last_December()
    {
        Assert.Equal(Day("2018-12-29"), Calendar.CoveredFrom);
        Assert.Equal(Day("2026-12-31"), Calendar.CoveredUntil);
        Assert.Equal(Day("2026-12-24"), Calendar.FirmUntil);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Fewer_than_one_working_day_is_refused(int workingDays)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Due(Day("2026-03-02"), workingDays));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Explain(Day("2026-03-02"), workingDays));
    }

    [Theory]
    [InlineData("1900-01-01")]
    [InlineData("2015-06-30")]
    [InlineData("2026-03-02")]
    [InlineData("2100-01-01")]
    public void Very_long_periods_agree_with_counting_day_by_day(string receivedOn) =>
        Assert.Equal(DayByDayCalendar.Due(Day(receivedOn), 10_000), Calendar.Due(Day(receivedOn), 10_000).On);

    [Fact]
    public void Dates_beyond_the_years_1_to_9999_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Due(DateOnly.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.Due(Day("2026-03-02"), int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(DateOnly.MinValue, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(Day("2026-03-02"), int.MinValue));
        Assert.Equal(DateOnly.MaxValue, Calendar.NextWorkingDay(DateOnly.MaxValue));
        Assert.Equal(DateOnly.MinValue, Calendar.NextWorkingDay(DateOnly.MinValue));
    }

    [Theory]
    [InlineData("2026-03-05", -1, "2026-03-04")]
    [InlineData("2026-02-24", -1, "2026-02-14")] // one working day before the first day after Spring Festival
    [InlineData("2026-02-20", -1, "2026-02-14")]
    [InlineData("2026-02-24", -2, "2026-02-13")]
    [InlineData("2019-01-02", -1, "2018-12-29")]
    [InlineData("2027-01-04", -1, "2026-12-31")]
    [InlineData("2010-01-04", -1, "2009-12-31")]
    [InlineData("2026-02-20", 0, "2026-02-20")]
    [InlineData("2026-02-20", 1, "2026-02-24")]
    public void Adding_working_days_goes_both_ways(string date, int n, string expected) =>
        Assert.Equal(Day(expected), Calendar.AddWorkingDays(Day(date), n));

    [Theory]
    [InlineData("2026-02-13", "2026-02-24", 2)]
    [InlineData("2026-02-14", "2026-02-23", 0)]
    [InlineData("2026-02-24", "2026-02-24", 0)]
    [InlineData("2026-02-24", "2026-02-13", 0)]
    [InlineData("2025-12-31", "2026-12-31", 248)]
    [InlineData("2026-12-31", "2027-12-31", 259)] // no notice: every weekday of 2027 but 1 January and 1 October
    public void Count_between_excludes_the_first_day_and_includes_the_last(string after, string until, int expected) =>
        Assert.Equal(expected, Calendar.CountBetween(Day(after), Day(until)));

    [Fact]
    public void Explanation_names_each_day_and_says_whether_it_counted()
    {
        var days = Calendar.Explain(Day("2026-02-12"), 3);

        Assert.Equal(new CalendarDay(Day("2026-02-12"), DayKind.Working, Counted: false, null), days[0]);
        Assert.Equal(new CalendarDay(Day("2026-02-13"), DayKind.Working, Counted: true, null), days[1]);
        Assert.Equal(new CalendarDay(Day("2026-02-14"), DayKind.Makeup, Counted: true, "春节"), days[2]);
        Assert.All(days.Skip(3).SkipLast(1), day => Assert.Equal(new CalendarDay(day.Date, DayKind.Holiday, Counted: false, "春节"), day));
        Assert.Equal(new CalendarDay(Day("2026-02-24"), DayKind.Working, Counted: true, null), days[^1]);
        Assert.Equal(13, days.Count);
    }

    [Fact]
    public void Explanation_never_counts_the_day_of_receipt_even_on_a_makeup_day() =>
        Assert.Equal(new CalendarDay(Day("2026-02-14"), DayKind.Makeup, Counted: false, "春节"), Calendar.Explain(Day("2026-02-14"), 1)[0]);

    [Fact]
    public void Due_allocates_nothing()
    {
        var (start, instant) = (Day("2026-02-13"), ChinaTime.StartOf(Day("2026-02-13")));
        var sum = Calendar.Due(start, 10).On.DayNumber + Calendar.Due(instant, 10).On.DayNumber;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 1; n <= 1000; n++)
            sum += Calendar.Due(start, n).On.DayNumber + Calendar.Due(instant, n).On.DayNumber;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(sum > 0);
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text);
}
