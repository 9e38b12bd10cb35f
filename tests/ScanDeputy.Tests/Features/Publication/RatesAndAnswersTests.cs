using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>Asked, answered, kept: what the public hears of it, and the four rates.</summary>
public sealed class RatesAndAnswersTests : PublicationTest
{
    [Fact]
    public async Task The_four_rates_are_counted_of_all_cases_each_of_its_own()
    {
        using var received = await PublishedAsync();
        using var secret = await PublishedAsync(new { @public = false });
        using var withdrawn = await PublishedAsync();
        await withdrawn.StepAsync("resident-1", "withdraw", new { reason = "问题已经自行解决" });
        using var answered = await PublishedAsync();
        await answered.StepAsync(answered.Deputy, "answer", new { text = "已与物业联系，三日内修好路灯。" });
        await answered.EvaluateAsync();
        using var redirected = await PublishedAsync();
        await redirected.StepAsync(redirected.Deputy, "redirect", new { reason = "notCompetent", destination = "hotline12345", text = "请拨打 12345 反映，由热线统一派单。" });
        using var solved = new CaseChain(Server);
        await solved.ToHandlingAsync();
        await solved.ReplyAsync();
        using var unsatisfied = new CaseChain(Server);
        await unsatisfied.ToHandlingAsync();
        await unsatisfied.ReplyAsync();
        await unsatisfied.AcceptAsync();
        await unsatisfied.EvaluateAsync("unsatisfied");
        // Received, secret, answered, redirected, solved, and the one that is handled again.
        var counted = await CountAsync();
        Assert.Equal(new CaseRates(new(4, 6), new(1, 1), new(1, 2), new(0, 6)), counted);
        Assert.Equal(counted, await WholeAsync());

        var shown = (await Nobody.GetAsync($"{Place}/rates")).Expect(HttpStatusCode.OK).Body!;
        Assert.Equal("""{"answered":{"n":4,"of":6,"rate":0.6667},"solved":{"n":1,"of":1,"rate":1},"satisfied":{"n":1,"of":2,"rate":0.5},"closed":{"n":0,"of":6,"rate":0}}""", shown.ToJsonString());
        var page = await TextAsync(Page);
        foreach (var text in (string[])["66.7%", "已答复 4 件 / 全部反映 6 件", "满意或基本满意 1 件 / 居民已评价 2 件", "已解决 1 件 / 承办单位已答复 1 件", "已办结 0 件 / 全部反映 6 件"])
            Assert.Contains(text, page, StringComparison.Ordinal);
        await answered.WaitAsync("P2D");
        Assert.Equal(1, (await CountAsync()).Closed.N);
        Assert.Equal(await CountAsync(), await WholeAsync());
    }

    [Fact]
    public async Task A_promise_is_shown_until_it_was_kept_and_an_answer_with_where_to_go()
    {
        using var chain = new CaseChain(Server);
        await chain.ToHandlingAsync();
        await CheckAsync();
        var number = await NumberOfAsync(chain);
        Assert.Null((await ShownAsync(number))["answer"]);
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn = "2026-06-15", attachmentIds = Array.Empty<string>() });
        Assert.Equal(("inProgress", "2026-06-15", "running"), PromiseOf(await ShownAsync(number)));
        await chain.AcceptAsync();
        await chain.WaitAsync("P31D");
        Assert.Equal("checking", PromiseOf(await ShownAsync(number)).Promise);
        await chain.StepAsync(chain.Deputy, "accept", new { note = "已兑现" });
        Assert.Equal("kept", PromiseOf(await ShownAsync(number)).Promise);
        Assert.Contains("承诺已兑现", await TextAsync(Page), StringComparison.Ordinal);

        using var redirected = await PublishedAsync();
        await redirected.StepAsync(redirected.Deputy, "redirect", new { reason = "notCompetent", destination = "hotline12345", text = "请拨打热线反映，统一派单。" });
        var elsewhere = await ShownAsync(await NumberOfAsync(redirected));
        Assert.Equal(("redirected", "12345 政务服务便民热线"), ((string)elsewhere["status"]!, (string)elsewhere["answer"]!["destination"]!));
    }

    [Fact]
    public async Task Who_has_an_answer_is_not_sent_it_again_and_who_is_signed_in_is_not_shown_to_others()
    {
        using var chain = await PublishedAsync();
        var number = await NumberOfAsync(chain);
        string[] paths = [$"{Place}/cases", $"{Place}/cases/{number}", $"{Page}", $"{Page}/cases/{number}", $"{Page}/feed.rss"];
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        using var http = new HttpClient { BaseAddress = Server.Address };
        foreach (var path in paths)
        {
            var (status, tag, cache) = await AskAsync(http, path, null);
            Assert.Equal((HttpStatusCode.OK, "public, max-age=60"), (status, cache));
            Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(http, path, tag)).Status);
            tags[path] = tag!;
        }

        await chain.StepAsync(chain.Deputy, "answer", new { text = "已与物业联系，三日内修好路灯。" });
        foreach (var path in paths)
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, path, tags[path])).Status);

        using var visitor = await PageClient.SignInAsync(Server.Address, "resident-1");
        foreach (var path in (string[])[Page, $"{Page}/cases/{number}"])
        {
            using var own = await visitor.GetAsync(path);
            Assert.DoesNotContain("public", own.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Null(own.Headers.ETag);
        }

        // The author finds the public page from their own case; it says what a shared link shows.
        using var mine = await visitor.GetAsync($"/cases/{chain.CaseId}");
        Assert.Contains($"/p/371311/cases/{number}", await mine.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var shared = await TextAsync($"{Page}/cases/{number}");
        Assert.Contains("<meta name=\"description\" content=\"已与物业联系", shared, StringComparison.Ordinal);
        Assert.Contains($"<link rel=\"canonical\" href=\"{Server.Address.ToString().TrimEnd('/')}/p/371311/cases/{number}\"", shared, StringComparison.Ordinal);
        Assert.Contains("href=\"/p\"", await TextAsync("/"), StringComparison.Ordinal);
        Assert.Contains("href=\"/p/371311\"", await TextAsync($"/s/{await Nobody.FirstStationCodeAsync()}"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> ShownAsync(string number) => (await Nobody.GetAsync($"{Place}/cases/{number}")).Expect(HttpStatusCode.OK).Body!;

    private static (string? Outcome, string? On, string? Promise) PromiseOf(JsonNode shown) =>
        ((string?)shown["answer"]!["outcome"], (string?)shown["answer"]!["promisedOn"], (string?)shown["answer"]!["promise"]);

    private async Task<CaseRates> CountAsync() =>
        (await Server.Services.GetRequiredService<Database>().ReadAsync(connection => GetPublishedRates.CountAsync(connection, "371311"), Ct))!;

    private Task<CaseRates> WholeAsync() => WholeCount.OfAsync(Server.Services.GetRequiredService<Database>(), "371311");

    private static async Task<(HttpStatusCode Status, string? Tag, string? Cache)> AskAsync(HttpClient http, string path, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, answer.Headers.ETag?.ToString(), answer.Headers.CacheControl?.ToString());
    }
}
