using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>Handbook §1: the limits live in a versioned policy; a stage keeps the one in force when it began.</summary>
public sealed class PolicyHistoryTests
{
    private static readonly PolicyHistory Policies = new(
    [
        new DeadlinePolicy { Version = "new", ValidFrom = CaseBuilder.Instant("2026-03-10"), HandlingLimit = 5, AssignmentLimit = 9, EvaluationDays = 30 },
        new DeadlinePolicy { Version = "old", ValidFrom = CaseBuilder.Instant("2020-01-01") },
    ]);

    [Theory]
    [InlineData("2026-03-09 23:59:59", "old")]
    [InlineData("2026-03-10 00:00:00", "new")]
    [InlineData("2019-01-01 00:00:00", "old")] // before the first one's start, the first one
    [InlineData("2030-01-01 00:00:00", "new")]
    public void Policy_is_the_one_in_force(string at, string version) =>
        Assert.Equal(version, Policies.At(CaseBuilder.Instant(at)).Version);

    [Theory]
    [InlineData("2026-03-01", null, "new")] // open when it was applied
    [InlineData("2026-03-01", "2026-03-16", "new")] // open then, ended since
    [InlineData("2026-03-01", "2026-03-15", "old")] // ended at that instant
    [InlineData("2026-03-01", "2026-03-12", "old")]
    [InlineData("2026-03-10", "2026-03-12", "new")] // begun under it
    public void Policy_that_was_applied_to_open_stages_holds_for_those_that_were_open_then(string started, string? ended, string version)
    {
        var policies = new PolicyHistory(
        [
            new DeadlinePolicy { Version = "old" },
            new DeadlinePolicy { Version = "new", ValidFrom = CaseBuilder.Instant("2026-03-10"), AppliedToOpenAt = CaseBuilder.Instant("2026-03-15") },
        ]);

        Assert.Equal(version, policies.Of(CaseBuilder.Instant(started), ended is null ? null : CaseBuilder.Instant(ended)).Version);
    }

    [Fact]
    public void Jurisdiction_without_a_policy_is_a_fault() =>
        Assert.Throws<ArgumentException>(() => new PolicyHistory([]));

    [Fact]
    public void Default_policy_is_2_3_10()
    {
        var policy = PolicyHistory.Default.At(DateTimeOffset.UnixEpoch);

        Assert.Equal([2, 2, 3, 10, 5], Enum.GetValues<StageKind>().Select(policy.LimitOf));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.LimitOf((StageKind)9));
    }

    [Fact]
    public void Stage_keeps_the_policy_of_its_first_day()
    {
        var handled = AssignedOn("2026-03-09 23:59").At("2026-03-20 10:00").Do(Party.LeadAgency, new SignCommand());
        handled.Open("Handling 1 agency-1 due 2026-03-23");
        Assert.Equal("old", handled.Dates.PolicyVersion);

        handled.Reply().Do(Party.Deputy, new RejectCommand("没有解决")).Open("Handling 2 agency-1 due 2026-03-27");
        Assert.Equal(("new", "old"), (handled.Dates.PolicyVersion, handled.DatesOf(4).PolicyVersion));
    }

    [Fact]
    public void Resumed_assignment_goes_on_under_the_policy_it_began_with()
    {
        var returned = AssignedOn("2026-03-05 10:00").At("2026-03-11 10:00").Do(Party.LeadAgency, new ReturnToOfficeCommand("不属本单位", null));

        returned.Open("Assignment 1 GovernmentOffice due 2026-03-12");
        Assert.Equal(("old", 1), (returned.Dates.PolicyVersion, returned.Dates.LimitDays));
    }

    [Fact]
    public void Time_for_the_evaluation_is_that_of_the_day_of_the_answer()
    {
        var moves = new CaseMoves(WorkingCalendar.Published, Policies);
        var before = CaseBuilder.Received("2026-03-09 10:00", policies: Policies).Do(Party.Deputy, new AnswerCommand("已答复"));
        var after = CaseBuilder.Received("2026-03-10 10:00", policies: Policies).Do(Party.Deputy, new AnswerCommand("已答复"));

        Assert.Equal(Samples.Day("2026-03-24"), moves.EvaluationEndsOn(before.State));
        Assert.Equal(Samples.Day("2026-04-09"), moves.EvaluationEndsOn(after.State));
        Assert.Null(moves.EvaluationEndsOn(CaseBuilder.Received().State));
    }

    private static CaseBuilder AssignedOn(string at) =>
        CaseBuilder.Received(policies: Policies)
            .Do(Party.Deputy, new AdoptCommand("建议", null))
            .Do(Party.Committee, new HandOverCommand(null))
            .At(at).Do(Party.Government, new AssignCommand("agency-1", [], null));
}
