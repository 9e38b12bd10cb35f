using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §3, pause / resume and extend, on a case handled from 2026-03-02 and due on 2026-03-16.</summary>
public sealed class PauseAndExtensionTests
{
    private static readonly PauseCommand Wait = new("等待居民补充材料", null);

    [Fact]
    public void Agency_asks_for_a_pause_and_its_clock_runs_on()
    {
        var asked = CaseBuilder.Handling().At("2026-03-04 10:00").Do(Party.LeadAgency, Wait);

        asked.Open("Handling 1 agency-1 due 2026-03-16");
        Assert.False(asked.State.OpenStage!.IsPaused);
        Assert.Equal(new PauseRequested(Wait.Reason, null), asked.State.OpenPauseRequest);
        asked.Refused(Party.LeadAgency, Wait).Refused(Party.LeadAgency, new ResumeCommand());
    }

    [Theory]
    [InlineData(Party.LeadAgency)]
    [InlineData(Party.Government)]
    public void Granted_pause_shifts_the_due_date_by_the_paused_working_days(Party resumer)
    {
        var paused = CaseBuilder.Handling()
            .At("2026-03-04 10:00").Do(Party.LeadAgency, Wait)
            .At("2026-03-05 10:00").Do(Party.Government, Wait);
        Assert.True(paused.State.OpenStage!.IsPaused);
        Assert.Null(paused.State.OpenPauseRequest);
        paused.Refused(Party.Government, Wait);

        paused.At("2026-03-10 10:00").Do(resumer, new ResumeCommand()).Open("Handling 1 agency-1 due 2026-03-19");
        Assert.Equal(3, paused.Dates.PausedDays);
        paused.Refused(resumer, new ResumeCommand());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("2026-03-10", "2026-03-10")]
    [InlineData("2026-03-05", null)]
    public void Pause_is_granted_as_it_was_asked_for(string? asked, string? granted)
    {
        var decided = CaseBuilder.Handling()
            .At("2026-03-04 10:00").Do(Party.LeadAgency, new PauseCommand(Wait.Reason, asked is null ? null : Samples.Day(asked)))
            .At("2026-03-05 10:00").Do(Party.Government, new PauseDecisionCommand(true, "同意"));

        Assert.Equal(new Paused(Wait.Reason, granted is null ? null : Samples.Day(granted)) { Note = "同意" }, decided.Facts[^1]);
        Assert.True(decided.State.OpenStage!.IsPaused);
        decided.Refused(Party.Government, new PauseDecisionCommand(false, null));
    }

    [Fact]
    public void Refused_pause_leaves_the_clock_running_and_may_be_asked_for_again()
    {
        var refused = CaseBuilder.Handling().Refused(Party.Government, new PauseDecisionCommand(true, null))
            .At("2026-03-04 10:00").Do(Party.LeadAgency, Wait)
            .Refused(Party.LeadAgency, new PauseDecisionCommand(true, null))
            .At("2026-03-05 10:00").Do(Party.Government, new PauseDecisionCommand(false, "请先抢修"));

        Assert.Equal(new PauseRefused("请先抢修"), refused.Facts[^1]);
        refused.Open("Handling 1 agency-1 due 2026-03-16").Do(Party.LeadAgency, Wait);
        Assert.NotNull(refused.State.OpenPauseRequest);
    }

    [Fact]
    public void Second_pause_adds_to_the_first() =>
        CaseBuilder.Handling()
            .At("2026-03-03 10:00").Do(Party.Government, Wait)
            .At("2026-03-04 10:00").Do(Party.Government, new ResumeCommand())
            .At("2026-03-05 10:00").Do(Party.LeadAgency, Wait).Do(Party.Government, Wait)
            .At("2026-03-06 10:00").Do(Party.Government, new ResumeCommand())
            .Open("Handling 1 agency-1 due 2026-03-18");

