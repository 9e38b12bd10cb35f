using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>A visitor without an account hears of the result by text message and rates it by the link, once.</summary>
public sealed class RatingLinkTests
{
    [Fact]
    public async Task A_visitor_without_an_account_hears_of_the_result_and_rates_it_once_by_the_link()
    {
        await using var gateway = await Receiver.StartAsync((context, _) => { context.Response.StatusCode = 200; return Task.CompletedTask; });
        await using var server = await TestServer.StartAsync(
            null, null, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", "a-token-for-the-gateway", "--Codes:Address", "https://lz.example.cn");
        using var keeper = await server.AsAsync("keeper-1");
        var id = (string)(await keeper.SubmitAsync(new { onBehalfOf = new { name = "李老汉", phone = "13800001111" } })).Expect(HttpStatusCode.Created)["id"]!;
        var deputy = await DeputyOfAsync(server, id);
        (await deputy.MoveAsync(id, "answer", new { text = "路灯已经修好，请放心。" })).Expect(HttpStatusCode.OK);
        await keeper.AdvanceAsync("PT1M");

        var text = (string)Assert.Single(gateway.Posts, post => (string)post.Body["phone"]! == "13800001111").Body["text"]!;
        Assert.DoesNotContain("路灯", text, StringComparison.Ordinal);
        var token = text[(text.IndexOf("/r/", StringComparison.Ordinal) + 3)..];
        // Neither the phone nor the link is kept where the message waited.
        Assert.Equal(0, await server.CountAsync("select count(*) from outbox where to_phone_encrypted is not null"));
        Assert.Equal(0, await server.CountAsync("select count(*) from outbox where payload like @Token", new { Token = $"%{token}%" }));

        using var nobody = server.Anonymous();
        var seen = (await nobody.GetAsync($"/api/v1/ratings/{token}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("路灯已经修好，请放心。", true), ((string)seen["result"]!, (bool)seen["mayRate"]!));
        Assert.DoesNotContain("李老汉", Regex.Unescape(seen.Body!.ToJsonString()), StringComparison.Ordinal);
        var turned = (token[0] == 'A' ? 'B' : 'A') + token[1..];
        foreach (var wrong in new[] { turned, token[..^1], "x", token + "A" })
            (await nobody.GetAsync($"/api/v1/ratings/{wrong}")).Expect(HttpStatusCode.NotFound);

        using var page = new PageClient(server.Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.PostAsync($"/r/{token}", $"/r/{token}", ("grade", "Wonderful"))).StatusCode);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => nobody.PostAsync($"/api/v1/ratings/{token}", new { grade = "satisfied", text = "很快" })));
        Assert.Single(both, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(both.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.Gone, "rating_link_ended"));
        (await nobody.GetAsync($"/api/v1/ratings/{token}")).Expect(HttpStatusCode.Gone, "rating_link_ended");
        Assert.Equal(HttpStatusCode.Gone, (await page.GetAsync($"/r/{token}")).StatusCode);
        // What follows the rating can be loaded again.
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync($"/r/{token}?done=Satisfied")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await page.GetAsync($"/r/{turned}?done=Satisfied")).StatusCode);
        Assert.Equal("evaluated", (string)(await keeper.CaseAsync(id)).Expect(HttpStatusCode.OK)["status"]!);
        await server.NothingDiffersAsync();
        deputy.Dispose();
    }

    [Fact]
    public async Task Guesses_are_counted_and_a_link_ends()
    {
        await using var server = await TestServer.StartAsync(settings: ["--Limits:Enabled", "true"]);
        using var nobody = server.Anonymous();
        for (var i = 0; i < 30; i++)
            await nobody.GetAsync($"/api/v1/ratings/{new string('A', 43)}");
        (await nobody.GetAsync($"/api/v1/ratings/{new string('A', 43)}")).Expect(HttpStatusCode.TooManyRequests);
    }

    private static async Task<ApiClient> DeputyOfAsync(TestServer server, string id)
    {
        foreach (var persona in new[] { "deputy-1", "deputy-2", "deputy-3" })
        {
            var deputy = await server.AsAsync(persona);
            if ((await deputy.CaseAsync(id)).Status == HttpStatusCode.OK)
                return deputy;
            deputy.Dispose();
        }

        throw new InvalidOperationException("The report is with none of the three.");
    }
}
