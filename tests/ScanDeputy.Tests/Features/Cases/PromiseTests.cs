using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>Handbook §3, 回头看: on the promised date of a B outcome, whatever has become of the case since.</summary>
public sealed class PromiseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_its_date_a_promise_is_looked_back_at_once_and_the_deputy_confirms_it(bool rated)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await PromiseAsync(chain, "2026-06-05");
        if (rated)
            await chain.EvaluateAsync();
        await chain.WaitAsync("P20D");
        Assert.DoesNotContain("lookedBack", await EventsAsync(chain));

        await chain.WaitAsync("P1D");

        Assert.Single(await EventsAsync(chain), type => type == "lookedBack");
        Assert.Single(await chain.AlertsAsync(chain.Deputy), alert => ((string)alert["text"]!).Contains("回头看", StringComparison.Ordinal));
        var inbox = (await (await chain.AsAsync(chain.Deputy)).GetAsync("/api/v1/cases?role=inbox"))["items"].AsArray();
        Assert.Contains(inbox, item => (string)item!["id"]! == chain.CaseId);
        await chain.LedgerIsWholeAsync();

        await chain.AcceptAsync();
        await chain.WaitAsync("P30D");
        Assert.Single(await EventsAsync(chain), type => type == "lookedBack");
        Assert.Equal("closed", (string)(await chain.SeenByAsync("auditor-1"))["status"]!);
        (await (await chain.AsAsync(chain.Deputy)).MoveAsync(chain.CaseId, "reject", new { reason = "…" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.LedgerIsWholeAsync();
    }

    /// <summary>Handbook §3: the fifteen days begin when the promise was judged, and the case is not closed before.</summary>
    [Fact]
    public async Task The_resident_s_days_begin_when_the_deputy_has_judged_the_promise()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await PromiseAsync(chain, "2026-06-05");
        await chain.AcceptAsync();
        await chain.WaitAsync("P20D");
        await SeesAsync("replied", mayRate: true, until: null);
        var waits = (await chain.SeenByAsync("resident-1"))["waiting"]!;
        Assert.Equal(("promise", "2026-06-05"), ((string)waits["kind"]!, (string)waits["dueOn"]!));
        var listed = (await (await chain.AsAsync("auditor-1")).GetAsync("/api/v1/cases?role=all"))["items"].AsArray().Single(item => (string)item!["id"]! == chain.CaseId)!;
        Assert.Equal(("promise", "2026-06-05"), ((string)listed["waiting"]!["kind"]!, (string)listed["waiting"]!["dueOn"]!));
        await chain.WaitAsync("P10D");
        await SeesAsync("replied", mayRate: true, until: null);

        await chain.AcceptAsync();

        Assert.Single(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("承诺已兑现", StringComparison.Ordinal));
        await SeesAsync("replied", mayRate: true, until: "2026-06-29");
        await chain.WaitAsync("P15D");
        await SeesAsync("replied", mayRate: true, until: "2026-06-29");
        await chain.WaitAsync("P1D");
        await SeesAsync("evaluated", mayRate: false, until: null);
        await chain.WaitAsync("P1D");
        await SeesAsync("closed", mayRate: false, until: null);
        await chain.LedgerIsWholeAsync();

        async Task SeesAsync(string status, bool mayRate, string? until)
        {
            var seen = await chain.SeenByAsync("resident-1");
            Assert.Equal(
                (status, mayRate, until),
                ((string)seen["status"]!, seen["actions"].AsArray().Any(action => (string)action! == "evaluate"), (string?)seen["evaluateUntil"]));
        }
    }

    [Fact]
    public async Task A_promise_that_was_not_kept_goes_back_to_the_agency_even_when_it_was_rated_before()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await PromiseAsync(chain, "2026-06-05");
        await chain.EvaluateAsync();
        await chain.WaitAsync("P21D");

        await chain.StepAsync(chain.Deputy, "reject", new { reason = "路灯仍不亮" });

        Assert.Single(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("承诺未兑现", StringComparison.Ordinal));
        Assert.Equal("handling", (string)(await chain.SeenByAsync("agency-1"))["status"]!);
        Assert.Equal("running", (string)(await chain.StageAsync("handling", 2))["verdict"]!);
        await chain.LedgerIsWholeAsync();
    }

    [Theory]
    [InlineData("2026-05-14")]
    [InlineData("2026-05-15")]
    [InlineData(null)]
    public async Task A_promise_is_of_a_day_to_come(string? promisedOn)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();

        var refused = await (await chain.AsAsync("agency-1")).MoveAsync(
            chain.CaseId, "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn });

        refused.Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.NotEmpty((string)refused["errors"]["promisedOn"]![0]!);
        Assert.Equal("handling", (string)(await chain.SeenByAsync("agency-1"))["status"]!);
    }

    [Fact]
    public async Task A_broken_promise_may_be_given_again_for_a_later_day_only()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await PromiseAsync(chain, "2026-06-05");
        await chain.WaitAsync("P21D");
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "路灯仍不亮" });

        var again = new { outcome = "inProgress", publicText = "下周完成。", promisedOn = "2026-06-05" };
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "reply", again)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        await chain.StepAsync("agency-1", "reply", again with { promisedOn = "2026-06-12" });

        await chain.WaitAsync("P7D");
        Assert.Equal(2, (await EventsAsync(chain)).Count(type => type == "lookedBack"));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task The_page_asks_the_deputy_whether_the_promise_was_kept_and_tells_the_resident_nothing_of_it()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await PromiseAsync(chain, "2026-06-05");
        await chain.EvaluateAsync();
        await chain.WaitAsync("P21D");

        using (var deputy = await PageClient.SignInAsync(server.Address, chain.Deputy))
        {
            var page = await ReadAsync(deputy, chain);
            Assert.Contains("确认承诺已兑现", page, StringComparison.Ordinal);
            Assert.Contains("承诺未兑现，退回重办", page, StringComparison.Ordinal);
            Assert.Contains("等待代表确认", page, StringComparison.Ordinal);

            var version = (int)(await chain.SeenByAsync(chain.Deputy))["version"]!;
            using var accepted = await deputy.PostAsync(
                $"/cases/{chain.CaseId}", $"/cases/{chain.CaseId}/accept", ("version", $"{version}"), ("key", "look-back-1"), ("note", "现场已查看"));
            Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
            page = await ReadAsync(deputy, chain);
            Assert.Contains("代表已确认", page, StringComparison.Ordinal);
            Assert.DoesNotContain("确认承诺已兑现", page, StringComparison.Ordinal);
        }

        using var resident = await PageClient.SignInAsync(server.Address, "resident-1");
        Assert.DoesNotContain("回头看", await ReadAsync(resident, chain), StringComparison.Ordinal);
    }

    /// <summary>The older program knew nothing of promises: it waited for the evaluation, and then for nothing.</summary>
    [Fact]
    public async Task Promises_given_before_the_upgrade_are_looked_back_at_as_well()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var waiting = new CaseChain(server);
        using var closed = new CaseChain(server);
        using var solved = new CaseChain(server);
        await PromiseAsync(waiting, "2026-05-20");
        await PromiseAsync(closed, "2026-06-05");
        await closed.EvaluateAsync();
        // The older program knew of no verdicts either.
        await closed.AcceptAsync();
        await solved.ToHandlingAsync();
        await solved.ReplyAsync();
        await closed.WaitAsync("P2D");
        Assert.Equal("evaluated", (string)(await closed.SeenByAsync("auditor-1"))["status"]!);

        var database = server.Services.GetRequiredService<Database>();
        await ChangeAsync(database, "update cases set expires_on = '2026-05-30' where id = @id", waiting.CaseId);
        await ChangeAsync(database, "update cases set expires_on = null where id = @id", closed.CaseId);
        // Entries that are no JSON, and one whose words look like a date's name.
        await ChangeAsync(database, Spoilt("x1", "not json"), solved.CaseId);
        await ChangeAsync(database, Spoilt("x2", "{\"type\":\"replied\",\"promisedOn\":\"2026-99-99\"}"), solved.CaseId);
        await PlantedMigrations.UpgradeAsync(database, server.Services.GetRequiredService<TimeProvider>(), LookBackAtPromises(database.Dialect));
        await ChangeAsync(database, "delete from case_events where case_id = @id and sequence > 90", solved.CaseId);

        await closed.LedgerIsWholeAsync();
        await closed.WaitAsync("P20D");
        Assert.All([waiting, closed], chain => Assert.Single(EventsAsync(chain).Result, type => type == "lookedBack"));
        await closed.LedgerIsWholeAsync();
    }

    /// <summary>
    /// Cases of agencies wait until the day before the promised one, if they wait for nothing earlier. The date is cut out of the text: no
    /// string in a fact holds a quotation mark that is not escaped, and what is no date leaves the row as it is.
    /// </summary>
    private static string LookBackAtPromises(Dialect dialect)
    {
        const string Promised = """substr(e.data, instr(e.data, '"promisedOn":"') + 14, 10)""";
        // Ignore: MySQL's strict mode would stop at what is no date.
        var (update, dayBefore) = dialect is MySqlDialect
            ? ("update ignore", $"date_format(date_sub({Promised}, interval 1 day), '%Y-%m-%d')")
            : ("update", $"date({Promised}, '-1 day')");
        return $$"""
            {{update}} cases set expires_on = (
              select case when {{dayBefore}} is null or cases.expires_on <= {{dayBefore}} then cases.expires_on else {{dayBefore}} end
              from case_events e
              where e.case_id = cases.id
                and e.sequence = (select max(r.sequence) from case_events r where r.case_id = cases.id and r.data like '{"type":"replied"%'))
            where status in ('Replied', 'Evaluated', 'Closed') and lead_agency_id is not null
              and exists (
                select 1 from case_events e
                where e.case_id = cases.id and e.data like '%"promisedOn":"____-__-__"%'
                  and e.sequence = (select max(r.sequence) from case_events r where r.case_id = cases.id and r.data like '{"type":"replied"%'));
            """;
    }

    private static async Task PromiseAsync(CaseChain chain, string promisedOn)
    {
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn });
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(CaseChain chain) =>
        [.. (await (await chain.AsAsync("auditor-1")).GetAsync($"/api/v1/cases/{chain.CaseId}/events"))["items"].AsArray().Select(entry => (string)entry!["type"]!)];

    private static async Task<string> ReadAsync(PageClient client, CaseChain chain) =>
        await (await client.GetAsync($"/cases/{chain.CaseId}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task ChangeAsync(Database database, string sql, string id) =>
        database.WriteAsync(scope => scope.ExecuteAsync(sql, new { id }), TestContext.Current.CancellationToken);

    private static string Spoilt(string hash, string data) => $"""
        insert into case_events (case_id, sequence, at, actor_id, actor_role, data, previous_hash, hash)
        values (@id, 9{hash[1..]}, 0, 'nobody', 'System', '{data}', '{hash}', '{hash}')
        """;
}
