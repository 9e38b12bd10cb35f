using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §1, the stage <c>Verdict</c>: five working days for the deputy's word on the agency's answer, which lapses and is never taken for granted.</summary>
public sealed class VerdictTests
{
    private static readonly AcceptCommand Accept = new("已现场查看", Grade.BasicallySatisfied, Grade.Satisfied);
    private static readonly RejectCommand Reject = new("没有解决", Grade.Satisfied, Grade.Unsatisfied);
    private static readonly LapseVerdictCommand Lapse = new();

    /// <summary>Counted by hand from the State Council's notices: plain weeks, a reply on a day off, across the Spring Festival, National Day and their make-up days.</summary>
    [Theory]
    [InlineData("2026-03-02 09:00", "2026-03-09", "2026-03-16")]
    [InlineData("2026-03-07 09:00", "2026-03-13", "2026-03-20")]
    [InlineData("2026-02-10 09:00", "2026-02-24", "2026-03-02")]
    [InlineData("2026-02-13 23:59", "2026-02-27", "2026-03-05")]
    [InlineData("2026-04-30 09:00", "2026-05-11", "2026-05-18")]
    [InlineData("2026-09-24 00:00", "2026-10-09", "2026-10-15")]
    [InlineData("2026-09-30 09:00", "2026-10-13", "2026-10-20")]
    public void Verdict_is_due_after_five_working_days_and_lapses_after_the_last_alert_s_day(string repliedAt, string dueOn, string takenUntil)
    {
        var replied = CaseBuilder.Received(at: repliedAt).Do(Party.Deputy, new AdoptCommand("建议", null)).Do(Party.Committee, new HandOverCommand(null))
            .Do(Party.Government, new AssignCommand("agency-1", [], null)).Do(Party.LeadAgency, new SignCommand()).Reply();

        replied.Open($"Verdict 1 deputy-1 due {dueOn}");
        Assert.Equal(Samples.Day(takenUntil), new CaseDates(replied.State, DateRules.Default).VerdictEndsOn);
        replied.At($"{takenUntil} 23:59").Refused(Party.System, Lapse);
        replied.At($"{Samples.Day(takenUntil).AddDays(1):yyyy-MM-dd} 00:00").Do(Party.System, Lapse).Is(CaseStatus.Replied).Open("none");
        Assert.Equal(Verdict.Late, replied.Dates.Verdict);
        Assert.Equal(VerdictKind.NotGiven, replied.State.Verdict?.Kind);
    }

    /// <summary>A jurisdiction tells its supervisors when it chooses: whoever lets a verdict lapse has had at least the working day after the due date.</summary>
    [Theory]
    [InlineData(0, "2026-03-10")]
    [InlineData(2, "2026-03-11")]
    [InlineData(10, "2026-03-23")]
    public void Verdict_is_taken_until_the_day_of_the_last_rung(int lastRung, string takenUntil)
    {
        EscalationStep[] ladder = [new(1, 0), .. lastRung > 0 ? [new EscalationStep(2, lastRung)] : Array.Empty<EscalationStep>()];
        var policy = new DeadlinePolicy { Version = "2310-1", Ladder = ladder };

        Assert.Equal(Samples.Day(takenUntil), new AlertLadder(WorkingCalendar.Published).EndsOn(Samples.Day("2026-03-09"), policy));
    }

    [Theory]
    [InlineData("2026-03-09 23:59", Verdict.OnTime)]
    [InlineData("2026-03-10 00:00", Verdict.Late)]
    public void Verdict_given_by_its_date_is_on_time(string at, Verdict verdict)
    {
        var accepted = CaseBuilder.Replied().At(at).Do(Party.Deputy, Accept).Open("none");

        Assert.Equal(verdict, accepted.Dates.Verdict);
        Assert.Equal(new DeputyVerdict(VerdictKind.Accepted, Grade.BasicallySatisfied, Grade.Satisfied, "已现场查看", accepted.Now.ToUniversalTime()), accepted.State.Verdict);
    }

