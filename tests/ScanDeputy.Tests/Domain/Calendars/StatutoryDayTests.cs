using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>Issue I, 23: in a year without a notice the days are off whose date the law fixes, and no others.</summary>
public sealed class StatutoryDayTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Published;

    [Theory]
    [InlineData("2027-01-01", "元旦")]
    [InlineData("2027-05-01", "劳动节")]
    [InlineData("2028-05-02", "劳动节")]
    [InlineData("2027-10-01", "国庆节")]
    [InlineData("2028-10-02", "国庆节")]
    [InlineData("2028-10-03", "国庆节")]
    [InlineData("2035-01-01", "元旦")]
    [InlineData("2199-05-01", "劳动节")]
    [InlineData("2018-05-01", "劳动节")]
    public void Days_fixed_by_law_are_off_in_a_year_without_a_notice(string date, string name)
    {
        Assert.Equal(DayKind.Holiday, Calendar.KindOf(Day(date)));
        Assert.False(Calendar.IsWorkingDay(Day(date)));
        Assert.Equal($"{name}（法定假日）", Calendar.NameOf(Day(date)));
        Assert.DoesNotContain(Calendar.Explain(Day(date).AddDays(-1), 5), day => day.Date == Day(date) && day.Counted);
    }

    [Theory]
    [InlineData("2027-02-05")] // the eve of spring festival
    [InlineData("2027-02-08")]
    [InlineData("2027-04-05")] // 清明节
    [InlineData("2027-06-09")] // 端午节
    [InlineData("2027-09-15")] // 中秋节
    [InlineData("2027-10-04")]
    [InlineData("2018-05-02")] // a holiday since 2025
    [InlineData("2007-01-01")] // before the law
    public void Movable_holidays_wait_for_the_notice(string date) => Assert.Equal(DayKind.Working, Calendar.KindOf(Day(date)));

    [Fact]
    public void A_year_s_notice_says_everything_about_its_year()
    {
        var calendar = WorkingCalendar.FromNotices([new CalendarNotice(2027, [], [new NoticeDay(new DateOnly(2027, 2, 8), "春节", Off: true)])]);
        Assert.Equal(DayKind.Working, calendar.KindOf(new DateOnly(2027, 10, 1)));
        Assert.Equal(DayKind.Holiday, calendar.KindOf(new DateOnly(2028, 10, 2)));
        Assert.Equal(DayKind.Holiday, calendar.KindOf(new DateOnly(2026, 10, 1)));
    }

    [Fact]
    public void Numbers_and_days_agree_far_outside_the_notices()
    {
        for (var day = new DateOnly(2007, 12, 1); day < new DateOnly(2120, 1, 1); day = day.AddDays(1))
        {
            Assert.Equal((day, DayByDayCalendar.IsWorked(day)), (day, Calendar.IsWorkingDay(day)));
            Assert.Equal((day, DayByDayCalendar.Due(day, 1)), (day, Calendar.Due(day, 1).On));
            Assert.Equal((day, DayByDayCalendar.Before(day, 3)), (day, Calendar.AddWorkingDays(day, -3)));
        }
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
