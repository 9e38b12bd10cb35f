using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §3, return to office: the assignment clock goes on with what was left, at least one working day.</summary>
public sealed class ReturnToOfficeTests
{
    private static readonly ReturnToOfficeCommand Return = new("不属本单位", "agency-9");

    [Fact]
    public void Assignment_resumes_with_what_was_left()
    {
        var returned = AssignedOn("2026-03-03 16:00").At("2026-03-04 09:00").Do(Party.LeadAgency, Return);

        returned.Is(CaseStatus.HandedOver).Open("Assignment 1 GovernmentOffice due 2026-03-06");
        Assert.Equal(2, returned.Dates.LimitDays);
        Assert.Equal(Verdict.Cancelled, returned.DatesOf(4).Verdict);
        Assert.Null(returned.State.LeadAgencyId);
        Assert.Empty(returned.State.CoAgencyIds);
        Assert.Equal(new ReturnedToOffice("agency-1", "不属本单位", "agency-9"), returned.Facts[^1]);
    }

    [Fact]
    public void Nothing_used_leaves_the_whole_limit() =>
        AssignedOn("2026-03-02 23:00").At("2026-03-03 09:00").Do(Party.LeadAgency, Return)
            .Open("Assignment 1 GovernmentOffice due 2026-03-06");

    [Theory]
    [InlineData("2026-03-05 10:00")] // on the last day
    [InlineData("2026-03-12 10:00")] // a week late
    public void At_least_one_working_day_is_left(string assignedAt)
    {
        var returned = AssignedOn(assignedAt).At("2026-03-13 10:00").Do(Party.LeadAgency, Return);

        returned.Open("Assignment 1 GovernmentOffice due 2026-03-16");
        Assert.Equal(1, returned.Dates.LimitDays);
    }

    [Fact]
    public void Second_return_leaves_what_was_left_of_what_was_left()
    {
        var second = AssignedOn("2026-03-03 16:00").At("2026-03-04 09:00").Do(Party.LeadAgency, Return)
            .At("2026-03-05 09:00").Do(Party.Government, new AssignCommand("agency-3", [], null))
            .At("2026-03-06 09:00").Do(Party.LeadAgency, Return);

        second.Open("Assignment 1 GovernmentOffice due 2026-03-09");
        Assert.Equal([3, 2, 1], [.. new[] { 3, 5, 7 }.Select(sequence => second.DatesOf(sequence).LimitDays)]);
        Assert.False(second.State.SupervisionRequired);
    }

    [Fact]
    public void Third_return_goes_to_a_supervisor()
    {
        var third = AssignedOn("2026-03-03 16:00");
        for (var i = 0; i < 2; i++)
            third.Do(Party.LeadAgency, Return).Do(Party.Government, new AssignCommand($"agency-{i + 4}", [], null));

        Assert.False(third.State.SupervisionRequired);
        third.Do(Party.LeadAgency, Return).Is(CaseStatus.HandedOver);
        Assert.True(third.State.SupervisionRequired);
        Assert.Equal(new SupervisionRequired(SupervisionCause.ReturnedThreeTimes), third.Facts[^1]);
    }

    [Fact]
    public void Another_jurisdiction_may_ask_for_supervision_sooner_and_every_later_return_goes_there_as_well()
    {
        var policies = new PolicyHistory([new DeadlinePolicy { Version = "sooner", SupervisedReturn = 2 }]);
        var often = CaseBuilder.Received(policies: policies).Do(Party.Deputy, new AdoptCommand("建议", null)).Do(Party.Committee, new HandOverCommand(null));
        for (var i = 1; i <= 4; i++)
        {
            often.Do(Party.Government, new AssignCommand($"agency-{i}", [], null)).Do(Party.LeadAgency, Return);
            Assert.Equal(i >= 2, often.Facts[^1] == new SupervisionRequired(SupervisionCause.ReturnedThreeTimes));
        }
    }

    [Fact]
    public void New_lead_has_the_whole_ten_days() =>
        AssignedOn("2026-03-03 16:00").At("2026-03-04 09:00").Do(Party.LeadAgency, Return)
            .At("2026-03-05 09:00").Do(Party.Government, new AssignCommand("agency-3", [], null))
            .Is(CaseStatus.Assigned).Open("Handling 1 agency-3 due 2026-03-19");

    [Fact]
    public void Unsigned_case_can_be_returned_at_any_time() =>
        AssignedOn("2026-03-03 16:00").At("2026-03-20 09:00").Do(Party.LeadAgency, Return).Is(CaseStatus.HandedOver);

    [Theory]
    [InlineData("2026-03-05 23:59", true)] // the second working day after being named
    [InlineData("2026-03-06 00:00", false)]
    public void Signed_case_can_be_returned_within_two_working_days(string at, bool allowed)
    {
        var signed = AssignedOn("2026-03-03 16:00").Do(Party.LeadAgency, new SignCommand()).At(at);

        Assert.Equal(allowed, signed.Allowed(Party.LeadAgency).Contains(Move.ReturnToOffice));
        Assert.Equal(allowed, !signed.Try(Party.LeadAgency, Return).IsRefused);
    }

    [Fact]
    public void Window_for_returning_is_policy()
    {
        var policies = new PolicyHistory([new DeadlinePolicy { Version = "wide", ReturnWindow = 4 }]);
        var signed = CaseBuilder.Received(policies: policies)
            .Do(Party.Deputy, new AdoptCommand("建议", null))
            .Do(Party.Committee, new HandOverCommand(null))
            .Do(Party.Government, new AssignCommand("agency-1", [], null))
            .Do(Party.LeadAgency, new SignCommand());

        signed.At("2026-03-06 23:59").Do(Party.LeadAgency, Return).Is(CaseStatus.HandedOver);
    }

    [Fact]
    public void Rejected_answer_is_the_agencys_own_and_cannot_be_returned() =>
        CaseBuilder.Replied().Do(Party.Deputy, new RejectCommand("没有解决")).Refused(Party.LeadAgency, Return);

    [Fact]
    public void Return_ends_pauses_and_requests()
    {
        var returned = CaseBuilder.Handling()
            .Do(Party.LeadAgency, new ExtensionCommand(5, "需招标"))
            .Do(Party.Government, new PauseCommand("等待", null))
            .Do(Party.LeadAgency, Return);

        Assert.Null(returned.State.OpenExtensionRequest);
        Assert.DoesNotContain(returned.State.Stages, stage => stage.Pauses.Any(pause => pause.Until is null));
    }

    private static CaseBuilder AssignedOn(string at) =>
        CaseBuilder.HandedOver().At(at).Do(Party.Government, new AssignCommand("agency-1", ["agency-2"], null));
}