    [Fact]
    public void Reply_during_a_pause_ends_it()
    {
        var replied = CaseBuilder.Handling()
            .At("2026-03-16 10:00").Do(Party.Government, Wait)
            .At("2026-03-20 10:00").Reply();

        Assert.Equal(new ClockPause(CaseBuilder.Instant("2026-03-16 10:00"), CaseBuilder.Instant("2026-03-20 10:00")), replied.State.Stages[^2].Pauses.Single());
        var handling = replied.DatesOf(replied.State.Stages.Count - 1);
        Assert.Equal((Samples.Day("2026-03-20"), Verdict.OnTime), (handling.DueOn, handling.Verdict));
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-02")]
    public void Pause_until_a_day_that_is_no_longer_ahead_is_invalid(string until) =>
        CaseBuilder.Handling().Invalid(Party.LeadAgency, new PauseCommand("等待", Samples.Day(until)), "until", CaseRefusals.DateInThePast);

    [Fact]
    public void Unsigned_case_cannot_be_paused() =>
        CaseBuilder.Assigned().Refused(Party.LeadAgency, Wait).Refused(Party.Government, Wait);

    [Fact]
    public void Late_agency_is_not_late_no_more_because_of_a_pause()
    {
        var late = CaseBuilder.Handling()
            .At("2026-03-17 10:00").Do(Party.LeadAgency, Wait).Do(Party.Government, Wait);
        Assert.True(late.Dates.IsOverdue(Samples.Day("2026-03-17")));

        late.At("2026-03-30 10:00").Do(Party.Government, new ResumeCommand()).Open("Handling 1 agency-1 due 2026-03-16");
        var handling = late.State.Stages.Count;
        Assert.Equal(Verdict.Late, late.Reply().DatesOf(handling).Verdict);
    }

    [Fact]
    public void Stage_whose_clock_stands_still_does_not_become_overdue()
    {
        var paused = CaseBuilder.Handling().At("2026-03-16 23:00").Do(Party.Government, Wait).At("2026-03-25 10:00");

        Assert.False(paused.Dates.IsOverdue(Samples.Day("2026-03-25")));
        Assert.Contains(Move.Extension, paused.Allowed(Party.LeadAgency));
        paused.Do(Party.Government, new ResumeCommand());
        Assert.True(paused.Dates.IsOverdue(Samples.Day("2026-03-26")));
    }

    [Fact]
    public void Granted_extension_moves_the_due_date_and_keeps_both_in_the_ledger()
    {
        var extended = CaseBuilder.Handling()
            .At("2026-03-12 10:00").Do(Party.LeadAgency, new ExtensionCommand(5, "需招标"));
        extended.Open("Handling 1 agency-1 due 2026-03-16").Refused(Party.LeadAgency, new ExtensionCommand(6, "需招标"));

        extended.Do(Party.Government, new ExtensionDecisionCommand(true, "同意")).Open("Handling 1 agency-1 due 2026-03-23");
        Assert.Equal(new ExtensionDecided(true, 5, "同意"), extended.Facts[^1]);
        Assert.Equal(10, extended.Dates.LimitDays);
    }

    [Fact]
    public void Extension_is_granted_once() =>
        CaseBuilder.Handling()
            .Do(Party.LeadAgency, new ExtensionCommand(5, "需招标")).Do(Party.Government, new ExtensionDecisionCommand(true, null))
            .Refused(Party.LeadAgency, new ExtensionCommand(1, "还不够"))
            .Refused(Party.Government, new ExtensionDecisionCommand(true, null));

    [Fact]
    public void Refused_extension_changes_no_date_and_may_be_asked_for_again() =>
        CaseBuilder.Handling()
            .Do(Party.LeadAgency, new ExtensionCommand(10, "需招标")).Do(Party.Government, new ExtensionDecisionCommand(false, "理由不足"))
            .Open("Handling 1 agency-1 due 2026-03-16")
            .Do(Party.LeadAgency, new ExtensionCommand(2, "需招标")).Do(Party.Government, new ExtensionDecisionCommand(true, null))
            .Open("Handling 1 agency-1 due 2026-03-18");

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Extension_is_for_one_to_ten_working_days(int days) =>
        CaseBuilder.Handling()
            .Invalid(Party.LeadAgency, new ExtensionCommand(days, "需招标"), "days", CaseRefusals.ExtensionTooLong)
            .Do(Party.LeadAgency, new ExtensionCommand(10, "需招标"));

    [Theory]
    [InlineData("2026-03-16 23:59", true)]
    [InlineData("2026-03-17 00:00", false)]
    public void Extension_is_asked_for_before_the_date_has_passed(string at, bool allowed)
    {
        var handling = CaseBuilder.Handling().At(at);

        Assert.Equal(allowed, handling.Allowed(Party.LeadAgency).Contains(Move.Extension));
        Assert.Equal(allowed, !handling.Try(Party.LeadAgency, new ExtensionCommand(1, "需招标")).IsRefused);
    }

    [Fact]
    public void Extension_asked_for_in_time_may_be_granted_after_the_date() =>
        CaseBuilder.Handling()
            .At("2026-03-16 10:00").Do(Party.LeadAgency, new ExtensionCommand(5, "需招标"))
            .At("2026-03-18 10:00").Do(Party.Government, new ExtensionDecisionCommand(true, null))
            .Open("Handling 1 agency-1 due 2026-03-23");

    [Fact]
    public void Next_round_may_be_extended_once_more() =>
        CaseBuilder.Handling()
            .Do(Party.LeadAgency, new ExtensionCommand(5, "需招标")).Do(Party.Government, new ExtensionDecisionCommand(true, null))
            .Reply().Do(Party.Deputy, new RejectCommand("没有解决"))
            .Do(Party.LeadAgency, new ExtensionCommand(2, "需招标")).Do(Party.Government, new ExtensionDecisionCommand(true, null))
            .Open("Handling 2 agency-1 due 2026-03-18");
}
