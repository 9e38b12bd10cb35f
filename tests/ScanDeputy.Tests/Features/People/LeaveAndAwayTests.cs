using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Handbook §6 and §5: staff who leave, and who is told in place of somebody who is away. It is Friday 15 May 2026.</summary>
public sealed class LeaveAndAwayTests
{
    [Fact]
    public async Task The_last_handler_of_an_agency_with_open_cases_leaves_only_when_somebody_takes_over()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await OnlyHandlerAsync(server, await chain.AgencyOfAsync("agency-1"));
        var (leaver, substitute) = (await IdOfAsync(server, "agency-1"), await IdOfAsync(server, "government-1"));
        var session = await chain.AsAsync("agency-1");

        var refused = (await LeaveAsync(server, leaver, new { })).Expect(HttpStatusCode.Conflict, "last_handler");
        Assert.Contains("接替人", (string)refused["detail"]!, StringComparison.Ordinal);
        (await session.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        Assert.NotNull((await LeaveAsync(server, leaver, new { substituteId = await IdOfAsync(server, "agency-2") }))
            .Expect(HttpStatusCode.UnprocessableEntity)["errors"]["substituteId"]);

        var left = (await LeaveAsync(server, leaver, new { substituteId = substitute })).Expect(HttpStatusCode.OK);

        Assert.True((int)left["sessions"]! > 0);
        (await session.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        var told = await AlertsOfAsync(server, leaver, chain.CaseId);
        await chain.WaitAsync("P20D");
        Assert.Equal(told, await AlertsOfAsync(server, leaver, chain.CaseId));
        Assert.Contains(await chain.AlertsAsync("government-1"), alert => (string)alert["kind"]! == "overdue");
        await chain.StepAsync("government-1", "reply", new { outcome = "solved", publicText = "路灯已更换，恢复照明。" });
        (await LeaveAsync(server, leaver, new { })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_not_the_last_leaves_at_once_but_no_deputy_in_office_and_nobody_by_themselves()
    {
        await using var server = await TestServer.StartAsync();

        (await LeaveAsync(server, await IdOfAsync(server, "supervisor-3"), new { })).Expect(HttpStatusCode.OK);
        (await LeaveAsync(server, await IdOfAsync(server, "deputy-1"), new { })).Expect(HttpStatusCode.Conflict, "deputy_in_office");
        (await LeaveAsync(server, await IdOfAsync(server, "admin-1"), new { })).Expect(HttpStatusCode.Conflict, "own_account");
        (await LeaveAsync(server, await IdOfAsync(server, "resident-1"), new { })).Expect(HttpStatusCode.NotFound);
        (await LeaveAsync(server, await IdOfAsync(server, "committee-2"), new { })).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_message_that_waits_for_the_morning_does_not_reach_who_left_in_the_night()
    {
        await using var server = await TestServer.StartAsync(new DateTimeOffset(2026, 5, 15, 20, 30, 0, TimeSpan.FromHours(8)));
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        var leaver = await IdOfAsync(server, "committee-1");

        (await LeaveAsync(server, leaver, new { })).Expect(HttpStatusCode.OK);
        await chain.WaitAsync("P3D");

        Assert.Equal(1, await AlertsOfAsync(server, leaver, chain.CaseId));
        Assert.Equal(0, await SentAsync(server, leaver, chain.CaseId));
    }

    [Fact]
    public async Task Who_stands_in_hears_of_the_work_of_who_is_away_once_and_only_meanwhile()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var substitute = await IdOfAsync(server, "committee-1");
        using (var deputy = await server.AsAsync(chain.Deputy))
        {
            (await deputy.PostAsync("/api/v1/me/away", new { from = "2026-05-18", until = "2026-05-19", substituteId = substitute })).Expect(HttpStatusCode.OK);
            // Said again the same holds.
            (await deputy.PostAsync("/api/v1/me/away", new { from = "2026-05-18", until = "2026-05-19", substituteId = substitute })).Expect(HttpStatusCode.OK);
        }

        Assert.Empty(await DueSoonAsync(chain, "committee-1"));
        await chain.WaitAsync("P3D");
        // Monday, 09:00: both hear, in the inbox and over WeChat.
        Assert.Single(await DueSoonAsync(chain, chain.Deputy));
        Assert.Single(await DueSoonAsync(chain, "committee-1"));
        Assert.Equal(1, await SentAsync(server, substitute, chain.CaseId));

        await chain.WaitAsync("P2D");
        Assert.Single(await chain.AlertsAsync(chain.Deputy), alert => (string)alert["kind"]! == "overdue");
        Assert.DoesNotContain(await chain.AlertsAsync("committee-1"), alert => (string)alert["kind"]! == "overdue");
    }

    [Fact]
    public async Task Whoever_would_hear_anyhow_hears_once()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var database = server.Services.GetRequiredService<Database>();
        var second = await SecondCommitteeMemberAsync(server, database);
        using (var admin = await server.AsAsync("admin-1"))
        {
            (await admin.PostAsync($"/api/v1/admin/staff/{second}/away", new { from = "2026-05-15", until = "2026-05-15", substituteId = await IdOfAsync(server, "committee-1") }))
                .Expect(HttpStatusCode.OK);
        }

        await chain.SubmitAsync();
        await chain.AdoptAsync();

        Assert.Single(await chain.AlertsAsync("committee-1"), alert => (string)alert["kind"]! == "work");
    }

    /// <summary>It is Friday the 15th: an absence that runs ends yesterday, one to come is cancelled, and another's or one that is over is none.</summary>
    [Fact]
    public async Task One_sees_and_ends_the_own_absences_and_who_may_stand_in()
    {
        await using var server = await TestServer.StartAsync();
        using var deputy = await server.AsAsync("deputy-1");
        using var other = await server.AsAsync("deputy-2");
        var substitute = await IdOfAsync(server, "committee-1");
        foreach (var (from, until) in ((string, string)[])[("2026-05-14", "2026-05-16"), ("2026-06-01", "2026-06-03")])
            (await deputy.PostAsync("/api/v1/me/away", new { from, until, substituteId = substitute })).Expect(HttpStatusCode.OK);

        var own = await deputy.GetAsync("/api/v1/me/away");
        Assert.Equal(["2026-05-14", "2026-06-01"], own["absences"].AsArray().Select(absence => (string)absence!["from"]!));
        var named = own["substitutes"].AsArray().Single(one => (string)one!["id"]! == substitute)!;
        Assert.Equal((string)own["absences"]![0]!["substituteName"]!, (string)named["name"]!);
        Assert.DoesNotContain(await IdOfAsync(server, "deputy-2"), own["substitutes"].AsArray().Select(one => (string)one!["id"]!));
        var ids = own["absences"].AsArray().Select(absence => (string)absence!["id"]!).ToList();

        (await EndAsync(other, ids[0])).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await other.GetAsync("/api/v1/me/away"))["absences"].AsArray());
        foreach (var id in ids)
        {
            (await EndAsync(deputy, id)).Expect(HttpStatusCode.NoContent);
            (await EndAsync(deputy, id)).Expect(HttpStatusCode.NotFound);
        }

        Assert.Empty((await deputy.GetAsync("/api/v1/me/away"))["absences"].AsArray());
        var me = await IdOfAsync(server, "deputy-1");
        var left = await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QuerySingleAsync<string>("select until_on from absences where made_by = @id", new { id = me }), TestContext.Current.CancellationToken);
        Assert.Equal("2026-05-14", left);
    }

    /// <summary>Everyone whom the list names is taken, and nobody else of the jurisdiction.</summary>
    [Fact]
    public async Task Whoever_is_named_as_substitute_is_taken_and_nobody_else()
    {
        await using var server = await TestServer.StartAsync();
        var all = (await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryAsync<string>("select id from users where jurisdiction = '371311' and active = 1"), TestContext.Current.CancellationToken)).AsList();
        foreach (var persona in (string[])["deputy-1", "keeper-1", "agency-1", "supervisor-1", "committee-1"])
        {
            using var person = await server.AsAsync(persona);
            var named = (await person.GetAsync("/api/v1/me/away"))["substitutes"].AsArray().Select(one => (string)one!["id"]!).ToHashSet();
            foreach (var id in all)
            {
                var answer = await person.PostAsync("/api/v1/me/away", new { from = "2026-05-18", until = "2026-05-19", substituteId = id });
                Assert.Equal((persona, id, named.Contains(id)), (persona, id, answer.Status == HttpStatusCode.OK));
                foreach (var absence in (await person.GetAsync("/api/v1/me/away"))["absences"].AsArray())
                    (await EndAsync(person, (string)absence!["id"]!)).Expect(HttpStatusCode.NoContent);
            }
        }
    }

    [Theory]
    [InlineData("2026-05-18", "2026-05-17", "committee-1", "until")]
    [InlineData("2026-05-10", "2026-05-14", "committee-1", "until")]
    [InlineData("2026-05-18", "9999-12-31", "committee-1", "until")]
    [InlineData(null, "2026-05-17", "committee-1", "from")]
    [InlineData("2026-05-18", "2026-05-19", "deputy-1", "substituteId")]
    [InlineData("2026-05-18", "2026-05-19", "deputy-2", "substituteId")]
    [InlineData("2026-05-18", "2026-05-19", "resident-1", "substituteId")]
    [InlineData("2026-05-18", "2026-05-19", "committee-2", "substituteId")]
    public async Task Days_and_substitutes_that_cannot_be_are_refused_by_field(string? from, string until, string substitute, string field)
    {
        await using var server = await TestServer.StartAsync();
        using var deputy = await server.AsAsync("deputy-1");

        var refused = await deputy.PostAsync("/api/v1/me/away", new { from, until, substituteId = await IdOfAsync(server, substitute) });

        Assert.NotNull(refused.Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field]);
    }

    [Fact]
    public async Task Nobody_stands_in_who_is_away_as_well()
    {
        await using var server = await TestServer.StartAsync();
        var (one, two, three) = (await IdOfAsync(server, "supervisor-1"), await IdOfAsync(server, "supervisor-2"), await IdOfAsync(server, "supervisor-3"));
        using var committee = await server.AsAsync("committee-1");
        (await committee.PostAsync($"/api/v1/admin/staff/{one}/away", new { from = "2026-05-18", until = "2026-05-22", substituteId = two })).Expect(HttpStatusCode.OK);

        Assert.NotNull((await committee.PostAsync($"/api/v1/admin/staff/{three}/away", new { from = "2026-05-20", until = "2026-05-25", substituteId = one }))
            .Expect(HttpStatusCode.UnprocessableEntity)["errors"]["substituteId"]);
        (await committee.PostAsync($"/api/v1/admin/staff/{three}/away", new { from = "2026-05-25", until = "2026-05-26", substituteId = one })).Expect(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> DueSoonAsync(CaseChain chain, string persona) =>
        [.. (await chain.AlertsAsync(persona)).Where(alert => (string)alert["kind"]! == "dueSoon")];

    private static Task<ApiAnswer> EndAsync(ApiClient person, string absence) => person.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/me/away/{absence}"));

    private static async Task<ApiAnswer> LeaveAsync(TestServer server, string id, object body)
    {
        using var admin = await server.AsAsync("admin-1");
        return await admin.PostAsync($"/api/v1/admin/staff/{id}/leave", body);
    }

    private static async Task<string> IdOfAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
    }

    private static Task<int> SentAsync(TestServer server, string id, string caseId) => server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryFirstAsync<int>(
            "select count(*) from outbox where recipient_id = @id and status = 'sent' and payload like @about", new { id, about = $"%{caseId}%" }),
        TestContext.Current.CancellationToken);

    /// <summary>Of one who can no longer sign in.</summary>
    private static Task<int> AlertsOfAsync(TestServer server, string id, string caseId) => server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryFirstAsync<int>("select count(*) from alerts where recipient_id = @id and case_id = @caseId", new { id, caseId }), TestContext.Current.CancellationToken);

    private static Task OnlyHandlerAsync(TestServer server, string agency) => server.Services.GetRequiredService<Database>().WriteAsync(
        scope => scope.ExecuteAsync("update users set active = 0 where agency_id = @agency and (user_name is null or user_name <> 'agency-1')", new { agency }),
        TestContext.Current.CancellationToken);

    /// <summary>A colleague of committee-1, who in the demo is alone.</summary>
    private static async Task<string> SecondCommitteeMemberAsync(TestServer server, Database database)
    {
        var id = await IdOfAsync(server, "supervisor-3");
        await database.WriteAsync(
            scope => scope.ExecuteAsync("insert into user_roles (user_id, role, jurisdiction) values (@id, 'CommitteeOffice', '371311')", new { id }),
            TestContext.Current.CancellationToken);
        return id;
    }
}
