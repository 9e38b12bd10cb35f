using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>What a deputy suggests without a resident (handbook §1, §2): the whole chain, no evaluation, no resident's clock, nothing in residents' rates.</summary>
public sealed class OwnSuggestionTests : IAsyncLifetime
{
    private const string Problem = "化武路路灯老化，夜间多处不亮，老人出行不安全。";

    private TestServer _server = null!;
    private CaseChain _chain = null!;
    private string _category = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _chain = new CaseChain(_server);
        using var anyone = _server.Anonymous();
        _category = (string)(await anyone.GetAsync($"/api/v1/station-codes/{await anyone.FirstStationCodeAsync()}"))["categories"][0]!["id"]!;
    }

    [Fact]
    public async Task Goes_the_whole_way_and_closes_after_the_deputy_s_word()
    {
        var deputy = await _chain.AsAsync("deputy-1");
        var photo = (string)(await deputy.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        await SuggestAsync(new { attachmentIds = new[] { photo } });
        var seen = await _chain.SeenByAsync("deputy-1");
        Assert.Equal(
            ("adopted", "suggestion", "handover", 0, null, null, null),
            ((string)seen["status"]!, (string)seen["ownKind"]!, (string)seen["stages"][0]!["kind"]!, (int)seen["reporters"]!, (string?)seen["residentClock"], (string?)seen["contact"], (string?)seen["contentStatus"]));
        Assert.Contains("【提出的建议】\n请更换节能路灯。", (string)seen["text"]!, StringComparison.Ordinal);
        Assert.Equal("supplement withdraw ask-co-signers", Actions(seen));
        // What is not public is shown to nobody's check.
        Assert.Equal(0, await _server.CountAsync("select count(*) from content_checks"));
        Assert.Contains("代表提出新建议", Texts(await _chain.AlertsAsync("committee-1")), StringComparison.Ordinal);
        Assert.Equal("deputy-handling", Kinds(await (await _chain.AsAsync("committee-1")).GetAsync($"/api/v1/cases/{_chain.CaseId}/papers")));

        await _chain.HandOverAsync();
        await _chain.AssignAsync();
        await _chain.SignAsync();
        await _chain.ReplyAsync();
        Assert.Equal(["您提出的建议已交办", "您提出的建议已确定承办单位"], (await _chain.AlertsAsync("deputy-1")).Select(alert => (string)alert["text"]!).Where(text => text.StartsWith("您提出", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await _chain.StepAsync("deputy-1", "accept", new { note = "认可" });
        Assert.Equal("", Actions(await _chain.SeenByAsync("deputy-1")));
        await _chain.WaitAsync("P1D");
        Assert.Equal("closed", (string)(await _chain.SeenByAsync("deputy-1"))["status"]!);
        using var anyone = _server.Anonymous();
        Assert.Equal(0, (int)(await anyone.GetAsync("/api/v1/public/371311/rates"))["closed"]["of"]!);
        await _chain.LedgerIsWholeAsync();
        await _server.NothingDiffersAsync();
    }

    [Fact]
    public async Task Comes_back_from_the_committee_and_is_sent_again_or_withdrawn()
    {
        await SuggestAsync();
        await _chain.StepAsync("committee-1", "return-to-deputy", new { reason = "请写明路段" });
        Assert.Equal("adopt merge supplement withdraw ask-co-signers", Actions(await _chain.SeenByAsync("deputy-1")));
        Assert.DoesNotContain("transfer", Actions(await _chain.SeenByAsync("committee-1")), StringComparison.Ordinal);
        (await (await _chain.AsAsync("deputy-1")).MoveAsync(_chain.CaseId, "answer", new { text = "已经解决，不用再办。" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await _chain.StepAsync("deputy-1", "supplement", new { text = "路段：化武路至护城河路。", attachmentIds = Array.Empty<string>() });
        await _chain.StepAsync("deputy-1", "adopt", new { suggestionTitle = "关于改造化武路东段路灯的建议" });
        await _chain.StepAsync("deputy-1", "withdraw", new { reason = "已列入改造计划" });

        Assert.Equal("withdrawn", (string)(await _chain.SeenByAsync("committee-1"))["status"]!);
        Assert.Contains("代表撤回了建议", Texts(await _chain.AlertsAsync("committee-1")), StringComparison.Ordinal);
        await _chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Each_co_signer_says_so_for_themselves_until_it_is_handed_over()
    {
        var (second, third) = (await DeputyIdAsync("deputy-2"), await DeputyIdAsync("deputy-3"));
        await SuggestAsync(new { coSignerIds = new[] { second } });
        (await (await _chain.AsAsync("deputy-3")).CaseAsync(_chain.CaseId)).Expect(HttpStatusCode.NotFound);
        Assert.Equal(["coSignature"], await InboxAsync("deputy-2"));
        Assert.Contains("有代表邀请您附议", Texts(await _chain.AlertsAsync("deputy-2")), StringComparison.Ordinal);
        Assert.Equal("co-sign", Actions(await _chain.SeenByAsync("deputy-2")));
        Assert.Equal("co-sign", Actions((await _chain.StepAsync("deputy-2", "co-sign", new { agreed = true }))));
        (await (await _chain.AsAsync("deputy-2")).MoveAsync(_chain.CaseId, "co-sign", new { agreed = true })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Empty(await InboxAsync("deputy-2"));
        Assert.Contains("有代表同意附议", Texts(await _chain.AlertsAsync("deputy-1")), StringComparison.Ordinal);

        await _chain.StepAsync("deputy-1", "ask-co-signers", new { coSignerIds = new[] { third } });
        Assert.Empty((await _chain.AlertsAsync("deputy-2")).Skip(1));
        await _chain.StepAsync("deputy-3", "co-sign", new { agreed = false, note = "另有意见" });
        var standings = (await _chain.SeenByAsync("committee-1"))["coSigners"].AsArray().Select(one => (string)one!["standing"]!);
        Assert.Equal(["signed", "declined"], standings);
        Assert.Equal((1, 1), (await ListedAsync("deputy-1"), await ListedAsync("deputy-2")));
        await _chain.StepAsync("deputy-2", "co-sign", new { agreed = false });
        await _chain.StepAsync("deputy-2", "co-sign", new { agreed = true });
        await _chain.LedgerIsWholeAsync();

        await _chain.HandOverAsync();
        Assert.Equal("", Actions(await _chain.SeenByAsync("deputy-2")));
        Assert.Contains("您提出的建议已交办", Texts(await _chain.AlertsAsync("deputy-2")), StringComparison.Ordinal);
        using var order = await (await _chain.AsAsync("committee-1")).FileAsync($"/api/v1/cases/{_chain.CaseId}/papers/handover-order?format=html");
        Assert.Contains("附议代表", await order.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // One who did not sign is named to nobody outside.
        Assert.Single((await _chain.SeenByAsync("keeper-1"))["coSigners"].AsArray());
        await _chain.LedgerIsWholeAsync();
        await _server.NothingDiffersAsync();
    }

    [Fact]
    public async Task Who_reported_the_same_follows_it_and_hears_how_it_goes_on()
    {
        await _chain.SubmitAsync();
        var (report, deputy) = (_chain.CaseId, _chain.Deputy);
        await SuggestAsync(persona: deputy);
        var suggestion = _chain.CaseId;
        _chain.GoOnWith(report);
        await _chain.StepAsync(deputy, "merge", new { intoCaseId = suggestion, note = "已提出建议" });
        _chain.GoOnWith(suggestion);
        await _chain.HandOverAsync();

        var seen = await _chain.SeenByAsync("resident-1");
        Assert.Equal((true, 1, "", null), ((bool)seen["followed"]!, (int)seen["reporters"]!, Actions(seen), (string?)seen["suggestionTitle"]));
        Assert.DoesNotContain(Problem, (string)seen["text"]!, StringComparison.Ordinal);
        Assert.Contains("您关注的事项已交办", Texts(await _chain.AlertsAsync("resident-1")), StringComparison.Ordinal);
        await _chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task What_is_public_is_checked_and_its_deputy_takes_that_back()
    {
        await SuggestAsync(new { @public = true });
        Assert.Equal(1, await _server.CountAsync("select count(*) from content_checks"));
        await _chain.WaitAsync("PT5M");
        await _server.ExecuteAsync("update cases set content_status = 'passed' where id = @id", new { id = _chain.CaseId });
        using var anyone = _server.Anonymous();
        var published = (await anyone.GetAsync("/api/v1/public/371311/cases")).Expect(HttpStatusCode.OK);
        Assert.Equal("关于改造化武路路灯的建议", (string)published["items"][0]!["title"]!);
        (await (await _chain.AsAsync("deputy-1")).SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/cases/{_chain.CaseId}/consents/publishText"))).Expect(HttpStatusCode.OK);
        Assert.False((bool)(await _chain.SeenByAsync("deputy-1"))["public"]!);
    }

    /// <summary>A deputy's call of the operation that takes reports: the fixed way of other systems.</summary>
    [Fact]
    public async Task A_deputy_s_report_is_an_own_suggestion()
    {
        var receipt = (await (await _chain.AsAsync("deputy-2")).SubmitAsync()).Expect(HttpStatusCode.Created);
        Assert.Equal("adopted", (string)receipt["status"]!);
        _chain.GoOnWith((string)receipt["id"]!);
        Assert.Equal((await DeputyIdAsync("deputy-2"), null), ((string)(await _chain.SeenByAsync("committee-1"))["deputy"]["id"]!, (string?)(await _chain.SeenByAsync("committee-1"))["contact"]));
        using var neighbour = await _server.AsAsync("deputy-4");
        (await neighbour.SubmitAsync()).Expect(HttpStatusCode.NotFound, "station_code_unknown");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        var (me, foreign) = (await DeputyIdAsync("deputy-1"), await DeputyIdAsync("deputy-4"));
        (string Field, object Change)[] wrong =
        [
            ("title", new { title = "" }), ("title", new { title = new string('长', 51) }), ("problem", new { problem = "太短" }), ("problem", new { problem = new string('长', 1001) }),
            ("proposal", new { proposal = "" }), ("categoryId", new { categoryId = "none" }), ("stationId", new { stationId = "none" }), ("attachmentIds", new { attachmentIds = new[] { "none" } }),
            ("coSignerIds", new { coSignerIds = new[] { me } }), ("coSignerIds", new { coSignerIds = new[] { foreign } }), ("coSignerIds", new { coSignerIds = new[] { "none" } }),
            ("place", new { place = new { lat = 1.0, lng = 2.0 } }),
        ];
        var deputy = await _chain.AsAsync("deputy-1");
        foreach (var (field, change) in wrong)
        {
            var answer = (await deputy.PostAsync("/api/v1/suggestions", Body(change))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            Assert.True(answer["errors"]![field] is not null, $"{field}: {answer.Body}");
        }

        Assert.Equal(0, await _server.CountAsync("select count(*) from cases"));
        // The same call again is the same suggestion.
        var first = (await deputy.PostAsync("/api/v1/suggestions", Body(null), key: "once")).Expect(HttpStatusCode.Created);
        var again = (await deputy.PostAsync("/api/v1/suggestions", Body(null), key: "once")).Expect(HttpStatusCode.Created);
        Assert.Equal((string)first["id"]!, (string)again["id"]!);
        Assert.Equal(1, await _server.CountAsync("select count(*) from cases"));
    }

    [Fact]
    public async Task A_page_takes_it_and_its_co_signers()
    {
        using var page = await PageClient.SignInAsync(_server.Address, "deputy-1");
        using var empty = await page.PostAsync("/suggestions/new", "/suggestions/new", ("key", "a"), ("kind", "Opinion"), ("proposal", "请更换节能路灯。"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("请更换节能路灯。", await empty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var sent = await page.PostAsync(
            "/suggestions/new", "/suggestions/new", ("key", "b"), ("kind", "Opinion"), ("categoryId", _category), ("title", "关于路灯的意见"), ("problem", Problem), ("proposal", "请更换节能路灯。"),
            ("coSignerIds", await DeputyIdAsync("deputy-2")));
        var address = sent.Headers.Location!.OriginalString;
        Assert.EndsWith("?done=suggest", address, StringComparison.Ordinal);
        using var shown = await page.GetAsync(address);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.All(["代表意见", "待交办", "附议代表", "待本人确认", "邀请附议", "建议已提交"], words => Assert.Contains(words, html, StringComparison.Ordinal));
        Assert.All(["居民时限", "采纳为代表建议"], words => Assert.DoesNotContain(words, html, StringComparison.Ordinal));

        using var other = await PageClient.SignInAsync(_server.Address, "deputy-2");
        using var list = await other.GetAsync("/work");
        Assert.Contains("确认是否附议", await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var form = await other.GetAsync("/s/" + await (await _chain.AsAsync("deputy-2")).FirstStationCodeAsync() + "/report");
        Assert.Equal("/suggestions/new", form.Headers.Location!.OriginalString);
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    private async Task SuggestAsync(object? change = null, string persona = "deputy-1")
    {
        var receipt = (await (await _chain.AsAsync(persona)).PostAsync("/api/v1/suggestions", Body(change))).Expect(HttpStatusCode.Created);
        _chain.GoOnWith((string)receipt["id"]!);
    }

    private JsonObject Body(object? change)
    {
        var body = new JsonObject
        {
            ["categoryId"] = _category,
            ["title"] = "关于改造化武路路灯的建议",
            ["problem"] = Problem,
            ["proposal"] = "请更换节能路灯。",
            ["public"] = false,
        };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(change ?? new { })!.AsObject())
            body[name] = value?.DeepClone();
        return body;
    }

    private async Task<string> DeputyIdAsync(string persona) => (string)(await (await _chain.AsAsync(persona)).GetAsync("/api/v1/me"))["deputyId"]!;

    private async Task<IReadOnlyList<string>> InboxAsync(string persona) =>
        [.. (await (await _chain.AsAsync(persona)).GetAsync("/api/v1/cases?role=inbox"))["items"].AsArray().Select(item => (string)item!["waiting"]!["kind"]!)];

    /// <summary>How many have signed, as the list of all says.</summary>
    private async Task<int> ListedAsync(string persona) =>
        (int)Assert.Single((await (await _chain.AsAsync(persona)).GetAsync("/api/v1/cases?role=all"))["items"].AsArray())!["coSigners"]!;

    private static string Actions(ApiAnswer seen) => string.Join(' ', seen["actions"].AsArray().Select(action => (string)action!));

    private static string Kinds(ApiAnswer papers) => string.Join(' ', papers["items"].AsArray().Select(paper => (string)paper!["kind"]!));

    private static string Texts(IEnumerable<JsonNode> alerts) => string.Join('\n', alerts.Select(alert => (string)alert["text"]!));
}
