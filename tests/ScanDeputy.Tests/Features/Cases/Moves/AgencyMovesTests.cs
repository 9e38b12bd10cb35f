using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Handbook §3: return to the office, opinions of co-agencies. The usual start is Friday 15 May 2026, no holiday near.</summary>
public sealed class AgencyMovesTests
{
    [Theory]
    // Two of the office's three days were used when it assigned on Tuesday: one is left after the return.
    [InlineData("P4D", "P1D", "2026-05-21", 1)]
    // None used, all left.
    [InlineData("PT1H", "PT1H", "2026-05-20", 3)]
    // Assigned two days late on Friday: at least one working day is left, Monday.
    [InlineData("P7D", "PT1H", "2026-05-25", 1)]
    public async Task Returned_to_the_office_its_clock_goes_on_with_what_was_left(string beforeAssigning, string beforeReturning, string dueOn, int left)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandedOverAsync();
        await chain.WaitAsync(beforeAssigning);
        await chain.AssignAsync("agency-2");
        await chain.WaitAsync(beforeReturning);
        var proposed = await chain.AgencyOfAsync("agency-3");

        await chain.StepAsync("agency-1", "return-to-office", new { reason = "notCompetent", proposedAgencyId = proposed });

        var seen = await chain.SeenByAsync("government-1");
        Assert.Equal("handedOver", (string)seen["status"]!);
        Assert.Equal((proposed, 1), ((string)seen["return"]["proposedAgency"]!["id"]!, (int)seen["return"]["count"]!));
        var stage = await chain.LastStageAsync();
        Assert.Equal(("assignment", dueOn, left), ((string)stage["kind"]!, (string)stage["dueOn"]!, (int)stage["limitDays"]!));
        Assert.Equal("cancelled", (string)(await chain.StageAsync("handling"))["verdict"]!);
        Assert.Contains(await chain.AlertsAsync("government-1"), alert => ((string)alert["text"]!).Contains("退回", StringComparison.Ordinal));
        foreach (var agency in (string[])["agency-1", "agency-2"])
            (await (await chain.AsAsync(agency)).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task The_third_return_goes_to_supervision_and_not_the_second()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandedOverAsync();
        for (var count = 1; count <= 3; count++)
        {
            Assert.Empty(await chain.AlertsAsync("supervisor-1"));
            await chain.AssignAsync();
            await chain.StepAsync("agency-1", "return-to-office", new { reason = "不属于我局职责" });
        }

        Assert.Single(await chain.AlertsAsync("supervisor-1"), alert => (string)alert["kind"]! == "supervision");
        Assert.True((bool)(await chain.SeenByAsync("supervisor-1"))["supervisionRequired"]!);
        Assert.False((bool)(await chain.SeenByAsync("resident-1"))["supervisionRequired"]!);
        await chain.LedgerIsWholeAsync();
    }

    [Theory]
    [InlineData("P4D", HttpStatusCode.OK)]
    [InlineData("P5D", HttpStatusCode.Conflict)]
    public async Task Once_signed_it_is_returned_within_two_working_days_or_not_at_all(string wait, HttpStatusCode status)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.WaitAsync(wait);
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "return-to-office", new { reason = "notCompetent" })).Expect(status);
    }

    [Fact]
    public async Task A_return_without_reason_or_to_an_agency_that_is_none_is_refused_by_field()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandedOverAsync();
        await chain.AssignAsync();
        var own = await chain.AgencyOfAsync("agency-1");

        Assert.NotNull(await RefusedAsync(new { }, "reason"));
        Assert.NotNull(await RefusedAsync(new { reason = "notCompetent", proposedAgencyId = "no-such" }, "proposedAgencyId"));
        Assert.NotNull(await RefusedAsync(new { reason = "notCompetent", proposedAgencyId = own }, "proposedAgencyId"));

        async Task<JsonNode?> RefusedAsync(object body, string field) =>
            (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "return-to-office", body)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field];
    }

    [Theory]
    // Due three working days before the lead's 29 May.
    [InlineData("P11D", false)]
    [InlineData("P12D", true)]
    public async Task A_co_agency_writes_its_opinion_by_its_own_date(string wait, bool late)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync("agency-2", "agency-3");
        Assert.Single(await chain.AlertsAsync("agency-2"), alert => ((string)alert["text"]!).Contains("5月26日", StringComparison.Ordinal));
        await chain.WaitAsync(wait);

        await chain.StepAsync("agency-2", "co-opinion", new { text = "电缆由我局同步检修。" });

        var opinions = (await chain.SeenByAsync("agency-1"))["coOpinions"].AsArray();
        Assert.Equal(["2026-05-26", "2026-05-26"], opinions.Select(opinion => (string)opinion!["dueOn"]!));
        Assert.Equal([late, late], opinions.Select(opinion => (bool)opinion!["late"]!));
        Assert.Equal(["电缆由我局同步检修。", null], opinions.Select(opinion => (string?)opinion!["text"]));
        Assert.Single(await chain.AlertsAsync("agency-1"), alert => ((string)alert["text"]!).Contains("协办意见", StringComparison.Ordinal));
        Assert.Empty((await chain.SeenByAsync("resident-1"))["coOpinions"].AsArray());
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "co-opinion", new { text = "主办单位" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.LedgerIsWholeAsync();
    }
}
