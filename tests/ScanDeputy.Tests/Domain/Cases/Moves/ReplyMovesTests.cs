using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §3: reply, accept, reject, evaluate, look back.</summary>
public sealed class ReplyMovesTests
{
    private static readonly RejectCommand Reject = new("没有解决");

    [Theory]
    [InlineData(Outcome.Solved, null)]
    [InlineData(Outcome.InProgress, "2026-06-30")]
    [InlineData(Outcome.NotNow, null)]
    public void Reply_closes_handling(Outcome outcome, string? promisedOn)
    {
        var replied = CaseBuilder.Handling().At("2026-03-16 23:59").Reply(outcome, promisedOn);

        replied.Is(CaseStatus.Replied).Open("Verdict 1 deputy-1 due 2026-03-23");
        Assert.Equal(Verdict.OnTime, replied.DatesOf(replied.State.Stages.Count - 1).Verdict);
        Assert.Equal(outcome, replied.State.Reply!.Outcome);
        Assert.Equal("agency-1", replied.State.LeadAgencyId);
    }

    [Theory]
    [InlineData(null, CaseRefusals.PromiseNeeded)]
    [InlineData("2026-03-01", CaseRefusals.DateInThePast)]
    [InlineData("2026-03-02", CaseRefusals.DateInThePast)]
    public void Reply_in_progress_needs_a_date_ahead(string? promisedOn, string text) =>
        CaseBuilder.Handling().Invalid(
            Party.LeadAgency,
            new ReplyCommand(Outcome.InProgress, "已列入计划", null, promisedOn is null ? null : Samples.Day(promisedOn), []), "promisedOn", text);

    [Fact]
    public void Only_a_reply_in_progress_promises_a_date() =>
        Assert.Null(CaseBuilder.Handling().Reply(Outcome.Solved, "2026-06-30").State.Reply!.PromisedOn);

    [Fact]
    public void Accepted_reply_can_be_neither_rejected_nor_accepted_again()
    {
        var accepted = CaseBuilder.Replied().Do(Party.Deputy, new AcceptCommand(null));

        accepted.Is(CaseStatus.Replied).Refused(Party.Deputy, Reject).Refused(Party.Deputy, new AcceptCommand(null));
        Assert.True(accepted.State.ReplyAccepted);
    }

    [Fact]
    public void First_rejection_opens_a_second_round_of_ten_days()
    {
        var rejected = CaseBuilder.Handling().At("2026-03-10 10:00").Reply().At("2026-03-11 10:00").Do(Party.Deputy, Reject);

        rejected.Is(CaseStatus.Handling).Open("Handling 2 agency-1 due 2026-03-25");
        Assert.Equal([new Rejected("没有解决"), new RoundOpened(RoundCause.RejectedByDeputy)], rejected.Facts.TakeLast(2));
        Assert.False(rejected.State.SupervisionRequired);
    }

    [Fact]
    public void Second_rejection_goes_to_supervision_and_opens_no_third_round()
    {
        var rejected = CaseBuilder.Replied().Do(Party.Deputy, Reject).Reply().Do(Party.Deputy, Reject);

        rejected.Is(CaseStatus.Replied).Open("none").Refused(Party.Deputy, Reject);
        Assert.True(rejected.State.SupervisionRequired);
        Assert.Equal(new SupervisionRequired(SupervisionCause.RejectedTwice), rejected.Facts[^1]);
        Assert.Contains(Move.Accept, rejected.Allowed(Party.Deputy));
    }

    [Theory]
    [InlineData(CaseStatus.Answered, Grade.Satisfied, "none")]
    [InlineData(CaseStatus.Replied, Grade.BasicallySatisfied, "Verdict 1 deputy-1 due 2026-03-09")]
    public void Resident_evaluates_an_answer(CaseStatus status, Grade grade, string open)
    {
        var evaluated = CaseBuilder.In(status).Do(Party.Resident, new EvaluateCommand(grade, "谢谢"));

        evaluated.Is(CaseStatus.Evaluated).Open(open).Refused(Party.Resident, new EvaluateCommand(grade, null));
        Assert.Equal(new Evaluated(grade, "谢谢"), evaluated.State.Evaluation);
    }

    [Fact]
    public void Unsatisfied_resident_gets_one_more_round_of_the_agency_and_then_supervision()
    {
        var again = CaseBuilder.Replied().At("2026-03-04 10:00").Unsatisfied();
        again.Is(CaseStatus.Handling).Open("Handling 2 agency-1 due 2026-03-18");
        Assert.Equal(new RoundOpened(RoundCause.UnsatisfiedResident), again.Facts[^1]);

        again.Reply().Unsatisfied().Is(CaseStatus.Evaluated).Open("Verdict 2 deputy-1 due 2026-03-11");
        Assert.True(again.State.SupervisionRequired);
        Assert.Equal(new SupervisionRequired(SupervisionCause.UnsatisfiedTwice), again.Facts[^1]);
    }

    [Fact]
    public void Unsatisfied_resident_gets_one_more_triage_when_the_deputy_answered_alone()
    {
        var again = CaseBuilder.Answered().At("2026-03-04 10:00").Unsatisfied();
        again.Is(CaseStatus.Received).Open("Triage 2 deputy-1 due 2026-03-06");

        again.Do(Party.Deputy, new AnswerCommand("再次答复")).Unsatisfied().Is(CaseStatus.Evaluated).Open("none");
        Assert.True(again.State.SupervisionRequired);
    }

    [Fact]
    public void Second_answer_has_no_evaluation_yet()
    {
        var again = CaseBuilder.Replied().Unsatisfied().Reply();

        Assert.Null(again.State.Evaluation);
        Assert.Null(again.State.EvaluatedAt);
        Assert.Null(CaseBuilder.Answered().Unsatisfied().Do(Party.Deputy, new AnswerCommand("再次答复")).State.Evaluation);
    }

    /// <summary>Answered on 2 March; the fifteenth day after it is 17 March.</summary>
    [Theory]
    [InlineData(CaseStatus.Answered, "2026-03-17 23:59", false)]
    [InlineData(CaseStatus.Answered, "2026-03-18 00:00", true)]
    [InlineData(CaseStatus.Replied, "2026-03-17 23:59", false)]
    [InlineData(CaseStatus.Replied, "2026-03-18 00:00", true)]
    public void Evaluation_expires_after_fifteen_days(CaseStatus status, string at, bool expired)
    {
        var answered = CaseBuilder.In(status).At(at);

        Assert.Equal(expired, !answered.Try(Party.System, new ExpireEvaluationCommand()).IsRefused);
        Assert.Equal(expired, answered.Try(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).IsRefused);
    }

    [Fact]
    public void Expired_evaluation_is_not_given()
    {
        var expired = CaseBuilder.Replied().At("2026-03-20 00:10").Do(Party.System, new ExpireEvaluationCommand());

        expired.Is(CaseStatus.Evaluated);
        Assert.Equal(new Evaluated(Grade.NotGiven, null), expired.State.Evaluation);
        Assert.Equal(0, expired.State.Dissatisfactions);
    }

    [Fact]
    public void Resident_cannot_give_the_mark_that_stands_for_none() =>
        CaseBuilder.Replied().Invalid(Party.Resident, new EvaluateCommand(Grade.NotGiven, null), "grade", CaseRefusals.GradeOutOfRange);

    [Fact]
    public void Deputys_own_answer_is_not_for_the_deputy_to_accept() =>
        CaseBuilder.Answered().Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).Refused(Party.Deputy, new AcceptCommand(null));
}
