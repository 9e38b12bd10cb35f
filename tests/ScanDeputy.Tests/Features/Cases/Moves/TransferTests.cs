using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Handbook §3, transfer and return to the deputy: who has the case changes, and only what the rule says of the clock.</summary>
public sealed class TransferTests
{
    [Theory]
    [InlineData("deputy")]
    [InlineData("committee-1")]
    public async Task A_case_goes_to_another_deputy_and_keeps_its_date(string actor)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var old = chain.Deputy;
        var (successor, id) = await OtherDeputyAsync(chain);

        var transferred = await chain.StepAsync(actor == "deputy" ? old : actor, "transfer", new { deputyId = id, note = "熟悉情况" });

        Assert.Equal((id, "received"), ((string)transferred["deputy"]["id"]!, (string)transferred["status"]!));
        (await (await chain.AsAsync(old)).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        Assert.Contains("answer", Actions(await chain.SeenByAsync(successor)));
        var stage = await chain.StageAsync("triage");
        Assert.Equal(("2026-05-19", id), ((string)stage["dueOn"]!, (string)stage["owner"]!["id"]!));
        Assert.Single(await chain.AlertsAsync(successor), alert => ((string)alert["text"]!).Contains("5月19日", StringComparison.Ordinal));
        Assert.Contains(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("转交", StringComparison.Ordinal));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_late_case_stays_late_and_only_the_new_owner_hears_of_it()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var old = chain.Deputy;
        var (successor, id) = await OtherDeputyAsync(chain);
        await chain.StepAsync("committee-1", "transfer", new { deputyId = id });
        await chain.WaitAsync("P7D");

        Assert.True((bool)(await chain.LastStageAsync())["overdue"]!);
        Assert.Single(await chain.AlertsAsync(successor), alert => (string)alert["kind"]! == "overdue");
        Assert.DoesNotContain(await chain.AlertsAsync(old), alert => (string)alert["kind"]! is "overdue" or "dueSoon");
        await chain.StepAsync(successor, "transfer", new { stationId = (string)(await chain.SeenByAsync(successor))["station"]["id"]! });
        Assert.True((bool)(await chain.LastStageAsync())["overdue"]!);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_station_gives_the_deputy_whose_turn_it_is_there()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var here = (string)(await chain.SeenByAsync(chain.Deputy))["station"]["id"]!;
        var other = (await (await chain.AsAsync("committee-1")).GetAsync("/api/v1/stations?district=371311000000&limit=100"))["items"].AsArray()
            .Select(station => (string)station!["id"]!).First(id => id != here);

        var moved = await chain.StepAsync("committee-1", "transfer", new { stationId = other });

        Assert.Equal(other, (string)moved["station"]["id"]!);
        Assert.NotNull(moved["deputy"]);
        (await (await chain.AsAsync("keeper-1")).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Unknown_and_present_deputies_and_stations_are_refused_by_field()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var present = (string)(await chain.SeenByAsync(chain.Deputy))["deputy"]["id"]!;

        Assert.NotNull(await RefusedAsync(new { deputyId = "no-such" }, "deputyId"));
        Assert.NotNull(await RefusedAsync(new { deputyId = present }, "deputyId"));
        Assert.NotNull(await RefusedAsync(new { stationId = "no-such" }, "stationId"));
        Assert.NotNull(await RefusedAsync(new { note = "没有去处" }, "deputyId"));
        Assert.Equal(1, (int)(await chain.SeenByAsync(chain.Deputy))["version"]!);

        async Task<JsonNode?> RefusedAsync(object body, string field) =>
            (await (await chain.AsAsync(chain.Deputy)).MoveAsync(chain.CaseId, "transfer", body)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field];
    }

    [Theory]
    [InlineData("P3D", "onTime")]
    [InlineData("P5D", "late")]
    public async Task The_committee_returns_a_suggestion_with_a_reason_and_the_deputy_has_days_of_its_own(string wait, string verdict)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        await chain.WaitAsync(wait);
        (await (await chain.AsAsync("committee-1")).MoveAsync(chain.CaseId, "return-to-deputy", new { })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        var returned = await chain.StepAsync("committee-1", "return-to-deputy", new { reason = "建议不够具体，请补充地点" });

        Assert.Equal("received", (string)returned["status"]!);
        Assert.Equal(verdict, (string)(await chain.StageAsync("handover"))["verdict"]!);
        Assert.Equal("running", (string)(await chain.StageAsync("triage", 2))["verdict"]!);
        Assert.Contains(await chain.AlertsAsync(chain.Deputy), alert => ((string)alert["text"]!).Contains("退回", StringComparison.Ordinal));
        await chain.AdoptAsync();
        await chain.LedgerIsWholeAsync();
    }

    private static async Task<(string Persona, string Id)> OtherDeputyAsync(CaseChain chain)
    {
        var persona = ((string[])["deputy-1", "deputy-2", "deputy-3"]).First(name => name != chain.Deputy);
        return (persona, (string)(await (await chain.AsAsync(persona)).GetAsync("/api/v1/me"))["deputyId"]!);
    }

    private static IEnumerable<string> Actions(ApiAnswer answer) => answer["actions"].AsArray().Select(action => (string)action!);
}
