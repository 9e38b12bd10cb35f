using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>Handbook §5, on due dates of 2026.</summary>
public sealed class AlertLadderTests
{
    private static readonly AlertLadder Ladder = new(WorkingCalendar.Published);
    private static readonly DeadlinePolicy Policy = new() { Version = "2310-1" };

    [Theory]
    [InlineData("2026-03-16", "2026-03-13", "2026-03-17", "2026-03-18", "2026-03-23")] // a Monday
    [InlineData("2026-03-13", "2026-03-12", "2026-03-14", "2026-03-17", "2026-03-20")] // a Friday: overdue on Saturday
    [InlineData("2026-02-14", "2026-02-13", "2026-02-15", "2026-02-25", "2026-02-28")] // a make-up Saturday, then Spring Festival
    [InlineData("2026-02-24", "2026-02-14", "2026-02-25", "2026-02-26", "2026-03-02")] // the first day after it
    [InlineData("2026-09-30", "2026-09-29", "2026-10-01", "2026-10-09", "2026-10-13")] // before National Day
    public void Ladder_stands_on_working_days(string dueOn, string soonOn, string overdueOn, string level2On, string level3On)
    {
        AlertStep[] expected =
        [
            new(0, AlertKind.DueSoon, 0, CaseBuilder.Instant(soonOn + " 09:00")),
            new(1, AlertKind.Overdue, 1, CaseBuilder.Instant(overdueOn)),
            new(2, AlertKind.Escalated, 2, CaseBuilder.Instant(level2On)),
            new(3, AlertKind.Escalated, 3, CaseBuilder.Instant(level3On)),
        ];

        Assert.Equal(expected, Ladder.StepsOf(Samples.Day(dueOn), CaseBuilder.Instant("2026-02-01 09:00"), Policy));
    }

    [Theory]
    [InlineData("2026-03-13 08:59", 0)]
    [InlineData("2026-03-13 09:01", 1)]
    [InlineData("2026-03-15 12:00", 1)]
    public void Reminder_whose_moment_had_passed_before_the_stage_began_is_left_out(string startedAt, int firstIndex) =>
        Assert.Equal(firstIndex, Ladder.StepsOf(Samples.Day("2026-03-16"), CaseBuilder.Instant(startedAt), Policy)[0].Index);

    [Fact]
    public void Steps_are_taken_one_after_the_other_until_none_is_left()
    {
        int?[] expected = [0, 1, 2, 3, null];

        Assert.Equal(expected, Enumerable.Range(-1, 5).Select(last => Next("2026-03-02 09:00", last)?.Index));
        Assert.Equal(1, Next("2026-03-13 10:00", -1)?.Index);
    }

    [Fact]
    public void Ladder_is_policy()
    {
        var policy = Policy with { DueSoonBefore = 3, DueSoonTime = new(14, 30), Ladder = [new(1, 0), new(3, 1)] };
        AlertStep[] expected =
        [
            new(0, AlertKind.DueSoon, 0, CaseBuilder.Instant("2026-03-11 14:30")),
            new(1, AlertKind.Overdue, 1, CaseBuilder.Instant("2026-03-17")),
            new(2, AlertKind.Escalated, 3, CaseBuilder.Instant("2026-03-17")),
        ];

        Assert.Equal(expected, Ladder.StepsOf(Samples.Day("2026-03-16"), CaseBuilder.Instant("2026-03-02 09:00"), policy));
    }

    /// <summary>Any due date of three years: every step in order, on its own day, the escalations on working days.</summary>
    [Fact]
    public void Steps_are_in_order_of_time_whatever_the_due_date()
    {
        var calendar = WorkingCalendar.Published;
        for (var dueOn = Samples.Day("2024-01-02"); dueOn < Samples.Day("2026-12-01"); dueOn = dueOn.AddDays(1))
        {
            var steps = Ladder.StepsOf(dueOn, CaseBuilder.Instant("2023-01-01 09:00"), Policy);

            Assert.Equal([0, 1, 2, 3], steps.Select(step => step.Index));
            Assert.Equal(steps.OrderBy(step => step.At), steps);
            Assert.All(steps.Where(step => step.Kind != AlertKind.Overdue), step => Assert.True(calendar.IsWorkingDay(ChinaTime.DateOf(step.At))));
            Assert.Equal(ChinaTime.StartOf(dueOn.AddDays(1)), steps[1].At);
        }
    }

    private static AlertStep? Next(string startedAt, int last) =>
        Ladder.Next(Samples.Day("2026-03-16"), CaseBuilder.Instant(startedAt), Policy, last);
}
