using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>The calendar against the day-by-day oracle, for every day and not for a sample.</summary>
public sealed class WorkingCalendarOracleTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Published;
    private static readonly DateOnly First = new(2019, 1, 1);
    private static readonly DateOnly LastStart = new(2026, 10, 31);

    private static IEnumerable<DateOnly> Starts => Days(First, LastStart);

    [Fact]
    public void Every_day_is_worked_or_off_as_the_notices_say() =>
        Assert.All(Days(new DateOnly(2018, 12, 1), new DateOnly(2027, 1, 31)), day => Assert.Equal(DayByDayCalendar.IsWorked(day), Calendar.IsWorkingDay(day)));

    [Fact]
    public void Every_day_has_the_kind_that_the_notices_say() =>
        Assert.All(Days(Calendar.CoveredFrom, Calendar.CoveredUntil), day => Assert.Equal(ExpectedKind(day), Calendar.KindOf(day)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(30)]
    public void Due_dates_agree_with_counting_day_by_day_from_every_start(int workingDays)
    {
        foreach (var start in Starts)
        {
            var due = Calendar.Due(start, workingDays);
            Assert.Equal((start, DayByDayCalendar.Due(start, workingDays)), (start, due.On));
            Assert.Equal(due.On > new DateOnly(2026, 12, 24), due.Provisional);
            Assert.Equal(workingDays, Calendar.CountBetween(start, due.On));
            Assert.Equal(due.On, Calendar.AddWorkingDays(start, workingDays));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(30)]
    public void Working_days_before_agree_with_counting_back_day_by_day_from_every_start(int workingDays)
    {
        foreach (var start in Starts.Skip(60))
            Assert.Equal((start, DayByDayCalendar.Before(start, workingDays)), (start, Calendar.AddWorkingDays(start, -workingDays)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Explanations_end_on_the_due_date_and_count_N_days_from_every_start(int workingDays)
    {
        foreach (var start in Starts)
        {
            var days = Calendar.Explain(start, workingDays);
            Assert.Equal(start, days[0].Date);
            Assert.False(days[0].Counted);
            Assert.Equal(Calendar.Due(start, workingDays).On, days[^1].Date);
            Assert.Equal(workingDays, days.Count(day => day.Counted));
            Assert.True(days[^1].Counted);
            Assert.All(days.Skip(1), day => Assert.Equal(DayByDayCalendar.IsWorked(day.Date), day.Counted));
            Assert.Equal(Days(start, days[^1].Date), days.Select(day => day.Date));
        }
    }

    [Fact]
    public void Next_working_day_agrees_with_walking_forward_from_every_start() =>
        Assert.All(Starts, start => Assert.Equal(DayByDayCalendar.Due(start.AddDays(-1), 1), Calendar.NextWorkingDay(start)));

    // Handbook §4 gives these shares of the working start days of 2019 to 2025: 31.7 % and 21.0 %.
    [Fact]
    public void Plain_weekends_and_holidays_without_makeup_days_are_wrong_as_often_as_the_handbook_says()
    {
        var starts = Days(First, new DateOnly(2025, 12, 31)).Where(Calendar.IsWorkingDay).ToList();
        var plain = starts.Count(start => Walk(start, IsWeekday) != Calendar.Due(start, 10).On);
        var withoutMakeup = starts.Count(start => Walk(start, day => IsWeekday(day) && !DayByDayCalendar.IsOffByNotice(day)) != Calendar.Due(start, 10).On);

        Assert.Equal((1746, 554, 366), (starts.Count, plain, withoutMakeup));

        static bool IsWeekday(DateOnly day) => day.DayOfWeek is not DayOfWeek.Saturday and not DayOfWeek.Sunday;
        static DateOnly Walk(DateOnly start, Func<DateOnly, bool> counts) => Days(start.AddDays(1), DateOnly.MaxValue).Where(counts).ElementAt(9);
    }

    private static DayKind ExpectedKind(DateOnly day)
    {
        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        if (DayByDayCalendar.IsOffByNotice(day))
            return DayKind.Holiday;
        if (weekend)
            return DayByDayCalendar.IsWorkedByNotice(day) ? DayKind.Makeup : DayKind.Weekend;
        return DayKind.Working;
    }

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
            yield return day;
    }
}
