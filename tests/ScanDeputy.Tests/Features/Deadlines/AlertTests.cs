using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>Whoever is late is alerted, and so are the supervisors, each exactly once (handbook §5).</summary>
public sealed class AlertTests
{
    [Fact]
    public async Task The_ladder_reaches_owner_and_supervisors_at_its_instants_and_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        // Received on Friday 15 May: two working days end with Tuesday the 19th.
        await chain.SubmitAsync();
        await anyone.AdvanceAsync("P14D");

        var owner = await chain.AlertsAsync(chain.Deputy);
        Assert.Equal(["2026-05-18T09:00:00+08:00"], InstantsOf(owner, "dueSoon"));
        Assert.Equal(["2026-05-20T00:00:00+08:00"], InstantsOf(owner, "overdue"));
        Assert.Equal(["2026-05-20T00:00:00+08:00"], InstantsOf(await chain.AlertsAsync("supervisor-1"), "overdue"));
        Assert.Equal(["2026-05-21T00:00:00+08:00"], InstantsOf(await chain.AlertsAsync("supervisor-2"), "escalated"));
        Assert.Equal(["2026-05-26T00:00:00+08:00"], InstantsOf(await chain.AlertsAsync("supervisor-3"), "escalated"));
        Assert.Empty(await chain.AlertsAsync("agency-1"));
    }

    [Fact]
    public async Task Nobody_is_alerted_about_a_stage_that_ended_in_time()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已解决。" });
        await anyone.AdvanceAsync("P14D");
        Assert.Empty(InstantsOf(await chain.AlertsAsync(chain.Deputy), "overdue"));
        Assert.Empty(await chain.AlertsAsync("supervisor-1"));
    }

    [Fact]
    public async Task WeChat_hears_on_working_days_between_eight_and_twenty_only_the_inbox_at_once()
    {
        await using var server = await TestServer.StartAsync(new DateTimeOffset(2026, 5, 15, 21, 0, 0, TimeSpan.FromHours(8)));
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        var receipt = await chain.SubmitAsync();
        Assert.Single(await chain.AlertsAsync(chain.Deputy), alert => (string)alert["kind"]! == "work");
        await anyone.AdvanceAsync("PT1M");
        Assert.Empty(await MessagesAsync(anyone, chain.Deputy, receipt));
        // Saturday and Sunday pass in silence.
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 18, 7, 59, 0, TimeSpan.FromHours(8)));
        Assert.Empty(await MessagesAsync(anyone, chain.Deputy, receipt));
        await anyone.MoveClockAsync(new DateTimeOffset(2026, 5, 18, 8, 1, 0, TimeSpan.FromHours(8)));
        var message = Assert.Single(await MessagesAsync(anyone, chain.Deputy, receipt));
        Assert.StartsWith("2026-05-18T08:00", (string)message["at"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweeps_run_side_by_side_write_and_send_each_alert_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        var receipt = await chain.SubmitAsync();
        var sweeps = server.Services.GetServices<ISweep>().ToList();
        server.Services.GetRequiredService<MovableClock>().TryMoveTo(new DateTimeOffset(2026, 5, 27, 10, 0, 0, TimeSpan.FromHours(8)));

        // A turn sends so many messages and no more: as many rounds as there is work for, and some in which there is none.
        for (var (round, idle) = (0, 0); round < 50 && idle < 3; round++)
        {
            var done = await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => sweeps.Select(sweep => Task.Run(() => sweep.RunAsync(CancellationToken.None)))));
            idle = done.Sum() == 0 ? idle + 1 : 0;
        }

        Assert.Single(InstantsOf(await chain.AlertsAsync(chain.Deputy), "overdue"));
        Assert.Single(InstantsOf(await chain.AlertsAsync("supervisor-1"), "overdue"));
        Assert.Single(InstantsOf(await chain.AlertsAsync("supervisor-2"), "escalated"));
        Assert.Single(InstantsOf(await chain.AlertsAsync("supervisor-3"), "escalated"));
        // To the deputy: received, due soon, overdue. A message that is missing is explained by what became of its row.
        var sent = (Supervisor: (await MessagesAsync(anyone, "supervisor-1", receipt)).Count, Deputy: (await MessagesAsync(anyone, chain.Deputy, receipt)).Count);
        Assert.True(sent == (1, 3), $"{sent}\n{await OutboxAsync(server)}");
    }

    [Fact]
    public async Task The_order_of_sweeps_does_not_matter_for_what_is_written()
    {
        var first = await AlertsAfterAsync(sweeps => sweeps);
        var second = await AlertsAfterAsync(sweeps => sweeps.Reverse());
        Assert.Equal(first, second);

        static async Task<IReadOnlyList<string>> AlertsAfterAsync(Func<IEnumerable<ISweep>, IEnumerable<ISweep>> order)
        {
            await using var server = await TestServer.StartWithoutPastAsync();
            using var chain = new CaseChain(server);
            await chain.SubmitAsync();
            server.Services.GetRequiredService<MovableClock>().TryMoveTo(new DateTimeOffset(2026, 6, 10, 10, 0, 0, TimeSpan.FromHours(8)));
            for (var round = 0; round < 3; round++)
            {
                foreach (var sweep in order(server.Services.GetServices<ISweep>()))
                    await sweep.RunAsync(CancellationToken.None);
            }

            var database = server.Services.GetRequiredService<Database>();
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<(string Kind, int Level, long At)>(
                    "select kind, level, at from alerts where case_id = @CaseId and kind <> 'work'", new { chain.CaseId }),
                CancellationToken.None);
            return [.. rows.Select(row => row.ToString()).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task A_user_without_quota_still_has_the_alert_in_the_inbox()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        var sandbox = server.Services.GetRequiredService<ScanDeputy.Server.Demo.EmbeddedSandbox>().Control;
        var personas = server.Services.GetRequiredService<ScanDeputy.Server.Demo.Personas>();
        foreach (var name in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            var openId = (await personas.FindAsync(name, CancellationToken.None))!.OpenId;
            foreach (var template in sandbox.Templates)
                sandbox.TurnOffSubscription(openId, template.Id);
        }

        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        var receipt = await chain.SubmitAsync();
        await anyone.AdvanceAsync("PT1H");
        Assert.Empty(await MessagesAsync(anyone, chain.Deputy, receipt));
        Assert.Single(await chain.AlertsAsync(chain.Deputy));
    }

    [Fact]
    public async Task An_alert_is_marked_read_by_its_owner_only()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var id = (string)(await chain.AlertsAsync(chain.Deputy)).Single()["id"]!;
        (await (await chain.AsAsync("resident-1")).PostAsync($"/api/v1/alerts/{id}/read")).Expect(HttpStatusCode.NotFound);
        (await (await chain.AsAsync(chain.Deputy)).PostAsync($"/api/v1/alerts/{id}/read")).Expect(HttpStatusCode.NoContent);
        Assert.NotNull((await chain.AlertsAsync(chain.Deputy)).Single()["readAt"]);
    }

    private static IReadOnlyList<string> InstantsOf(IEnumerable<JsonNode> alerts, string kind) =>
        [.. alerts.Where(alert => (string)alert["kind"]! == kind).Select(alert => (string)alert["at"]!)];

    private static Task<string> OutboxAsync(TestServer server) => server.Services.GetRequiredService<Database>().ReadAsync(
        async connection => string.Join('\n', await connection.QueryAsync<(string, string, string, long, string?)>(
            "select dedupe_key, channel, status, attempts, last_error from outbox where status <> 'sent'")),
        CancellationToken.None);

    private static async Task<IReadOnlyList<JsonNode>> MessagesAsync(ApiClient client, string persona, JsonNode receipt)
    {
        var messages = (await client.GetAsync($"/sandbox/messages?persona={persona}")).Expect(HttpStatusCode.OK)["items"].AsArray();
        return [.. messages.Where(message => message!.ToJsonString().Contains((string)receipt["number"]!, StringComparison.Ordinal)).Select(message => message!)];
    }
}
