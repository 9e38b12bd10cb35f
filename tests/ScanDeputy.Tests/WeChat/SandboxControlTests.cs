using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The controls over HTTP, the bounds, and where the sandbox must not run.</summary>
public sealed class SandboxControlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Life_of_a_user_over_http()
    {
        await using var world = await WeChatWorld.StartAsync();
        using var http = new HttpClient { BaseAddress = world.Sandbox.BaseAddress };

        var user = await PostAsync(http, "users", new { phone = "13900000009" });
        var openId = (string)user!["openId"]!;
        var code = await PostAsync(http, "login-codes", new { openId });
        var session = await world.Client().CodeToSessionAsync((string)code!["code"]!, Ct);
        await PostAsync(http, "subscriptions/accept", new { openId, templateId = WeChatWorld.Reply, times = 2 });
        var left = await http.GetFromJsonAsync<JsonObject>($"/_control/subscriptions?openId={openId}&templateId={WeChatWorld.Reply}", Ct);
        var count = await http.GetFromJsonAsync<JsonObject>("/_control/messages/count", Ct);

        Assert.Equal((openId, 2, 0), (session.Value!.OpenId, (int)left!["messages"]!, (int)count!["value"]!));
    }

    [Fact]
    public async Task Faults_and_switches_over_http()
    {
        await using var world = await WeChatWorld.StartAsync();
        using var http = new HttpClient { BaseAddress = world.Sandbox.BaseAddress };

        await http.PutAsJsonAsync("/_control/switches", new { sourceIpDenied = true }, Ct);
        await PostAsync(http, "faults/fail-next", new { path = "/sns/jscode2session", errCode = 45011 });

        Assert.True(world.Control.Switches.SourceIpDenied);
        Assert.Equal(45011, (await world.Client().CodeToSessionAsync("code", Ct)).ErrCode);
        Assert.Equal(40164, (await world.Client().CodeToSessionAsync("code", Ct)).ErrCode);
        Assert.Equal(2, (int)(await http.GetFromJsonAsync<JsonObject>("/_control/calls/count?path=/sns/jscode2session", Ct))!["value"]!);
    }

    [Fact]
    public async Task Wrong_control_is_a_bad_request()
    {
        await using var world = await WeChatWorld.StartAsync();
        using var http = new HttpClient { BaseAddress = world.Sandbox.BaseAddress };

        using var answer = await http.PostAsJsonAsync("/_control/login-codes", new { openId = "oNobody" }, Ct);
        using var clock = await http.PostAsJsonAsync("/_control/clock", new { seconds = 1 }, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Conflict), (answer.StatusCode, clock.StatusCode));
    }

    [Fact]
    public async Task Own_clock_of_a_lone_sandbox_moves_over_http()
    {
        var clock = new OffsetClock(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        await using var sandbox = await WeChatSandbox.StartAsync(new SandboxOptions { EnvironmentName = "Development" }, clock, Ct);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };

        await PostAsync(http, "clock", new { seconds = 7201 });

        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(7201), clock.GetUtcNow());
    }

    [Fact]
    public async Task Old_messages_are_forgotten_first()
    {
        await using var world = await WeChatWorld.StartAsync(options => options.MessageCapacity = 3);
        world.Control.AcceptSubscription(WeChatWorld.Supervisor, WeChatWorld.Overdue);
        var client = world.Client();
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["thing1"] = "一", ["name2"] = "张三", ["date3"] = "2026年1月1日", ["number4"] = "3" };

        for (var i = 0; i < 5; i++) Assert.True((await client.SendSubscribeMessageAsync(new(WeChatWorld.Supervisor, WeChatWorld.Overdue, null, data), Ct)).IsOk);

        Assert.Equal([3, 4, 5], world.Control.Messages().Select(message => message.Number));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("production")]
    public async Task Production_is_refused(string environment) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => WeChatSandbox.StartAsync(
            new SandboxOptions { EnvironmentName = environment }, new FakeTimeProvider(DateTimeOffset.UnixEpoch), Ct));

    [Fact]
    public async Task Unnamed_environment_counts_as_production() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => WeChatSandbox.StartAsync(new SandboxOptions(), new FakeTimeProvider(DateTimeOffset.UnixEpoch), Ct));

    private static async Task<JsonObject?> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync($"/_control/{path}", body, Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await answer.Content.ReadFromJsonAsync<JsonObject>(Ct);
    }
}