    [Theory]
    [InlineData(Grade.Satisfied)]
    [InlineData(Grade.NotGiven)]
    public void Rated_case_does_not_close_before_the_deputy_has_spoken(Grade grade)
    {
        var rated = grade == Grade.NotGiven
            ? CaseBuilder.Replied().At("2026-03-18 00:00").Do(Party.System, new ExpireEvaluationCommand())
            : CaseBuilder.Replied().Do(Party.Resident, new EvaluateCommand(grade, null));

        rated.At("2026-03-18 00:00").Is(CaseStatus.Evaluated).Refused(Party.System, new CloseCommand());
        Assert.Equal(WaitKind.Verdict, Waits.TurnOf(new CaseDates(rated.State, DateRules.Default))?.Kind);
        rated.Do(Party.System, Lapse).Is(CaseStatus.Evaluated).Do(Party.System, new CloseCommand());
        Assert.Equal((false, VerdictKind.NotGiven, grade), (rated.State.ReplyAccepted, rated.State.Verdict!.Kind, rated.State.Evaluation!.Grade));
    }

    [Fact]
    public void Lapsed_verdict_can_be_neither_given_nor_lapse_again_and_the_resident_rates_on() =>
        CaseBuilder.Replied().At("2026-03-17 09:00").Do(Party.System, Lapse)
            .Refused(Party.Deputy, Accept).Refused(Party.Deputy, Reject).Refused(Party.System, Lapse)
            .Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).Do(Party.System, new CloseCommand());

    [Fact]
    public void Resident_who_is_content_takes_no_verdict_away_from_the_deputy()
    {
        var rejected = CaseBuilder.Replied().Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).At("2026-03-04 10:00").Do(Party.Deputy, Reject);

        rejected.Is(CaseStatus.Handling).Open("Handling 2 agency-1 due 2026-03-18");
        Assert.Null(rejected.Reply().Is(CaseStatus.Replied).State.Evaluation);
        Assert.Null(rejected.State.Verdict);
    }

    [Fact]
    public void Resident_who_is_not_content_takes_the_answer_back_and_the_verdict_is_not_judged()
    {
        var again = CaseBuilder.Replied().At("2026-03-04 09:00").Unsatisfied();

        Assert.Equal((StageKind.Verdict, StageEnd.Cancelled), (again.State.Stages[^2].Kind, again.State.Stages[^2].End));
        Assert.Equal(Verdict.Cancelled, again.DatesOf(again.State.Stages.Count - 1).Verdict);
        again.Reply().Open("Verdict 2 deputy-1 due 2026-03-11");
    }

    /// <summary>On a third answer, too, the deputy can say no: a supervisor has it then.</summary>
    [Fact]
    public void Every_answer_has_a_verdict_of_its_own()
    {
        var third = CaseBuilder.Replied().Do(Party.Deputy, Reject).Reply().Do(Party.Deputy, Reject).Do(Party.Supervisor, new SuperviseCommand(1, "限期办结", Samples.Day("2026-03-31")))
            .Unsatisfied().Reply();

        third.Open("Verdict 3 deputy-1 due 2026-03-09").Do(Party.Deputy, Reject).Is(CaseStatus.Replied).Open("none");
        Assert.True(third.State.SupervisionRequired);
    }

    [Fact]
    public void Kept_promise_is_a_verdict_when_none_was_given_and_changes_none_that_was()
    {
        var promised = CaseBuilder.Handling().Reply(Outcome.InProgress, "2026-03-04");
        var kept = promised.At("2026-03-04 09:00").Do(Party.System, new LookBackCommand()).Open("Verdict 1 deputy-1 due 2026-03-09").Do(Party.Deputy, Accept).Open("none");
        Assert.Equal(VerdictKind.Accepted, kept.State.Verdict?.Kind);
        Assert.NotNull(kept.State.PromiseKeptAt);

        var lapsed = CaseBuilder.Handling().Reply(Outcome.InProgress, "2026-03-31").At("2026-03-17 00:00").Do(Party.System, Lapse);
        lapsed.At("2026-03-31 09:00").Do(Party.System, new LookBackCommand()).Do(Party.Deputy, new AcceptCommand(null));
        Assert.Equal(VerdictKind.NotGiven, lapsed.State.Verdict?.Kind);
        Assert.NotNull(lapsed.State.PromiseKeptAt);
    }

    [Fact]
    public void Verdict_goes_with_the_case_to_the_next_deputy() =>
        CaseBuilder.Replied().Do(Party.System, new HandOnCommand("deputy-2")).Open("Verdict 1 deputy-2 due 2026-03-09")
            .Do(Party.System, new HandOnCommand(null)).Open("Verdict 1 CommitteeOffice due 2026-03-09")
            .Do(Party.Committee, new TransferCommand("deputy-3", null, null)).Open("Verdict 1 deputy-3 due 2026-03-09");

    [Theory]
    [InlineData(null, Grade.Unsatisfied, "result", CaseRefusals.AcceptedUnsatisfied)]
    [InlineData(Grade.Satisfied, Grade.Unsatisfied, "result", CaseRefusals.AcceptedUnsatisfied)]
    [InlineData(Grade.NotGiven, Grade.Satisfied, "handling", CaseRefusals.GradeOutOfRange)]
    [InlineData(Grade.Satisfied, Grade.NotGiven, "result", CaseRefusals.GradeOutOfRange)]
    public void Acceptance_says_what_it_means(Grade? handling, Grade? result, string field, string text) =>
        CaseBuilder.Replied().Invalid(Party.Deputy, new AcceptCommand(null, handling, result), field, text);

    [Theory]
    [InlineData(Grade.Satisfied, Grade.BasicallySatisfied, "result", CaseRefusals.RejectedSatisfied)]
    [InlineData(null, Grade.Satisfied, "result", CaseRefusals.RejectedSatisfied)]
    [InlineData(Grade.NotGiven, Grade.Unsatisfied, "handling", CaseRefusals.GradeOutOfRange)]
    [InlineData(Grade.Unsatisfied, Grade.NotGiven, "result", CaseRefusals.GradeOutOfRange)]
    public void Rejection_says_what_it_means(Grade? handling, Grade? result, string field, string text) =>
        CaseBuilder.Replied().Invalid(Party.Deputy, new RejectCommand("没有解决", handling, result), field, text);

    [Fact]
    public void A_late_verdict_stands_in_the_supervisors_list_as_well()
    {
        var wait = Assert.Single(Waits.Of(new CaseDates(CaseBuilder.Replied().State, DateRules.Default)));

        Assert.Equal((WaitKind.Verdict, Role.Deputy, Samples.Day("2026-03-09")), (wait.Kind, wait.Role, wait.Until!.Value));
        Assert.False(wait.IsFor(Role.Supervisor, null, Samples.Day("2026-03-09")));
        Assert.True(wait.IsFor(Role.Supervisor, null, Samples.Day("2026-03-10")));
    }

    /// <summary>An order after the second 不满意 is about the agency's work; one while a verdict is late about the deputy's.</summary>
    [Theory]
    [InlineData(false, Role.Deputy)]
    [InlineData(true, Role.AgencyHandler)]
    public void Order_goes_to_whoever_it_is_about(bool unsatisfiedTwice, Role answers)
    {
        var replied = unsatisfiedTwice ? CaseBuilder.Replied().Unsatisfied().Reply().Unsatisfied() : CaseBuilder.Replied();
        var ordered = replied.Do(Party.Supervisor, new SuperviseCommand(1, "限期办结", Samples.Day("2026-03-31")));

        Assert.Equal(answers, Waits.Of(new CaseDates(ordered.State, DateRules.Default)).Single(wait => wait.Kind == WaitKind.Order).Role);
    }
}
