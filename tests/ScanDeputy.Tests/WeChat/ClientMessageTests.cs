using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Subscription messages: a quota, refusals as values, and never a second send on a doubt.</summary>
public sealed class ClientMessageTests
{
    private const string SendPath = "/cgi-bin/message/subscribe/send";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_message_is_shown_with_its_labels()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply);

        var result = await world.Client().SendSubscribeMessageAsync(Message(), Ct);

        var shown = Assert.Single(world.Control.Messages(WeChatWorld.Resident));
        Assert.Equal(shown.Number, result.Value?.MessageId);
        Assert.Equal(("issue answered", "pages/issue/detail?id=17", world.Clock.GetUtcNow()), (shown.Title, shown.Page, shown.SentAt));
        Assert.Contains(shown.Fields, field => field is { Key: "thing2", Label: "label of thing2", Value: "12号路灯不亮" });
    }

    [Fact]
    public async Task Message_without_a_subscription_is_refused_as_a_value()
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().SendSubscribeMessageAsync(Message(), Ct);

        Assert.Equal((WeChatOutcome.Refused, WeChatErrors.NotSubscribed, false), (result.Outcome, result.ErrCode, result.MayHaveHappened));
        Assert.Equal(0, world.Control.MessageCount());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Lost_connection_does_not_send_again(bool afterwards, int shown)
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply, times: 5);
        world.Control.Faults.DropNext(SendPath, afterwards: afterwards);

        var result = await world.Client().SendSubscribeMessageAsync(Message(), Ct);

        Assert.Equal((WeChatOutcome.Unreachable, true), (result.Outcome, result.MayHaveHappened));
        Assert.Equal((1L, shown), (world.Control.CallCount(SendPath), world.Control.MessageCount()));
    }

    [Fact]
    public async Task Slow_platform_is_unreachable_within_the_time_out()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client(TimeSpan.FromSeconds(2));
        await client.GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", null), Ct);
        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply);
        world.Control.Switches.Latency = TimeSpan.FromSeconds(20);

        var result = await client.SendSubscribeMessageAsync(Message(), Ct).WaitAsync(TimeSpan.FromSeconds(15), Ct);

        Assert.Equal((WeChatOutcome.Unreachable, true), (result.Outcome, result.MayHaveHappened));
        Assert.Equal(1, world.Control.CallCount(SendPath));
    }

    [Fact]
    public async Task Closed_port_is_unreachable_and_leaves_no_doubt()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client(baseAddress: await ClosedPortAsync());

        var result = await client.SendSubscribeMessageAsync(Message(), Ct);

        Assert.Equal((WeChatOutcome.Unreachable, false), (result.Outcome, result.MayHaveHappened));
    }

    [Fact]
    public async Task Two_sends_at_once_to_one_user_are_to_be_tried_later()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply, times: 2);
        var client = world.Client();
        await client.GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", null), Ct);
        world.Control.Switches.Latency = TimeSpan.FromSeconds(1);

        var results = await Task.WhenAll(client.SendSubscribeMessageAsync(Message(), Ct), client.SendSubscribeMessageAsync(Message(), Ct));

        Assert.Contains(results, result => result.IsOk);
        Assert.Contains(results, result => result is { Outcome: WeChatOutcome.Retryable, ErrCode: WeChatErrors.ConcurrentSend, MayHaveHappened: false });
    }

    [Theory]
    [InlineData(WeChatErrors.Busy, WeChatOutcome.Retryable)]
    [InlineData(45009, WeChatOutcome.Retryable)]
    [InlineData(WeChatErrors.SubscribeBanned, WeChatOutcome.Refused)]
    [InlineData(WeChatErrors.InvalidData, WeChatOutcome.Refused)]
    [InlineData(99999, WeChatOutcome.Refused)]
    public async Task Errcode_tells_whether_later_may_help(int errCode, WeChatOutcome outcome)
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.Faults.FailNext(SendPath, errCode);

        var result = await world.Client().SendSubscribeMessageAsync(Message(), Ct);

        Assert.Equal((outcome, errCode, 1L), (result.Outcome, result.ErrCode, world.Control.CallCount(SendPath)));
    }

    [Fact]
    public async Task Cancelled_call_throws_and_nothing_else_does()
    {
        await using var world = await WeChatWorld.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Client().SendSubscribeMessageAsync(Message(), cancelled.Token));
    }

    private static WeChatMessage Message() => new(WeChatWorld.Resident, WeChatWorld.Reply, "pages/issue/detail?id=17", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["character_string1"] = "SD-2026-000017",
        ["thing2"] = "12号路灯不亮",
        ["phrase3"] = "已答复",
        ["time4"] = "2026-01-01 15:01",
    });

    /// <summary>A port that was free a moment ago.</summary>
    private static async Task<Uri> ClosedPortAsync()
    {
        await using var world = await WeChatWorld.StartAsync();
        return world.Sandbox.BaseAddress;
    }
}
