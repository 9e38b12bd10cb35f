using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>Each working morning at 08:30 every supervisor is told once what is late.</summary>
public sealed partial class DigestTests
{
    private static readonly string[] Supervisors = ["supervisor-1", "supervisor-2", "supervisor-3"];

    [Fact]
    public async Task Working_mornings_bring_one_digest_each_with_as_many_cases_as_are_late()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        // Received on Friday: late from Wednesday on, when nobody acts.
        await chain.SubmitAsync();
        await anyone.MoveClockAsync(At(20, 8, 29));
        Assert.DoesNotContain("2026-05-20", await DaysAsync(server, "supervisor-1"));
        await anyone.MoveClockAsync(At(20, 12, 0));

        foreach (var supervisor in Supervisors)
        {
            var days = await DaysAsync(server, supervisor);
            Assert.Equal(days.Distinct(StringComparer.Ordinal), days);
            Assert.Contains("2026-05-20", days);
            Assert.DoesNotContain("2026-05-16", days);
            Assert.DoesNotContain("2026-05-17", days);
        }

        // What WeChat says no to is a matter of quota, never of how the message is made.
        using var admin = await server.AsAsync("admin-1");
        var refused = (await admin.GetAsync("/api/v1/admin/outbox?status=failed&limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.DoesNotContain(refused, item => (string)item!["kind"]! == "digest" && (string?)item["error"] != "errcode 43101");

        using var supervisorOne = await server.AsAsync("supervisor-1");
        var late = (await supervisorOne.GetAsync("/api/v1/cases?role=all&overdue=true&limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        var digest = (await DigestsAsync(server, "supervisor-1"))[0];
        Assert.Equal("2026-05-20T08:30:00+08:00", (string)digest["at"]!);
        Assert.Equal(late.Count, int.Parse(Count().Match((string)digest["text"]!).Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>On the page and by the API: nothing by itself, and everything but what will be late here.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_supervisor_who_collects_hears_once_a_day_by_whose_turn_it_is_and_has_each_step_as_read(bool onPage)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await ChooseAsync();
        await chain.SubmitAsync();
        var number = (string)(await chain.SeenByAsync("committee-1"))["number"]!;
        var deputy = (string)(await chain.SeenByAsync("committee-1"))["deputy"]["name"]!;
        await anyone.MoveClockAsync(At(20, 12, 0));

        using var one = await server.AsAsync("supervisor-1");
        var alerts = (await one.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        var step = Assert.Single(alerts, alert => (string)alert!["kind"]! == "overdue")!;
        Assert.NotNull(step["readAt"]);
        var digest = Assert.Single(alerts, alert => (string)alert!["kind"]! == "digest")!;
        Assert.Null(digest["readAt"]);
        Assert.Equal($"今日逾期事项1件，最长已逾期1个工作日，请督办：{deputy}1件（{number}，5月19日到期）", (string)digest["text"]!);
        var outbox = (await anyone.GetAsync("/sandbox/messages?persona=supervisor-1")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.DoesNotContain(outbox, message => message!.ToJsonString().Contains("\"overdue\"", StringComparison.Ordinal));

        // Whoever has not chosen hears of each as before; staff of the case as well.
        using var deputies = await server.AsAsync(chain.Deputy);
        var theirs = (await deputies.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Contains(theirs, alert => (string)alert!["kind"]! == "overdue" && alert["readAt"] is null);

        using var again = await PageClient.SignInAsync(server.Address, "supervisor-1");
        using var list = await again.GetAsync("/work?role=all");
        var html = await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("按责任方", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"pill late\">1 件</span>", html, StringComparison.Ordinal);
        using var inbox = await again.GetAsync("/alerts");
        Assert.Contains("href=\"/work?role=all&amp;overdue=true\"", await inbox.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        async Task ChooseAsync()
        {
            using var supervisor = await server.AsAsync("supervisor-1");
            var chosen = (await supervisor.GetAsync("/api/v1/me/alert-choices")).Expect(HttpStatusCode.OK)["stages"].AsArray().Select(stage => (string)stage!).ToList();
            Assert.Contains("triage", chosen);
            if (onPage)
            {
                using var page = await PageClient.SignInAsync(server.Address, "supervisor-1");
                using var posted = await page.PostAsync("/alerts", "/alerts?handler=choice");
                Assert.Equal("/alerts?done=collected", posted.Headers.Location!.OriginalString);
                Assert.Empty((await supervisor.GetAsync("/api/v1/me/alert-choices"))["stages"].AsArray());
                return;
            }

            var others = chosen.Where(stage => stage != "triage").ToList();
            var said = (await supervisor.PostAsync("/api/v1/me/alert-choices", new { stages = others.AsEnumerable().Reverse() })).Expect(HttpStatusCode.OK);
            Assert.Equal(others, said["stages"].AsArray().Select(stage => (string)stage!));
        }
    }

    /// <summary>Of what was chosen each late one is told.</summary>
    [Fact]
    public async Task A_supervisor_hears_of_the_chosen_stages_one_by_one()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var page = await PageClient.SignInAsync(server.Address, "supervisor-1");
        using var posted = await page.PostAsync("/alerts", "/alerts?handler=choice", ("stages", "Triage"));
        Assert.Equal("/alerts?done=single", posted.Headers.Location!.OriginalString);
        await chain.SubmitAsync();
        using var anyone = server.Anonymous();
        await anyone.MoveClockAsync(At(20, 12, 0));
        using var one = await server.AsAsync("supervisor-1");
        var alerts = (await one.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Null(Assert.Single(alerts, alert => (string)alert!["kind"]! == "overdue")!["readAt"]);
    }

    [Fact]
    public async Task Workers_side_by_side_tell_once()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        server.Services.GetRequiredService<MovableClock>().TryMoveTo(At(21, 8, 30));
        var sweep = server.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "supervisor-digest");
        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => sweep.RunAsync(CancellationToken.None))));
        // One for each of the demo's jurisdictions.
        Assert.Equal(2, done.Sum());
        Assert.Equal(At(22, 8, 30), await sweep.NextDueAtAsync(CancellationToken.None));
        foreach (var supervisor in Supervisors)
            Assert.Single(await DigestsAsync(server, supervisor));
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 5, day, hour, minute, 0, TimeSpan.FromHours(8));

    private static async Task<IReadOnlyList<string>> DaysAsync(TestServer server, string persona) =>
        [.. (await DigestsAsync(server, persona)).Select(digest => ((string)digest["at"]!)[..10])];

    /// <summary>Newest first.</summary>
    private static async Task<IReadOnlyList<JsonNode>> DigestsAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        var alerts = (await client.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        return [.. alerts.Where(alert => (string)alert!["kind"]! == "digest").Select(alert => alert!)];
    }

    [GeneratedRegex("^今日逾期事项(?<count>[0-9]+)件", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Count();
}
