using System.Net;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Notices;

/// <summary>What WeChat certainly does not take goes another way, once; what nobody knows is left to a person (handbook §5).</summary>
public sealed class FallbackTests
{
    private const string Token = "a-token-for-the-gateway";
    private static readonly string[] Deputies = ["deputy-1", "deputy-2", "deputy-3"];

    [Fact]
    public async Task A_group_hears_of_work_that_WeChat_refused_and_never_of_a_resident_s_matter()
    {
        await using var robot = await Receiver.RobotAsync();
        await using var server = await TestServer.StartAsync(null, null, "--Fallback:WebhookUrl", robot.Address);
        await TurnOffAsync(server, [.. Deputies, "resident-1"]);
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        var receipt = await chain.SubmitAsync();
        await chain.AdoptAsync();
        await anyone.AdvanceAsync("PT2H");

        var post = Assert.Single(robot.Posts, post => Text(post).Contains((string)receipt["number"]!, StringComparison.Ordinal));
        Assert.Equal("text", (string)post.Body["msgtype"]!);
        Assert.Contains("新的居民反映", Text(post), StringComparison.Ordinal);
        Assert.DoesNotContain(robot.Posts, other => Text(other).Contains("已列为代表建议", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_phone_comes_before_the_group_and_the_group_after_a_phone_that_is_refused()
    {
        await using var gateway = await Receiver.StartAsync((context, _) => AnswerAsync(context, StatusCodes.Status400BadRequest));
        await using var robot = await Receiver.RobotAsync();
        await using var server = await TestServer.StartAsync(
            null, null, "--Fallback:WebhookUrl", robot.Address, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", Token);
        await TurnOffAsync(server, Deputies);
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        // Others in the demo have no WeChat at all: they are told as well.
        var number = (string)(await chain.SubmitAsync())["number"]!;
        await anyone.AdvanceAsync("PT2H");

        var post = Assert.Single(gateway.Posts, post => ((string)post.Body["text"]!).Contains(number, StringComparison.Ordinal));
        Assert.Equal($"1390000000{int.Parse(chain.Deputy[^1..], System.Globalization.CultureInfo.InvariantCulture) + 3}", (string)post.Body["phone"]!);
        Assert.Equal($"Bearer {Token}", (string?)post.Headers.Authorization);
        Assert.Equal((string)post.Body["id"]!, (string?)post.Headers["Idempotency-Key"]);
        Assert.Single(robot.Posts, other => Text(other).Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_is_busy_is_asked_again_with_the_same_id_and_sweeps_side_by_side_ask_once()
    {
        await using var gateway = await Receiver.StartAsync((context, n) => AnswerAsync(context, n == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK));
        await using var server = await TestServer.StartAsync(null, null, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", Token);
        await TurnOffAsync(server, Deputies);
        using var chain = new CaseChain(server);
        var number = (string)(await chain.SubmitAsync())["number"]!;
        var sweep = server.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "outbox");
        var clock = server.Services.GetRequiredService<MovableClock>();
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => sweep.RunAsync(CancellationToken.None))));
            clock.TryMoveTo(clock.GetUtcNow().AddMinutes(3));
        }

        var posts = gateway.Posts.Where(post => ((string)post.Body["text"]!).Contains(number, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, posts.Count);
        Assert.Single(posts.Select(post => (string?)post.Headers["Idempotency-Key"]).Distinct(StringComparer.Ordinal));
        Assert.Equal(["sent"], await StatusesAsync(server, chain));
    }

    [Fact]
    public async Task A_gateway_that_hangs_up_leaves_a_doubt_that_only_an_administrator_may_repeat()
    {
        await using var gateway = await Receiver.StartAsync((context, n) => n == 1 ? AbortAsync(context) : AnswerAsync(context, StatusCodes.Status200OK));
        await using var server = await TestServer.StartAsync(null, null, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", Token);
        await TurnOffAsync(server, Deputies);
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        await anyone.AdvanceAsync("PT8H");
        Assert.All(gateway.Posts.CountBy(post => (string)post.Body["id"]!), pair => Assert.Equal(1, pair.Value));
        Assert.Equal(["doubtful"], await StatusesAsync(server, chain));

        using var admin = await server.AsAsync("admin-1");
        var listed = (await admin.GetAsync("/api/v1/admin/outbox?status=doubtful&limit=100")).Expect(HttpStatusCode.OK);
        var item = Assert.Single(listed["items"].AsArray(), item => (string?)item!["caseId"] == chain.CaseId)!;
        Assert.Equal("sms", (string)item["channel"]!);
        Assert.DoesNotContain("1390000", listed.Body!.ToJsonString(), StringComparison.Ordinal);

        (await admin.PostAsync($"/api/v1/admin/outbox/{item["id"]}/retry")).Expect(HttpStatusCode.NoContent);
        await anyone.AdvanceAsync("PT1M");
        Assert.Equal([(string)item["id"]!], gateway.Posts.CountBy(post => (string)post.Body["id"]!).Where(pair => pair.Value == 2).Select(pair => pair.Key));
        Assert.Equal(["sent"], await StatusesAsync(server, chain));
        (await admin.PostAsync($"/api/v1/admin/outbox/{item["id"]}/retry")).Expect(HttpStatusCode.Conflict, "delivery_not_failed");
    }

    [Fact]
    public async Task The_monitor_is_for_administrators_of_the_jurisdiction_only()
    {
        await using var server = await TestServer.StartAsync();
        await TurnOffAsync(server, Deputies);
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        using var admin = await server.AsAsync("admin-1");
        var waiting = (await admin.GetAsync("/api/v1/admin/outbox?status=waiting&limit=100")).Expect(HttpStatusCode.OK);
        Assert.Contains(waiting["items"].AsArray(), item => (string?)item!["caseId"] == chain.CaseId);
        await anyone.AdvanceAsync("PT1H");
        var refused = (await admin.GetAsync("/api/v1/admin/outbox?status=failed")).Expect(HttpStatusCode.OK)["items"].AsArray();
        var id = (string)refused.Single(item => (string?)item!["caseId"] == chain.CaseId)!["id"]!;
        Assert.Contains("43101", refused.ToJsonString(), StringComparison.Ordinal);

        foreach (var persona in (string[])["resident-1", "deputy-1", "committee-1", "government-1", "agency-1", "supervisor-1", "auditor-1"])
        {
            using var other = await server.AsAsync(persona);
            (await other.GetAsync("/api/v1/admin/outbox")).Expect(HttpStatusCode.Forbidden);
            (await other.PostAsync($"/api/v1/admin/outbox/{id}/retry")).Expect(HttpStatusCode.Forbidden);
        }

        (await anyone.GetAsync("/api/v1/admin/outbox")).Expect(HttpStatusCode.Unauthorized);
        (await admin.GetAsync("/api/v1/admin/outbox?status=sent")).Expect(HttpStatusCode.UnprocessableEntity);
        await server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync("update outbox set jurisdiction = '371302' where id = @id", new { id }), TestContext.Current.CancellationToken);
        (await admin.PostAsync($"/api/v1/admin/outbox/{id}/retry")).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(id, (await admin.GetAsync("/api/v1/admin/outbox")).Body!.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Text(Receiver.Post post) => (string)post.Body["text"]!["content"]!;

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task TurnOffAsync(TestServer server, IEnumerable<string> people)
    {
        var sandbox = server.Services.GetRequiredService<ScanDeputy.Server.Demo.EmbeddedSandbox>().Control;
        var personas = server.Services.GetRequiredService<ScanDeputy.Server.Demo.Personas>();
        foreach (var name in people)
        {
            var openId = (await personas.FindAsync(name, CancellationToken.None))!.OpenId;
            foreach (var template in sandbox.Templates)
                sandbox.TurnOffSubscription(openId, template.Id);
        }
    }

    private static async Task<IReadOnlyList<string>> StatusesAsync(TestServer server, CaseChain chain) => (await server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryAsync<string>("select status from outbox where channel = 'sms' and payload like @Like", new { Like = $"%{chain.CaseId}%" }), TestContext.Current.CancellationToken)).AsList();
}
