using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Real pushes from the sandbox to a real address, opened by our reader: two independent readings of the same pages.</summary>
public sealed class SandboxPushTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Acceptance_is_pushed_in_every_mode(bool secure, bool xml)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = await PushReceiver.StartAsync(secure);
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url, secure, xml));

        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply);
        await world.Control.WhenPushesEndAsync();

        var message = Assert.Single(receiver.Messages);
        Assert.Contains("subscribe_msg_popup_event", message, StringComparison.Ordinal);
        Assert.Contains(WeChatWorld.Resident, message, StringComparison.Ordinal);
        if (xml) Assert.Contains("<SubscribeMsgPopupEvent><List><TemplateId><![CDATA[Tmpl", message, StringComparison.Ordinal);
        else Assert.Equal("accept", (string?)JsonNode.Parse(message!)!["List"]!["SubscribeStatusString"]);
    }

    [Fact]
    public async Task Address_is_checked_by_echo()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = await PushReceiver.StartAsync(secure: false);
        var push = WeChatWorld.Push(receiver.Url);
        world.Control.SetCallback(push);
        Assert.True(await world.Control.CheckCallbackAsync(TestContext.Current.CancellationToken));

        push.Token = "AnotherToken";

        Assert.False(await world.Control.CheckCallbackAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(9, 3, false)]
    public async Task Push_without_an_answer_is_tried_three_times(int silent, int tries, bool delivered)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = await PushReceiver.StartAsync(secure: true);
        receiver.Silent = silent;
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url, secure: true, answerWithin: TimeSpan.FromMilliseconds(800)));

        world.Control.TurnOffSubscription(WeChatWorld.Resident, WeChatWorld.Reply);
        await world.Control.WhenPushesEndAsync();

        var push = Assert.Single(world.Control.Pushes());
        Assert.Equal(("subscribe_msg_change_event", tries, delivered), (push.Event, push.Tries, push.Delivered));
        Assert.Single(receiver.Messages.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Plain_push_is_refused_where_a_key_is_configured()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = await PushReceiver.StartAsync(secure: true);
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url));

        world.Control.PushEvent(WeChatWorld.Resident, new JsonObject { ["Event"] = "user_authorization_revoke", ["RevokeInfo"] = "8" });
        await world.Control.WhenPushesEndAsync();

        Assert.All(receiver.Messages, Assert.Null);
        Assert.False(Assert.Single(world.Control.Pushes()).Delivered);
    }

    [Fact]
    public async Task Every_acceptance_has_a_second_of_its_own()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = await PushReceiver.StartAsync(secure: false);
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url));

        world.Control.AcceptSubscription(WeChatWorld.Resident, WeChatWorld.Reply, times: 3);
        await world.Control.WhenPushesEndAsync();

        Assert.Equal(3, receiver.Messages.Select(m => (long)JsonNode.Parse(m!)!["CreateTime"]!).Distinct().Count());
    }
}
