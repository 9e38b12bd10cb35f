using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Receptions;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Receptions;

/// <summary>Rules that stations really have, over 2026 with its holidays and make-up days; the dates were worked out by hand with the State Council's notice beside.</summary>
public sealed class ReceptionYearTests
{
    private static readonly DateOnly Last = new(2026, 12, 31);

    [Theory]
    [InlineData("每月10日、20日", "2026-01-01", DayOffPolicy.Next,
        "01-12 01-20 02-10 02-24 03-10 03-20 04-10 04-20 05-11 05-20 06-10 06-22 07-10 07-20 08-10 08-20 09-10 09-20 10-10 10-20 11-10 11-20 12-10 12-21")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=3", "2026-01-01", DayOffPolicy.Next, "01-04 02-03 03-03 04-03 05-06 06-03 07-03 08-03 09-03 10-08 11-03 12-03")]
    [InlineData("每月28日", "2026-01-01", DayOffPolicy.Previous, "01-28 02-28 03-27 04-28 05-28 06-26 07-28 08-28 09-28 10-28 11-27 12-28")]
    [InlineData("每周五", "2026-01-01", DayOffPolicy.Dropped,
        "01-09 01-16 01-23 01-30 02-06 02-13 02-27 03-06 03-13 03-20 03-27 04-03 04-10 04-17 04-24 05-08 05-15 05-22 05-29 06-05 06-12 06-26 07-03 07-10 07-17 07-24 07-31 " +
        "08-07 08-14 08-21 08-28 09-04 09-11 09-18 10-09 10-16 10-23 10-30 11-06 11-13 11-20 11-27 12-04 12-11 12-18 12-25")]
    [InlineData("隔周周三", "2026-01-07", DayOffPolicy.Next,
        "01-07 01-21 02-04 02-24 03-04 03-18 04-01 04-15 04-29 05-13 05-27 06-10 06-24 07-08 07-22 08-05 08-19 09-02 09-16 09-30 10-14 10-28 11-11 11-25 12-09 12-23")]
    [InlineData("每季度第二个月15日", "2026-01-01", DayOffPolicy.Next, "02-24 05-15 08-17 11-16")]
    [InlineData("每年9月每周三", "2026-01-01", DayOffPolicy.Kept, "09-02 09-09 09-16 09-23 09-30")]
    [InlineData("每月第一个周六", "2026-03-01", DayOffPolicy.Kept, "03-07 04-04 05-02 06-06 07-04 08-01 09-05 10-03 11-07 12-05")]
    // The last days of the month, and a make-up Saturday that is one.
    [InlineData("每月最后一天", "2026-01-01", DayOffPolicy.Previous, "01-30 02-28 03-31 04-30 05-29 06-30 07-31 08-31 09-30 10-30 11-30 12-31")]
    // Thursday and Friday of the National Day: both would be held on the 8th, which is a Thursday of the rule itself.
    [InlineData("每周四、周五，到2026-10-16止", "2026-09-28", DayOffPolicy.Next, "10-08 10-09 10-15 10-16")]
    public void The_days_of_2026_are_those_worked_out_by_hand(string recurrence, string from, DayOffPolicy policy, string expected)
    {
        var days = ReceptionPlan.Days(Rule(policy), Recurrence.Find(recurrence)!.Days(DateOnly.Parse(from), Last), WorkingCalendar.Published);
        Assert.Equal(expected, string.Join(' ', days.Where(day => day.HeldOn is not null).Select(day => day.HeldOn!.Value).Order().Select(on => $"{on:MM-dd}")));
        Assert.All(days.Where(day => day.Fate == ReceptionFate.DroppedOffDay), day => Assert.Null(day.HeldOn));
    }

    [Theory]
    [InlineData("每月10日、20日", "FREQ=MONTHLY;BYMONTHDAY=10,20", null)]
    [InlineData("每月10、20号", "FREQ=MONTHLY;BYMONTHDAY=10,20", "每月10日、20日")]
    [InlineData("每月１０日", "FREQ=MONTHLY;BYMONTHDAY=10", "每月10日")]
    [InlineData("每周五", "FREQ=WEEKLY;BYDAY=FR", null)]
    [InlineData("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "每周一、周三、周五")]
    [InlineData("每星期天", "FREQ=WEEKLY;BYDAY=SU", "每周日")]
    [InlineData("隔周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", null)]
    [InlineData("每两周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "隔周周三")]
    [InlineData("每3周周二", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", null)]
    [InlineData("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", null)]
    [InlineData("每月第二个周三", "FREQ=MONTHLY;BYDAY=2WE", null)]
    [InlineData("每月第一、第三个周五", "FREQ=MONTHLY;BYDAY=1FR,3FR", "每月第一、三个周五")]
    [InlineData("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR", null)]
    [InlineData("每月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", null)]
    [InlineData("每季度第二个月15日", "FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=2,5,8,11", null)]
    [InlineData("每年9月每周三", "FREQ=YEARLY;BYDAY=WE;BYMONTH=9", null)]
    [InlineData("9月10日、20日", "FREQ=YEARLY;BYMONTHDAY=10,20;BYMONTH=9", "每年9月10日、20日")]
    [InlineData("每天", "FREQ=DAILY", null)]
    [InlineData("仅一次", "FREQ=DAILY;COUNT=1", null)]
    [InlineData("每周五，到2026年6月30日止", "FREQ=WEEKLY;UNTIL=20260630;BYDAY=FR", "每周五，到2026-06-30止")]
    [InlineData("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=5", null)]
    public void Words_are_read_as_a_rule_and_shown_again(string written, string rule, string? shown)
    {
        var recurrence = Recurrence.Find(written)!;
        Assert.Equal(Recurrence.Find(rule)!.Text, recurrence.Text);
        Assert.Equal(shown ?? written, recurrence.Words);
        Assert.Equal(recurrence.Text, Recurrence.Find(recurrence.Words)!.Text);
        Assert.Equal(recurrence.Text, Recurrence.Find(recurrence.Text)!.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("有空的时候")]
    [InlineData("每周八")]
    [InlineData("每月40日")]
    [InlineData("每月第六个周三")]
    [InlineData("每年13月1日")]
    [InlineData("每周五，到2026年2月30日止")]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=SECONDLY;COUNT=1000000000")]
    [InlineData("FREQ=DAILY;BYHOUR=9,10")]
    [InlineData("FREQ=WEEKLY;INTERVAL=0")]
    [InlineData("FREQ=WEEKLY;INTERVAL=99999999999")]
    [InlineData("FREQ=WEEKLY;UNTIL=20260101T000000Z")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("RRULE:FREQ=WEEKLY")]
    public void What_is_no_rule_of_days_is_none(string written) => Assert.Null(Recurrence.Find(written));

    [Fact]
    public void Deputies_take_turns_also_over_days_that_are_not_held_and_who_left_is_stood_in_for()
    {
        var rule = new ReceptionRule(DayOffPolicy.Dropped, ["A", "B", "C", "D"], new HashSet<string> { "A", "B", "D" }, 2, []);
        var days = ReceptionPlan.Days(rule, Recurrence.Find("每周五")!.Days(new DateOnly(2026, 4, 17), new DateOnly(2026, 5, 15)), WorkingCalendar.Published);
        // 1 May is off; its turn is not given to others. C has left: D stands in, and A for D.
        Assert.Equal(["AB", "DA", "AB", "DA", "AB"], days.Select(day => string.Concat(day.Deputies)));
        Assert.Equal("2026-05-01", $"{Assert.Single(days, day => day.HeldOn is null).PlannedOn:yyyy-MM-dd}");
    }

    [Fact]
    public void Exceptions_are_about_the_day_as_planned_or_as_held_and_idle_ones_are_found()
    {
        var exceptions = ReceptionExceptions.Parse("2026-05-11 取消 暴雨|2026.6.10 改到 2026年6月12日|2026-07-10 代表 B、C|2026-08-01 取消")!;
        Assert.Equal("2026-05-11 取消 暴雨|2026-06-10 改到 2026-06-12|2026-07-10 代表 B、C|2026-08-01 取消", ReceptionExceptions.Format(exceptions));
        var occurrences = Recurrence.Find("每月10日")!.Days(new DateOnly(2026, 5, 1), Last);
        var rule = Rule(DayOffPolicy.Next) with { Exceptions = exceptions };
        var days = ReceptionPlan.Days(rule, occurrences, WorkingCalendar.Published);
        Assert.Equal((ReceptionFate.Cancelled, "暴雨", (DateOnly?)null), (days[0].Fate, days[0].Reason, days[0].HeldOn));
        Assert.Equal((ReceptionFate.MovedByHand, (DateOnly?)new DateOnly(2026, 6, 12)), (days[1].Fate, days[1].HeldOn));
        Assert.Equal(["B", "C"], days[2].Deputies);
        Assert.Equal(new DateOnly(2026, 8, 1), Assert.Single(ReceptionPlan.Idle(rule, occurrences, WorkingCalendar.Published)).On);
    }

    [Theory]
    [InlineData("2026-05-11")]
    [InlineData("明天 取消")]
    [InlineData("2026-05-11 取消|2026-05-11 改到 2026-05-12")]
    [InlineData("2026-02-30 取消")]
    [InlineData("2026-05-11 代表")]
    public void What_is_no_exception_is_refused(string written) => Assert.Null(ReceptionExceptions.Parse(written));

    [Theory]
    [InlineData("9:00-11:30", "09:00-11:30")]
    [InlineData("９：００—１１：３０、14-17:00", "09:00-11:30|14:00-17:00")]
    [InlineData("10:00-11:00|09:00-10:00", "09:00-10:00|10:00-11:00")]
    [InlineData("11:30-9:00", null)]
    [InlineData("9:00-11:00|10:00-12:00", null)]
    [InlineData("上午", null)]
    [InlineData("25:00-26:00", null)]
    public void Times_of_day_are_read_however_they_are_written(string written, string? read) =>
        Assert.Equal(read, ReceptionHours.Parse(written) is { } hours ? ReceptionHours.Format(hours) : null);

    [Fact]
    public void Days_after_the_last_notice_are_provisional()
    {
        var days = ReceptionPlan.Days(Rule(DayOffPolicy.Next), Recurrence.Find("每月10日")!.Days(new DateOnly(2026, 11, 1), new DateOnly(2027, 2, 1)), WorkingCalendar.Published);
        Assert.Equal([false, false, true], days.Select(day => day.Provisional));
    }

    private static ReceptionRule Rule(DayOffPolicy policy) => new(policy, ["A"], new HashSet<string> { "A" }, 1, []);
}
