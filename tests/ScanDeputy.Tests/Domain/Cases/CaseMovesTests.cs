using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>Handbook §3, one written example a row: the main road from the report to the closed case, and its early ends.</summary>
public sealed class CaseMovesTests
{
    [Fact]
    public void Submitted_case_waits_for_its_deputy() =>
        CaseBuilder.Received().Is(CaseStatus.Received).Open("Triage 1 deputy-1 due 2026-03-04");

    [Fact]
    public void Submitted_case_without_a_deputy_waits_for_the_committee_office() =>
        CaseBuilder.Received(deputyId: null).Open("Triage 1 CommitteeOffice due 2026-03-04");

    [Fact]
    public void Answer_ends_triage()
    {
        var answered = CaseBuilder.Received().At("2026-03-03 10:00").Do(Party.Deputy, new AnswerCommand("已答复"));

        answered.Is(CaseStatus.Answered).Open("none");
        Assert.Equal(Verdict.OnTime, answered.DatesOf(1).Verdict);
        Assert.Equal("已答复", answered.State.DeputyAnswer);
        Assert.Equal("Answered", answered.Story);
    }

    [Fact]
    public void Adopt_opens_hand_over()
    {
        var adopted = CaseBuilder.Received().At("2026-03-03 10:00").Do(Party.Deputy, new AdoptCommand("关于路灯的建议", null));

        adopted.Is(CaseStatus.Adopted).Open("Handover 1 CommitteeOffice due 2026-03-05");
        Assert.Equal("关于路灯的建议", adopted.State.SuggestionTitle);
    }

    [Theory]
    [InlineData(Party.Deputy)]
    [InlineData(Party.Committee)]
    public void Received_case_can_be_redirected(Party by)
    {
        var redirected = CaseBuilder.Received().Do(by, new RedirectCommand("court", "区法院", "已立案的事由法院处理"));

        redirected.Is(CaseStatus.Redirected).Open("none");
        Assert.Equal(new Redirected("court", "区法院", "已立案的事由法院处理"), redirected.State.Redirection);
    }

    [Fact]
    public void Adopted_case_can_be_redirected_by_the_committee_but_no_more_by_the_deputy() =>
        CaseBuilder.Adopted()
            .Refused(Party.Deputy, new RedirectCommand("court", "区法院", "…"))
            .Do(Party.Committee, new RedirectCommand("court", "区法院", "…"))
            .Is(CaseStatus.Redirected).Open("none");

    [Theory]
    [InlineData(Party.Deputy)]
    [InlineData(Party.Committee)]
    public void Transfer_changes_the_owner_and_keeps_the_triage_clock(Party by)
    {
        var transferred = CaseBuilder.Received().At("2026-03-04 10:00").Do(by, new TransferCommand("deputy-2", "station-2", null));

        transferred.Is(CaseStatus.Received).Open("Triage 1 deputy-2 due 2026-03-04");
        Assert.Single(transferred.State.Stages);
        Assert.Equal("station-2", transferred.State.StationId);
    }

    [Fact]
    public void Transfer_gives_a_case_without_a_deputy_its_first_one() =>
        CaseBuilder.Received(deputyId: null)
            .Do(Party.Committee, new TransferCommand("deputy-2", null, null))
            .Open("Triage 1 deputy-2 due 2026-03-04");

    [Fact]
    public void Transfer_to_the_same_deputy_is_invalid() =>
        CaseBuilder.Received().Invalid(Party.Deputy, new TransferCommand("deputy-1", null, null), "deputyId", CaseRefusals.SameDeputy);

    [Theory]
    [InlineData(CaseStatus.Received, Party.Deputy, Verdict.OnTime)]
    [InlineData(CaseStatus.Received, Party.Committee, Verdict.OnTime)]
    [InlineData(CaseStatus.Adopted, Party.Committee, Verdict.Cancelled)]
    public void Merge_ends_the_open_stage(CaseStatus status, Party by, Verdict verdict)
    {
        var merged = CaseBuilder.In(status).Do(by, new MergeCommand("case-2", null));

        merged.Is(CaseStatus.Merged).Open("none");
        Assert.Equal("case-2", merged.State.MergedIntoId);
        Assert.Equal(verdict, merged.Dates.Verdict);
    }

    [Fact]
    public void Case_cannot_be_merged_into_itself() =>
        CaseBuilder.Received().Invalid(Party.Deputy, new MergeCommand("case-1", null), "intoCaseId", CaseRefusals.MergeIntoItself);

    [Theory]
    [InlineData(Party.Resident)]
    [InlineData(Party.Keeper)]
    public void Withdraw_cancels_triage(Party by)
    {
        var withdrawn = CaseBuilder.Received().At("2026-03-20 10:00").Do(by, new WithdrawCommand("已解决"));

        withdrawn.Is(CaseStatus.Withdrawn).Open("none");
        Assert.Equal(Verdict.Cancelled, withdrawn.DatesOf(1).Verdict);
    }

    [Fact]
    public void Adopted_case_cannot_be_withdrawn() =>
        CaseBuilder.Adopted().Refused(Party.Resident, new WithdrawCommand(null));

