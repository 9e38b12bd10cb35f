using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>Handbook §6: a deputy who leaves hands open cases on. It is Friday 15 May 2026.</summary>
public sealed class HandOnTests
{
    [Theory]
    [InlineData("committee-1")]
    [InlineData("admin-1")]
    public async Task Every_open_case_goes_to_another_deputy_with_its_date_and_the_old_one_hears_no_more_of_it(string actor)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var (old, id) = (chain.Deputy, await DeputyIdAsync(server, chain.Deputy));
        var before = await OpenCasesAsync(server, id);
        Assert.NotEmpty(before);

        var left = (await LeaveAsync(server, actor, id, new { reason = "任期届满" })).Expect(HttpStatusCode.OK);

        Assert.Equal((before.Count, 0, 0), ((int)left["handedOn"]!, (int)left["toOffice"]!, (int)left["left"]!));
        Assert.Empty(await OpenCasesAsync(server, id));
        (await (await chain.AsAsync(old)).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        var seen = await chain.SeenByAsync("auditor-1");
        var successor = await PersonaOfAsync(server, (string)seen["deputy"]["id"]!);
        Assert.NotEqual(old, successor);
        var stage = await chain.StageAsync("triage");
        Assert.Equal(("2026-05-19", (string)seen["deputy"]["id"]!), ((string)stage["dueOn"]!, (string)stage["owner"]!["id"]!));
        Assert.Contains(await chain.AlertsAsync(successor), alert => ((string)alert["text"]!).Contains("转由您负责", StringComparison.Ordinal));
        Assert.Contains(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("原代表离任", StringComparison.Ordinal));

        await chain.WaitAsync("P7D");
        Assert.Single(await chain.AlertsAsync(successor), alert => (string)alert["kind"]! == "overdue");
        Assert.DoesNotContain(await chain.AlertsAsync(old), alert => (string)alert["kind"]! is "overdue" or "dueSoon");
        await chain.StepAsync(successor, "answer", new { text = "已与物业联系，三日内修好路灯。" });
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Who_left_gets_no_new_case_and_saying_it_again_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var id = await DeputyIdAsync(server, chain.Deputy);
        (await LeaveAsync(server, "committee-1", id, new { reason = "任期届满" })).Expect(HttpStatusCode.OK);

        var again = (await LeaveAsync(server, "committee-1", id, new { reason = "任期届满" })).Expect(HttpStatusCode.OK);

        Assert.Equal((0, 0, 0), ((int)again["handedOn"]!, (int)again["toOffice"]!, (int)again["left"]!));
        for (var i = 0; i < 4; i++)
        {
            await chain.SubmitAsync();
            Assert.NotEqual(id, (string)(await chain.SeenByAsync("auditor-1"))["deputy"]["id"]!);
        }
    }

    [Fact]
    public async Task An_answer_that_waits_for_the_deputy_goes_to_the_named_successor_who_accepts_it()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var (successor, successorId) = await OtherAsync(server, chain.Deputy);

        (await LeaveAsync(server, "committee-1", await DeputyIdAsync(server, chain.Deputy), new { successorId, reason = "调离本地" })).Expect(HttpStatusCode.OK);

