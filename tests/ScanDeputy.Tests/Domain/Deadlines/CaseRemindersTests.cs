using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>Handbook §3 and §5: the dates beside those of the stages. Everything begins on Monday 2 March 2026.</summary>
public sealed class CaseRemindersTests
{
    [Theory]
    // A working day before, at nine; overdue in the first minute of the day after, whatever day that is.
    [InlineData("2026-03-11", "2026-03-10 09:00", "2026-03-12 00:00")]
    [InlineData("2026-03-09", "2026-03-06 09:00", "2026-03-10 00:00")]
    [InlineData("2026-03-06", "2026-03-05 09:00", "2026-03-07 00:00")]
    // Qingming is on the 5th and off until the 6th.
    [InlineData("2026-04-07", "2026-04-03 09:00", "2026-04-08 00:00")]
    public void An_order_reminds_before_its_date_and_after_it(string answerBy, string soon, string overdue)
    {
        var ordered = CaseBuilder.Handling().Do(Party.Supervisor, new SuperviseCommand(1, "请说明", Samples.Day(answerBy)));

        Assert.Equal([$"OrderDueSoon {soon}", $"OrderOverdue {overdue}"], Of(ordered));
        Assert.Empty(Of(ordered.Do(Party.LeadAgency, new SupervisionAnswerCommand("已整改"))));
    }

    [Fact]
    public void An_order_for_today_is_not_announced_as_due_soon() =>
        Assert.Equal(
            ["OrderOverdue 2026-03-03 00:00"], Of(CaseBuilder.Received().Do(Party.Supervisor, new SuperviseCommand(1, "请说明", Samples.Day("2026-03-02")))));

    [Theory]
    [InlineData("2026-03-12", "2026-03-12 09:00")]
    [InlineData("2026-03-14", "2026-03-16 09:00")]
    [InlineData("2026-04-05", "2026-04-07 09:00")]
    public void A_pause_reminds_on_the_morning_of_its_last_date_and_never_on_a_day_off(string until, string at)
    {
        var paused = CaseBuilder.Handling().Do(Party.Government, new PauseCommand("等待", Samples.Day(until)));

        Assert.Equal([$"PauseEnds {at}"], Of(paused));
        Assert.Empty(Of(paused.Do(Party.Government, new ResumeCommand())));
    }

    [Fact]
    public void A_pause_granted_without_a_date_lasts_as_long_as_it_was_asked_for()
    {
        var asked = CaseBuilder.Handling().Do(Party.LeadAgency, new PauseCommand("等待", Samples.Day("2026-03-12")));

        Assert.Empty(Of(asked));
        Assert.Equal(["PauseEnds 2026-03-12 09:00"], Of(asked.Do(Party.Government, new PauseCommand("同意", null))));
        Assert.Empty(Of(CaseBuilder.Handling().Do(Party.Government, new PauseCommand("等待", null))));
    }

    [Fact]
    public void An_answer_ends_what_was_paused() =>
        Assert.Empty(Of(CaseBuilder.Handling().Do(Party.Government, new PauseCommand("等待", Samples.Day("2026-03-12"))).Reply()));

    [Fact]
    public void A_look_back_that_waits_reminds_after_three_working_days()
    {
        // Tuesday 31 March; Friday is the third working day after it.
        var asked = CaseBuilder.Handling().Reply(Outcome.InProgress, "2026-03-31").At("2026-03-31 00:05").Do(Party.System, new LookBackCommand());

        Assert.Equal(["LookBackWaits 2026-04-03 09:00"], Of(asked));
        Assert.Empty(Of(asked.Do(Party.Deputy, new AcceptCommand(null))));
    }

    [Theory]
    [InlineData("2036-03-03", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("2036-03-02", false)]
    public void A_date_beyond_ten_years_is_a_slip_of_the_hand(string on, bool refused)
    {
        var day = Samples.Day(on);
        (Party By, CaseCommand Command)[] commands =
        [
            (Party.Supervisor, new SuperviseCommand(1, "请说明", day)), (Party.Government, new PauseCommand("等待", day)),
            (Party.LeadAgency, new ReplyCommand(Outcome.InProgress, "已列入计划", null, day, [])),
        ];
        Assert.All(commands, pair => Assert.Equal(refused, CaseBuilder.Handling().Try(pair.By, pair.Command).IsRefused));
    }

    private static IEnumerable<string> Of(CaseBuilder here) =>
        new CaseReminders(DateRules.Default).Of(here.State, here.Events)
            .Select(reminder => $"{reminder.Kind} {reminder.At.ToOffset(ChinaTime.Offset):yyyy-MM-dd HH:mm}");
}