    [Fact]
    public void Hand_over_closes_its_stage_and_opens_assignment()
    {
        var handedOver = CaseBuilder.Adopted().At("2026-03-04 23:59").Do(Party.Committee, new HandOverCommand("请办"));

        handedOver.Is(CaseStatus.HandedOver).Open("Assignment 1 GovernmentOffice due 2026-03-09");
        Assert.Equal(Verdict.OnTime, handedOver.DatesOf(2).Verdict);
    }

    [Fact]
    public void Return_to_deputy_opens_triage_again()
    {
        var returned = CaseBuilder.Adopted().At("2026-03-05 10:00").Do(Party.Committee, new ReturnToDeputyCommand("内容不清"));

        returned.Is(CaseStatus.Received).Open("Triage 2 deputy-1 due 2026-03-09");
        Assert.Equal(Verdict.Late, returned.DatesOf(2).Verdict);
    }

    [Fact]
    public void Suggestion_adopted_again_is_the_second_round_of_hand_over() =>
        CaseBuilder.Adopted()
            .Do(Party.Committee, new ReturnToDeputyCommand("内容不清"))
            .Do(Party.Deputy, new AdoptCommand("写清的建议", null))
            .Open("Handover 2 CommitteeOffice due 2026-03-04");

    [Fact]
    public void Assign_names_one_lead_and_the_helpers_and_opens_handling()
    {
        var assigned = CaseBuilder.HandedOver()
            .Do(Party.Government, new AssignCommand("agency-1", ["agency-2", "agency-3", "agency-2"], null));

        assigned.Is(CaseStatus.Assigned).Open("Handling 1 agency-1 due 2026-03-16");
        Assert.Equal("agency-1", assigned.State.LeadAgencyId);
        Assert.Equal(["agency-2", "agency-3"], assigned.State.CoAgencyIds);
    }

    [Fact]
    public void Lead_cannot_be_its_own_helper() =>
        CaseBuilder.HandedOver().Invalid(
            Party.Government, new AssignCommand("agency-1", ["agency-2", "agency-1"], null), "coAgencyIds", CaseRefusals.LeadAmongCoAgencies);

    [Fact]
    public void Sign_begins_handling_and_leaves_its_clock_alone() =>
        CaseBuilder.Assigned().At("2026-03-03 10:00").Do(Party.LeadAgency, new SignCommand())
            .Is(CaseStatus.Handling).Open("Handling 1 agency-1 due 2026-03-16")
            .Refused(Party.LeadAgency, new SignCommand());

    [Fact]
    public void Unsigned_case_cannot_be_replied_to() =>
        CaseBuilder.Assigned().Refused(Party.LeadAgency, new ReplyCommand(Outcome.Solved, "已办理", null, null, []));

    [Fact]
    public void Co_opinion_is_kept_and_changes_nothing_else()
    {
        var opinion = CaseBuilder.Handling().Do(Party.CoAgency, new CoOpinionCommand("agency-2", "同意"));

        opinion.Is(CaseStatus.Handling).Open("Handling 1 agency-1 due 2026-03-16");
        Assert.Equal(new CoOpinionGiven("agency-2", "同意"), opinion.Facts[^1]);
    }

    [Fact]
    public void Agency_that_does_not_help_has_no_opinion() =>
        CaseBuilder.Handling().Refused(Party.CoAgency, new CoOpinionCommand("agency-9", "同意"));

    [Theory]
    [InlineData(CaseStatus.Received, Party.Resident)]
    [InlineData(CaseStatus.Handling, Party.Keeper)]
    public void Supplement_is_kept_and_changes_nothing_else(CaseStatus status, Party by)
    {
        var before = CaseBuilder.In(status);
        var open = before.State.OpenStage;

        before.Do(by, new SupplementCommand("补充照片", ["file-1"])).Is(status);
        Assert.Equal(open, before.State.OpenStage);
    }

    [Fact]
    public void Evaluated_case_is_closed_by_the_program()
    {
        var closed = CaseBuilder.Evaluated().Do(Party.System, new CloseCommand());

        closed.Is(CaseStatus.Closed).Open("none");
        Assert.Equal(
            "Adopted HandedOver Assigned Signed Replied Accepted Evaluated Closed", closed.Story);
    }

    [Fact]
    public void Closed_case_cannot_be_rated() =>
        CaseBuilder.Closed().Refused(Party.Resident, new EvaluateCommand(Grade.Unsatisfied, null));

    [Fact]
    public void Every_event_tells_who_and_when()
    {
        var handedOver = CaseBuilder.Adopted().At("2026-03-03 10:00").Do(Party.Committee, new HandOverCommand(null));

        Assert.Equal(new Actor("committee-1", Role.CommitteeOffice), handedOver.Events[^1].Actor);
        Assert.Equal(CaseBuilder.Instant("2026-03-03 10:00"), handedOver.Events[^1].At);
        Assert.Equal(handedOver.Events.Count, handedOver.State.Version);
    }
}