        await chain.StepAsync(successor, "accept", new { note = "认可" });
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_closed_case_whose_promise_waits_for_its_date_goes_on_too()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn = "2026-06-05" });
        await chain.EvaluateAsync();
        await chain.WaitAsync("P2D");
        var (successor, successorId) = await OtherAsync(server, chain.Deputy);
        (await LeaveAsync(server, "committee-1", await DeputyIdAsync(server, chain.Deputy), new { successorId, reason = "调离本地" })).Expect(HttpStatusCode.OK);

        await chain.WaitAsync("P19D");

        Assert.Single(await chain.AlertsAsync(successor), alert => ((string)alert["text"]!).Contains("回头看", StringComparison.Ordinal));
        await chain.StepAsync(successor, "accept", new { note = "已现场查看" });
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Where_nobody_is_left_the_committee_office_has_the_cases_and_finds_a_deputy()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var id = await DeputyIdAsync(server, chain.Deputy);
        var database = server.Services.GetRequiredService<Database>();
        await database.WriteAsync(scope => scope.ExecuteAsync("delete from station_deputies where deputy_id <> @id", new { id }), TestContext.Current.CancellationToken);

        var left = (await LeaveAsync(server, "admin-1", id, new { reason = "任期届满" })).Expect(HttpStatusCode.OK);

        Assert.True((int)left["toOffice"]! > 0);
        Assert.Null((await chain.SeenByAsync("committee-1")).Body!["deputy"]);
        var inbox = (await (await chain.AsAsync("committee-1")).GetAsync("/api/v1/cases?role=inbox&limit=100"))["items"].AsArray();
        Assert.Contains(inbox, item => (string)item!["id"]! == chain.CaseId);
        Assert.Contains(await chain.AlertsAsync("committee-1"), alert => ((string)alert["text"]!).Contains("原代表离任", StringComparison.Ordinal));
        await chain.LedgerIsWholeAsync();

        var (successor, deputyId) = await OtherAsync(server, chain.Deputy);
        await chain.StepAsync("committee-1", "transfer", new { deputyId, note = "请接手" });
        await chain.StepAsync(successor, "accept", new { note = "认可" });
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task On_a_later_day_it_happens_by_itself_and_until_then_the_last_word_counts()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var id = await DeputyIdAsync(server, chain.Deputy);
        (await LeaveAsync(server, "committee-1", id, new { on = "2026-05-16", reason = "任期届满" })).Expect(HttpStatusCode.OK);
        (await LeaveAsync(server, "committee-1", id, new { on = "2026-05-18", reason = "任期届满" })).Expect(HttpStatusCode.OK);

        await chain.WaitAsync("P2D");
        Assert.Equal(id, (string)(await chain.SeenByAsync("auditor-1"))["deputy"]["id"]!);
        await chain.WaitAsync("P1D");

        Assert.NotEqual(id, (string)(await chain.SeenByAsync("auditor-1"))["deputy"]["id"]!);
        Assert.Empty(await OpenCasesAsync(server, id));
        await chain.LedgerIsWholeAsync();
    }

    /// <summary>An import that takes somebody off the list of deputies says nothing of their cases.</summary>
    [Fact]
    public async Task Whoever_is_found_to_be_out_of_office_hands_on_as_well_once()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var id = await DeputyIdAsync(server, chain.Deputy);
        var database = server.Services.GetRequiredService<Database>();
        await database.WriteAsync(scope => scope.ExecuteAsync("update deputies set active = 0 where id = @id", new { id }), TestContext.Current.CancellationToken);
        var sweep = server.Services.GetServices<ISweep>().OfType<DepartureSweep>().Single();

        Assert.Equal(1, await sweep.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await sweep.RunAsync(TestContext.Current.CancellationToken));

        Assert.Empty(await OpenCasesAsync(server, id));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Interrupted_it_goes_on_where_it_was()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var (deputy, id) = (chain.Deputy, await DeputyIdAsync(server, chain.Deputy));
        // What a first try that died after its first transaction leaves behind.
        (await LeaveAsync(server, "committee-1", id, new { on = "2026-05-20", reason = "任期届满" })).Expect(HttpStatusCode.OK);
        var database = server.Services.GetRequiredService<Database>();
        await database.WriteAsync(scope => scope.ExecuteAsync("update deputies set active = 0 where id = @id", new { id }), TestContext.Current.CancellationToken);
        Assert.NotEmpty(await OpenCasesAsync(server, id));

        (await LeaveAsync(server, "committee-1", id, new { reason = "任期届满" })).Expect(HttpStatusCode.OK);

        Assert.Empty(await OpenCasesAsync(server, id));
        Assert.NotEqual(deputy, await PersonaOfAsync(server, (string)(await chain.SeenByAsync("auditor-1"))["deputy"]["id"]!));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Wrong_successors_and_reasons_are_refused_by_field_and_other_counties_deputies_are_not_there()
    {
        await using var server = await TestServer.StartAsync();
        var id = await DeputyIdAsync(server, "deputy-1");
        var stranger = await DeputyIdAsync(server, "deputy-4");

        Assert.NotNull((await LeaveAsync(server, "committee-1", id, new { successorId = id, reason = "…" })).Expect(HttpStatusCode.UnprocessableEntity)["errors"]["successorId"]);
        Assert.NotNull((await LeaveAsync(server, "committee-1", id, new { successorId = stranger, reason = "…" })).Expect(HttpStatusCode.UnprocessableEntity)["errors"]["successorId"]);
        Assert.NotNull((await LeaveAsync(server, "committee-1", id, new { reason = " " })).Expect(HttpStatusCode.UnprocessableEntity)["errors"]["reason"]);
        Assert.NotNull((await LeaveAsync(server, "committee-1", id, new { on = "9999-12-31", reason = "…" })).Expect(HttpStatusCode.UnprocessableEntity)["errors"]["on"]);
        (await LeaveAsync(server, "committee-2", id, new { reason = "…" })).Expect(HttpStatusCode.NotFound);
        (await LeaveAsync(server, "admin-1", stranger, new { reason = "…" })).Expect(HttpStatusCode.NotFound);
        (await LeaveAsync(server, "deputy-1", id, new { reason = "…" })).Expect(HttpStatusCode.Forbidden);
    }

    private static async Task<ApiAnswer> LeaveAsync(TestServer server, string actor, string id, object body)
    {
        using var client = await server.AsAsync(actor);
        return await client.PostAsync($"/api/v1/admin/deputies/{id}/leave", body);
    }

    private static async Task<string> DeputyIdAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        return (string)(await client.GetAsync("/api/v1/me"))["deputyId"]!;
    }

    private static async Task<(string Persona, string Id)> OtherAsync(TestServer server, string persona)
    {
        var other = ((string[])["deputy-1", "deputy-2", "deputy-3"]).First(name => name != persona);
        return (other, await DeputyIdAsync(server, other));
    }

    private static async Task<string> PersonaOfAsync(TestServer server, string deputyId)
    {
        foreach (var persona in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            if (await DeputyIdAsync(server, persona) == deputyId)
                return persona;
        }

        throw new InvalidOperationException("None of the three deputies.");
    }

    private static Task<List<string>> OpenCasesAsync(TestServer server, string deputyId) => server.Services.GetRequiredService<Database>().ReadAsync(
        async connection => (await connection.QueryAsync<string>(
            "select id from cases where deputy_id = @deputyId and status not in ('Closed', 'Merged', 'Redirected', 'Withdrawn')", new { deputyId })).AsList(),
        TestContext.Current.CancellationToken);
}
