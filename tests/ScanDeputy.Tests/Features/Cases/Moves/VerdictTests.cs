using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>The deputy's verdict as a stage (handbook §1): in time, late and lapsed, as each person sees it. It is Friday 15 May 2026; a verdict is due on the 22nd.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task A_verdict_that_nobody_gives_is_reminded_alerted_and_recorded_and_the_case_closes_unaccepted()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var replied = await chain.SeenByAsync(chain.Deputy);
        Assert.Equal(("verdict", "2026-05-22", "2026-05-29"), ((string)replied["waiting"]!["kind"]!, (string)replied["waiting"]!["dueOn"]!, (string)replied["verdictUntil"]!));
        Assert.Contains("5月22日", (string)(await chain.AlertsAsync(chain.Deputy))[0]["text"]!, StringComparison.Ordinal);
        await chain.EvaluateAsync();

        using var anyone = server.Anonymous();
        await AlertsAsync(chain, anyone, At(21, 8, 59), "", "");
        await AlertsAsync(chain, anyone, At(21, 9, 1), "dueSoon", "");
        await AlertsAsync(chain, anyone, At(23, 0, 1), "dueSoon overdue", "overdue");
        await IsListedAsync(chain, "supervisor-1", "verdict");
        await AlertsAsync(chain, anyone, At(29, 23, 58), "dueSoon overdue", "overdue");
        Assert.Equal(1, await EscalatedAsync(chain, "supervisor-2") * await EscalatedAsync(chain, "supervisor-3"));
        Assert.Equal("evaluated", (string)(await chain.SeenByAsync(chain.Deputy))["status"]!);
        await chain.LedgerIsWholeAsync();

        await anyone.MoveClockAsync(At(30, 0, 2));
        chain.SignInAgain();
        var closed = await chain.SeenByAsync("resident-1");
        Assert.Equal(
            ("closed", false, "notGiven", "late", true),
            ((string)closed["status"]!, (bool)closed["answer"]!["accepted"]!, (string)closed["answer"]!["verdict"]!["kind"]!, (string)Last(closed)["verdict"]!, (bool)Last(closed)["lapsed"]!));
        (await (await chain.AsAsync(chain.Deputy)).MoveAsync(chain.CaseId, "accept")).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        foreach (var persona in (string[])[chain.Deputy, "committee-1", "agency-1"])
            Assert.Single(await chain.AlertsAsync(persona), alert => ((string)alert["text"]!).Contains("表态，已", StringComparison.Ordinal));
        var shown = (await anyone.GetAsync($"/api/v1/public/371311/cases/{(string)closed["number"]!}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("notGiven", true), ((string)shown["answer"]!["verdict"]!, (bool)Last(shown)["lapsed"]!));
        await chain.LedgerIsWholeAsync();
    }

    /// <summary>Whatever came due while the program stood still is told before it counts; a new limit moves both dates of what is open.</summary>
    [Fact]
    public async Task A_long_stand_still_tells_all_before_it_lapses_and_new_limits_move_both_dates()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var admin = await chain.AsAsync("admin-1");
        var version = (string)(await admin.PostAsync("/api/v1/admin/policies", new { verdictLimit = 8, categories = Array.Empty<object>() })).Expect(HttpStatusCode.Created)["version"]!;
        (await admin.PostAsync("/api/v1/admin/policies/recompute", new { version })).Expect(HttpStatusCode.OK);
        var moved = await chain.SeenByAsync("resident-1");
        Assert.Equal(("2026-05-27", "2026-06-03"), ((string)Last(moved)["dueOn"]!, (string)moved["verdictUntil"]!));
        await chain.LedgerIsWholeAsync();
        await server.NothingDiffersAsync();

        await chain.WaitAsync("P40D");

        var closed = await chain.SeenByAsync("auditor-1");
        Assert.Equal(("closed", "notGiven", "notGiven"), ((string)closed["status"]!, (string)closed["evaluation"]!["grade"]!, (string)closed["answer"]!["verdict"]!["kind"]!));
        Assert.Equal("dueSoon overdue", await StageAlertsAsync(chain, chain.Deputy));
        Assert.Equal(1, await EscalatedAsync(chain, "supervisor-3"));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_deputy_says_on_the_page_how_it_was_handled_and_what_came_of_it()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var before = await chain.SeenByAsync(chain.Deputy);
        (await (await chain.AsAsync(chain.Deputy)).MoveAsync(chain.CaseId, "accept", new { result = "unsatisfied" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await (await chain.AsAsync(chain.Deputy)).MoveAsync(chain.CaseId, "reject", new { reason = "没有解决", result = "satisfied" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        using var page = await PageClient.SignInAsync(server.Address, chain.Deputy);
        var (address, version) = ($"/cases/{chain.CaseId}", $"{(int)before["version"]!}");
        var shown = await ReadAsync(await page.GetAsync(address));
        Assert.Contains("5月29日（周五） 以后仍未表态的，记为“未表态”", shown, StringComparison.Ordinal);
        using var unmarked = await page.PostAsync(address, $"{address}/accept", ("version", version), ("key", "verdict-1"), ("marksAsked", "true"), ("note", "同意"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unmarked.StatusCode);
        var again = await ReadAsync(unmarked);
        Assert.All((string[])["accept-handling-error", "accept-result-error"], id => Assert.Contains($"id=\"{id}\"", again, StringComparison.Ordinal));
        using var given = await page.PostAsync(
            address, $"{address}/accept", ("version", version), ("key", "verdict-2"), ("marksAsked", "true"), ("handling", "Unsatisfied"), ("result", "BasicallySatisfied"), ("note", "没有事先联系"));
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Contains("办理过程不满意，办理结果基本满意", await ReadAsync(await page.GetAsync(address)), StringComparison.Ordinal);

        var verdict = (await chain.SeenByAsync("agency-1"))["answer"]!["verdict"]!;
        Assert.Equal(("accepted", "unsatisfied", "basicallySatisfied", "没有事先联系"), ((string)verdict["kind"]!, (string)verdict["handling"]!, (string)verdict["result"]!, (string?)verdict["words"]));
        var resident = await chain.SeenByAsync("resident-1");
        Assert.Null((string?)resident["answer"]!["verdict"]!["words"]);
        Assert.Equal(("evaluation", "onTime"), ((string)resident["waiting"]!["kind"]!, (string)Last(resident)["verdict"]!));
        await chain.LedgerIsWholeAsync();
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 5, day, hour, minute, 0, TimeSpan.FromHours(8));

    private static JsonNode Last(ApiAnswer seen) => seen["stages"].AsArray()[^1]!;

    /// <summary>At that instant these alerts of the stage stand in the deputy's inbox, and in that of the supervisor of level 1.</summary>
    private static async Task AlertsAsync(CaseChain chain, ApiClient anyone, DateTimeOffset at, string ofDeputy, string ofSupervisor)
    {
        await anyone.MoveClockAsync(at);
        chain.SignInAgain();
        Assert.Equal((ofDeputy, ofSupervisor), (await StageAlertsAsync(chain, chain.Deputy), await StageAlertsAsync(chain, "supervisor-1")));
    }

    private static async Task<string> StageAlertsAsync(CaseChain chain, string persona) => string.Join(
        ' ', (await chain.AlertsAsync(persona)).Where(alert => (string?)alert["stage"] == "verdict" && (string)alert["kind"]! is "dueSoon" or "overdue").Select(alert => (string)alert["kind"]!).Reverse());

    private static async Task<int> EscalatedAsync(CaseChain chain, string persona) =>
        (await chain.AlertsAsync(persona)).Count(alert => (string?)alert["stage"] == "verdict" && (string)alert["kind"]! == "escalated");

    private static async Task IsListedAsync(CaseChain chain, string persona, string kind)
    {
        var listed = (await (await chain.AsAsync(persona)).GetAsync("/api/v1/cases?role=inbox&limit=100")).Expect(HttpStatusCode.OK);
        Assert.Equal(kind, (string)listed["items"].AsArray().Single(item => (string)item!["id"]! == chain.CaseId)!["waiting"]!["kind"]!);
    }

    private static Task<string> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
