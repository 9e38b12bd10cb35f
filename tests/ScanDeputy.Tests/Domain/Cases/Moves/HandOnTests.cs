using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §6: a deputy who leaves hands open cases on.</summary>
public sealed class HandOnTests
{
    [Theory]
    [InlineData("deputy-2", "Triage 1 deputy-2 due 2026-03-04")]
    [InlineData(null, "Triage 1 CommitteeOffice due 2026-03-04")]
    public void The_triage_goes_on_with_its_new_owner_and_its_date(string? successor, string stage)
    {
        var handedOn = CaseBuilder.Received().At("2026-03-04 10:00").Do(Party.System, new HandOnCommand(successor));

        handedOn.Is(CaseStatus.Received).Open(stage);
        Assert.Equal(successor, handedOn.State.DeputyId);
        Assert.Equal(new HandedOn(successor), handedOn.Facts[^1]);
    }

    [Theory]
    [InlineData(CaseStatus.Adopted, "Handover 1 CommitteeOffice due 2026-03-04")]
    [InlineData(CaseStatus.HandedOver, "Assignment 1 GovernmentOffice due 2026-03-05")]
    [InlineData(CaseStatus.Handling, "Handling 1 agency-1 due 2026-03-16")]
    [InlineData(CaseStatus.Replied, "Verdict 1 deputy-2 due 2026-03-09")]
    [InlineData(CaseStatus.Evaluated, "none")]
    public void Only_a_stage_of_the_deputy_s_own_changes_its_owner(CaseStatus status, string stage)
    {
        var handedOn = CaseBuilder.In(status).Do(Party.System, new HandOnCommand("deputy-2"));

        handedOn.Is(status).Open(stage);
        Assert.Equal("deputy-2", handedOn.State.DeputyId);
        Assert.All(handedOn.State.Stages.Where(past => !past.IsOpen && past.Owner.Role == Role.Deputy), past => Assert.Equal("deputy-1", past.Owner.Id));
    }

    [Fact]
    public void What_comes_back_comes_back_to_the_new_deputy() =>
        CaseBuilder.Answered().Do(Party.System, new HandOnCommand("deputy-2")).Unsatisfied().Is(CaseStatus.Received).Open("Triage 2 deputy-2 due 2026-03-04");

    [Theory]
    [InlineData(CaseStatus.Redirected)]
    [InlineData(CaseStatus.Merged)]
    [InlineData(CaseStatus.Withdrawn)]
    [InlineData(CaseStatus.Closed)]
    public void An_ended_case_stays_with_who_had_it(CaseStatus status) => CaseBuilder.In(status).Refused(Party.System, new HandOnCommand("deputy-2"));

    [Fact]
    public void A_rated_case_is_handed_on_until_its_promise_was_judged_and_it_is_closed()
    {
        var closed = CaseBuilder.Handling().Reply(Outcome.InProgress, "2026-03-31")
            .Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).Refused(Party.System, new CloseCommand())
            .Do(Party.System, new HandOnCommand("deputy-2"))
            .At("2026-03-31 00:05").Do(Party.System, new LookBackCommand())
            .Do(Party.System, new HandOnCommand("deputy-3"))
            .Do(Party.Deputy, new AcceptCommand(null)).Do(Party.System, new CloseCommand());

        closed.Is(CaseStatus.Closed).Refused(Party.System, new HandOnCommand("deputy-1"));
    }

    [Fact]
    public void Nobody_is_not_handed_on_to_nobody()
    {
        var orphan = CaseBuilder.Replied().Do(Party.System, new HandOnCommand(null));

        orphan.Invalid(Party.System, new HandOnCommand(null), "deputyId", CaseRefusals.SameDeputy);
    }

    [Theory]
    [InlineData(CaseStatus.Adopted)]
    [InlineData(CaseStatus.Replied)]
    public void Where_nobody_followed_the_committee_office_finds_a_deputy_and_else_not(CaseStatus status)
    {
        var transfer = new TransferCommand("deputy-2", null, null);
        CaseBuilder.In(status).Refused(Party.Committee, transfer);

        var orphan = CaseBuilder.In(status).Do(Party.System, new HandOnCommand(null)).Refused(Party.Deputy, transfer).Do(Party.Committee, transfer);

        orphan.Is(status).Refused(Party.Committee, new TransferCommand("deputy-3", null, null));
        Assert.Equal("deputy-2", orphan.State.DeputyId);
    }
}
