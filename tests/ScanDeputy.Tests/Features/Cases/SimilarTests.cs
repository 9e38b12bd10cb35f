using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>The same matter reported again: shown before it is sent, followed instead, found at triage.</summary>
public sealed class SimilarTests
{
    private const string Text = "齿轮厂宿舍后墙的排烟管道整夜轰鸣，孩子睡不着，电话13912345678。";
    private const string InOtherWords = "齿轮厂宿舍那根排烟管道夜里轰鸣不停，吵得孩子没法睡。";

    private static readonly object Here = new { address = "齿轮厂宿舍3号楼", lat = 35.0312, lng = 118.2871 };

    [Fact]
    public async Task A_resident_is_shown_what_is_published_masked_and_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        using var author = await server.AsAsync("resident-1");
        using var asker = await server.AsAsync("resident-2");
        var published = (string)(await SubmitAsync(author, isPublic: true)).Body!["id"]!;
        await SubmitAsync(author, isPublic: false);
        await SubmitAsync(author, isPublic: true, text: "宿舍楼道的感应灯坏了一个月，上楼要摸黑。");
        // Before the content check has passed it, it is not published.
        Assert.Empty(await AskAsync(asker));
        await CheckAsync(server);

        var found = Assert.Single(await AskAsync(asker))!;
        Assert.Equal(published, (string)found["id"]!);
        Assert.Contains("139******78", (string)found["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("13912345678", found.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("齿轮厂宿舍3号楼", (string)found["placeAddress"]!);
        Assert.False((bool)found["mine"]! || (bool)found["followed"]!);
        Assert.Equal(["createdAt", "distanceMetres", "followed", "id", "mine", "number", "placeAddress", "station", "status", "text", "title", "weak"],
            found.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        // One's own are there, published or not.
        Assert.Equal([true, true], (await AskAsync(author)).Select(item => (bool)item!["mine"]!));
    }

    [Fact]
    public async Task Strangers_learn_nothing_of_what_is_masked()
    {
        await using var server = await TestServer.StartAsync();
        using var author = await server.AsAsync("resident-1");
        using var asker = await server.AsAsync("resident-2");
        var receipt = await SubmitAsync(author, isPublic: true);
        var id = (string)receipt["id"]!;
        await CheckAsync(server);
        (await asker.PostAsync($"/api/v1/cases/{id}/follow")).Expect(HttpStatusCode.OK);
        var fingerprint = ((string)receipt["receipt"]!).Split('-')[^1];
        Assert.Contains(fingerprint, (await author.CaseAsync(id)).Body!.ToJsonString(), StringComparison.Ordinal);
        using var page = await PageClient.SignInAsync(server.Address, "resident-2");
        foreach (var secret in (string[])[fingerprint, (string)receipt["nonce"]!])
        {
            foreach (var path in (string[])[$"/api/v1/cases/{id}", $"/api/v1/cases/{id}/events", "/api/v1/cases?role=mine"])
                Assert.DoesNotContain(secret, (await asker.GetAsync(path)).Expect(HttpStatusCode.OK).Body!.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, await (await page.GetAsync($"/cases/{id}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        foreach (var entry in (await asker.GetAsync($"/api/v1/cases/{id}/events"))["items"].AsArray())
            Assert.True(entry!["hash"] is null && entry["previousHash"] is null && entry["data"]!["fingerprint"] is null);

        // Wherever they ask from, and whatever digits they try: the answers are few, and the same for right digits and wrong ones.
        var distances = new HashSet<int>();
        for (var i = 0; i < 12; i++)
        {
            var here = new { address = "这里", lat = 35.0300 + (i * 0.0003), lng = 118.2850 + (i * 0.0003) };
            foreach (var found in await AskAsync(asker, place: here))
                distances.Add((int)found!["distanceMetres"]!);
        }

        Assert.All(distances, metres => Assert.Contains(metres, (int[])[200, 500, 1000]));
        var right = await AskAsync(asker, text: "13912345678");
        var wrong = await AskAsync(asker, text: "13698765432");
        Assert.Equal(wrong.Count, right.Count);
    }

    [Fact]
    public async Task Another_category_or_place_or_an_ended_case_is_not_similar()
    {
        await using var server = await TestServer.StartAsync();
        using var author = await server.AsAsync("resident-1");
        using var asker = await server.AsAsync("resident-2");
        var receipt = await SubmitAsync(author, isPublic: true);
        await CheckAsync(server);
        var codes = (await asker.GetAsync("/sandbox/station-codes"))["items"].AsArray();
        var elsewhere = (string)codes.First(code => (string)code!["station"]!["id"]! != (string)codes[0]!["station"]!["id"]!)!["code"]!;
        var categories = (await asker.GetAsync($"/api/v1/station-codes/{codes[0]!["code"]}"))["categories"].AsArray();

        Assert.Single(await AskAsync(asker, elsewhere));
        Assert.Empty(await AskAsync(asker, elsewhere, new { lat = 35.0412, lng = 118.2871 }));
        Assert.Empty(await AskAsync(asker, categoryId: (string)categories[1]!["id"]!));
        // The same station without a place.
        Assert.Single(await AskAsync(asker, place: new { address = "不清楚" }));
        (await author.MoveAsync((string)receipt["id"]!, "withdraw", new { reason = "已经解决" })).Expect(HttpStatusCode.OK);
        Assert.Empty(await AskAsync(asker));
        (await asker.PostAsync("/api/v1/cases/similar", new { stationCode = "AAAA-AAAA", categoryId = "x", text = Text })).Expect(HttpStatusCode.NotFound, "station_code_unknown");
        (await asker.PostAsync("/api/v1/cases/similar", new { stationCode = codes[0]!["code"], categoryId = "x" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task Who_follows_hears_of_progress_once_and_of_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync(change: await BodyAsync(await chain.AsAsync("resident-1"), isPublic: true));
        await CheckAsync(server);
        var follower = await chain.AsAsync("resident-2");
        (await follower.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        for (var i = 0; i < 3; i++)
            Assert.True((bool)(await follower.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK)["followed"]!);

        var seen = (await follower.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK);
        Assert.True((bool)seen["followed"]!);
        Assert.Contains("139******78", (string)seen["text"]!, StringComparison.Ordinal);
        Assert.Null(seen.Body!["contact"]);
        Assert.Null(seen["place"]["lat"]);
        Assert.Empty(seen["actions"].AsArray());
        var mine = (await follower.GetAsync("/api/v1/cases?role=mine"))["items"].AsArray().Single(item => (string)item!["id"]! == chain.CaseId)!;
        Assert.True((bool)mine["followed"]!);
        Assert.DoesNotContain("13912345678", mine.ToJsonString(), StringComparison.Ordinal);
        // What is masked must not be found by trying.
        Assert.Empty((await follower.GetAsync("/api/v1/cases?role=mine&q=13912345678"))["items"].AsArray());
        Assert.Single((await (await chain.AsAsync("resident-1")).GetAsync("/api/v1/cases?role=mine&q=13912345678"))["items"].AsArray());

        await chain.StepAsync("resident-1", "supplement", new { text = "补充：昨晚又响到三点，我的电话13912345678。", attachmentIds = Array.Empty<string>() });
        Assert.DoesNotContain("昨晚又响", (await follower.GetAsync($"/api/v1/cases/{chain.CaseId}/events")).Expect(HttpStatusCode.OK).Body!.ToJsonString(), StringComparison.Ordinal);
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已联系厂方加装消声器。" });
        var told = Assert.Single(await chain.AlertsAsync("resident-2"));
        Assert.Equal(("progress", "代表已答复您关注的事项"), ((string)told["kind"]!, (string)told["text"]!));
        Assert.Equal("代表已答复您反映的问题", (string)Assert.Single(await chain.AlertsAsync("resident-1"))["text"]!);
        (await follower.MoveAsync(chain.CaseId, "evaluate", new { grade = "satisfied" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.EvaluateAsync("unsatisfied");
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Only_what_is_published_can_be_followed_and_who_leaves_hears_no_more()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var author = await chain.AsAsync("resident-1");
        var follower = await chain.AsAsync("resident-2");
        var hidden = (string)(await SubmitAsync(author, isPublic: false))["id"]!;
        await chain.SubmitAsync(change: await BodyAsync(author, isPublic: true));
        foreach (var id in (string[])[hidden, chain.CaseId, "nothing"])
            (await follower.PostAsync($"/api/v1/cases/{id}/follow")).Expect(HttpStatusCode.NotFound, "not_found");
        await CheckAsync(server);
        (await follower.PostAsync($"/api/v1/cases/{hidden}/follow")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.True((bool)(await author.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK)["mine"]!);

        (await follower.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK);
        Assert.True((bool)Assert.Single(await AskAsync(follower))!["followed"]!);
        for (var i = 0; i < 2; i++)
            Assert.False((bool)(await LeaveAsync(follower, chain.CaseId)).Expect(HttpStatusCode.OK)["followed"]!);
        (await follower.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已联系厂方加装消声器。" });
        Assert.Empty(await chain.AlertsAsync("resident-2"));
        (await LeaveAsync(follower, hidden)).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Followers_go_along_with_a_merge_and_whose_own_matter_it_is_cannot_leave()
    {
        await using var server = await TestServer.StartAsync();
        using var leading = new CaseChain(server);
        await leading.SubmitAsync(change: await BodyAsync(await leading.AsAsync("resident-1"), isPublic: true));
        using var merged = new CaseChain(server);
        await merged.SubmitAsync("resident-2", await BodyAsync(await merged.AsAsync("resident-2"), isPublic: true));
        await CheckAsync(server);
        var third = await leading.AsAsync("resident-3");
        var second = await leading.AsAsync("resident-2");
        (await third.PostAsync($"/api/v1/cases/{merged.CaseId}/follow")).Expect(HttpStatusCode.OK);
        // Chosen before it became their own matter's.
        (await second.PostAsync($"/api/v1/cases/{leading.CaseId}/follow")).Expect(HttpStatusCode.OK);

        await merged.StepAsync("committee-1", "merge", new { intoCaseId = leading.CaseId });

        Assert.True((bool)(await third.CaseAsync(leading.CaseId)).Expect(HttpStatusCode.OK)["followed"]!);
        Assert.True((bool)(await LeaveAsync(second, leading.CaseId)).Expect(HttpStatusCode.OK)["followed"]!);
        Assert.False((bool)(await LeaveAsync(third, leading.CaseId)).Expect(HttpStatusCode.OK)["followed"]!);
        // By the number that they know it by: the leading one is meant.
        Assert.Equal(leading.CaseId, (string)(await third.PostAsync($"/api/v1/cases/{merged.CaseId}/follow")).Expect(HttpStatusCode.OK)["id"]!);
        await leading.StepAsync(leading.Deputy, "answer", new { text = "已联系厂方加装消声器。" });
        foreach (var resident in (string[])["resident-2", "resident-3"])
            Assert.Single(await leading.AlertsAsync(resident), alert => ((string)alert["text"]!).Contains("答复", StringComparison.Ordinal));
        await leading.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Nobody_who_follows_during_a_merge_is_left_behind()
    {
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 4; round++)
        {
            using var leading = new CaseChain(server);
            await leading.SubmitAsync(change: await BodyAsync(await leading.AsAsync("resident-1"), isPublic: true));
            using var merged = new CaseChain(server);
            await merged.SubmitAsync("resident-2", await BodyAsync(await merged.AsAsync("resident-2"), isPublic: true));
            await CheckAsync(server);
            var follower = await leading.AsAsync("resident-3");
            var committee = await leading.AsAsync("committee-1");

            var answers = await Task.WhenAll(
                follower.PostAsync($"/api/v1/cases/{merged.CaseId}/follow"),
                committee.PostAsync($"/api/v1/cases/{merged.CaseId}/merge", new { intoCaseId = leading.CaseId }, version: 1));

            Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
            (await follower.CaseAsync(leading.CaseId)).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task At_triage_everybody_sees_what_is_theirs_or_published_with_the_number_to_merge_into()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var author = await chain.AsAsync("resident-1");
        var hidden = await SubmitAsync(author, isPublic: false);
        var published = await SubmitAsync(author, isPublic: true);
        await chain.SubmitAsync("resident-2", await BodyAsync(author, isPublic: false, text: InOtherWords));
        await CheckAsync(server);

        var committee = await SimilarToAsync(await chain.AsAsync("committee-1"), chain.CaseId);
        Assert.Equal(Numbers(hidden, published), committee.Select(item => (string)item!["number"]!).Order(StringComparer.Ordinal));
        // Their own office sees it in full.
        Assert.All(committee, item => Assert.Contains("13912345678", (string)item!["text"]!, StringComparison.Ordinal));
        var deputy = await chain.AsAsync(chain.Deputy);
        var mayHidden = (await deputy.CaseAsync((string)hidden["id"]!)).Status == HttpStatusCode.OK;
        Assert.Equal(mayHidden ? Numbers(hidden, published) : Numbers(published), (await SimilarToAsync(deputy, chain.CaseId)).Select(item => (string)item!["number"]!).Order(StringComparer.Ordinal));
        Assert.Equal(Numbers(published), (await SimilarToAsync(await chain.AsAsync("resident-2"), chain.CaseId)).Select(item => (string)item!["number"]!));

        await chain.StepAsync(chain.Deputy, "merge", new { intoCaseId = (string)published["number"]!, note = "同一件事" });

        static IEnumerable<string> Numbers(params ApiAnswer[] receipts) => receipts.Select(receipt => (string)receipt["number"]!).Order(StringComparer.Ordinal);
    }

    private static async Task<JsonArray> SimilarToAsync(ApiClient client, string id) =>
        (await client.GetAsync($"/api/v1/cases/{id}/similar")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private static async Task<JsonArray> AskAsync(ApiClient client, string? code = null, object? place = null, string? categoryId = null, string text = InOtherWords)
    {
        var first = await client.FirstStationCodeAsync();
        categoryId ??= (string)(await client.GetAsync($"/api/v1/station-codes/{first}"))["categories"][0]!["id"]!;
        var answer = await client.PostAsync("/api/v1/cases/similar", new { stationCode = code ?? first, categoryId, text, place = place ?? Here });
        return answer.Expect(HttpStatusCode.OK)["items"].AsArray();
    }

    private static async Task<object> BodyAsync(ApiClient client, bool isPublic, string text = Text)
    {
        var code = await client.FirstStationCodeAsync();
        return new { stationCode = code, text, place = Here, @public = isPublic };
    }

    private static async Task<ApiAnswer> SubmitAsync(ApiClient client, bool isPublic, string text = Text) =>
        (await client.SubmitAsync(await BodyAsync(client, isPublic, text))).Expect(HttpStatusCode.Created);

    private static Task<ApiAnswer> LeaveAsync(ApiClient client, string id) => client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/cases/{id}/follow"));

    private static Task CheckAsync(TestServer server) =>
        server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);
}
