using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §3, supervise: a 督办单 with level, text and date, which must be answered.</summary>
public sealed class SupervisionMovesTests
{
    private static readonly SuperviseCommand Order = new(1, "限期办结", Samples.Day("2026-03-31"));

    [Theory]
    [InlineData(CaseStatus.Received, Party.Deputy)]
    [InlineData(CaseStatus.Adopted, Party.Committee)]
    [InlineData(CaseStatus.HandedOver, Party.Government)]
    [InlineData(CaseStatus.Assigned, Party.LeadAgency)]
    [InlineData(CaseStatus.Handling, Party.LeadAgency)]
    [InlineData(CaseStatus.Replied, Party.LeadAgency)]
    [InlineData(CaseStatus.Evaluated, Party.LeadAgency)]
    public void Order_is_issued_answered_and_touches_no_clock(CaseStatus status, Party owner)
    {
        var supervised = CaseBuilder.In(status);
        var stages = supervised.State.Stages;
        supervised.Refused(owner, new SupervisionAnswerCommand("已整改"));

        supervised.Do(Party.Supervisor, Order).Is(status).Refused(Party.Supervisor, Order);
        Assert.Equal(new Supervised(1, Order.Text, Order.AnswerBy), supervised.State.OpenSupervision);

        supervised.Do(owner, new SupervisionAnswerCommand("已整改")).Is(status);
        Assert.Null(supervised.State.OpenSupervision);
        Assert.Same(stages, supervised.State.Stages);
        supervised.Do(Party.Supervisor, Order);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Level_is_one_to_three(int level) =>
        CaseBuilder.Handling().Invalid(Party.Supervisor, Order with { Level = level }, "level", CaseRefusals.LevelOutOfRange);

    [Fact]
    public void Answer_is_not_due_in_the_past() =>
        CaseBuilder.Handling()
            .Invalid(Party.Supervisor, Order with { AnswerBy = Samples.Day("2026-03-01") }, "answerBy", CaseRefusals.DateInThePast)
            .Do(Party.Supervisor, Order with { AnswerBy = Samples.Day("2026-03-02") });

    [Fact]
    public void Order_can_still_be_answered_when_the_deputy_has_answered_the_resident() =>
        CaseBuilder.Received().Do(Party.Supervisor, Order).Do(Party.Deputy, new AnswerCommand("已答复"))
            .Do(Party.Deputy, new SupervisionAnswerCommand("已答复居民"));

    [Fact]
    public void Order_can_still_be_answered_when_the_matter_went_away() =>
        CaseBuilder.Received().Do(Party.Supervisor, Order).Do(Party.Resident, new WithdrawCommand(null))
            .Do(Party.Deputy, new SupervisionAnswerCommand("居民已撤回"));

    [Fact]
    public void Order_meets_what_required_it()
    {
        var ordered = RejectedTwice(CaseBuilder.Replied()).Do(Party.Supervisor, Order);

        Assert.False(ordered.State.SupervisionRequired);
    }

    [Fact]
    public void Answer_to_an_older_order_does_not_meet_a_new_requirement()
    {
        var answered = RejectedTwice(CaseBuilder.Replied().Do(Party.Supervisor, Order))
            .Do(Party.LeadAgency, new SupervisionAnswerCommand("已整改"));

        Assert.True(answered.State.SupervisionRequired);
        answered.Do(Party.Supervisor, Order);
    }

    [Fact]
    public void Case_that_needs_a_supervisor_is_not_closed()
    {
        var unsatisfied = CaseBuilder.Replied().Unsatisfied().Reply().Unsatisfied();

        unsatisfied.Refused(Party.System, new CloseCommand())
            .Do(Party.Supervisor, Order).Refused(Party.System, new CloseCommand())
            .Do(Party.LeadAgency, new SupervisionAnswerCommand("已整改")).Refused(Party.System, new CloseCommand())
            .Do(Party.Deputy, new AcceptCommand("已整改到位")).Do(Party.System, new CloseCommand());
    }

    private static CaseBuilder RejectedTwice(CaseBuilder replied) =>
        replied.Do(Party.Deputy, new RejectCommand("没有解决")).Reply().Do(Party.Deputy, new RejectCommand("没有解决"));
}
