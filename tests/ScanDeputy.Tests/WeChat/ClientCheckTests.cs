using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Code pictures and content checks.</summary>
public sealed class ClientCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_comes_as_jpeg_bytes()
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().GetUnlimitedCodeAsync(new WeChatCodeRequest("s=A1", "pages/station/index"), Ct);

        Assert.True(result.Value is [0xff, 0xd8, .., 0xff, 0xd9] and { Length: >= 1024 });
    }

    [Fact]
    public async Task Error_instead_of_a_picture_is_a_refusal()
    {
        await using var world = await WeChatWorld.StartAsync();

        var result = await world.Client().GetUnlimitedCodeAsync(new WeChatCodeRequest("站点", "pages/station/index"), Ct);

        Assert.Equal((WeChatOutcome.Refused, 40129), (result.Outcome, result.ErrCode));
    }

    [Fact]
    public async Task Busy_code_call_is_repeated()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.Faults.FailNext("/wxa/getwxacodeunlimit", WeChatErrors.Busy, times: 2);

        Assert.True((await world.Client().GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", null), Ct)).IsOk);
    }

    [Fact]
    public async Task Lost_connection_of_a_code_call_is_repeated()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.Faults.DropNext("/wxa/getwxacodeunlimit", afterwards: true);

        Assert.True((await world.Client().GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", null), Ct)).IsOk);
        Assert.Equal(2, world.Control.CallCount("/wxa/getwxacodeunlimit"));
    }

    [Theory]
    [InlineData("The lift has been stopped for a week.", WeChatSuggestion.Pass, 100)]
    [InlineData("Call BAD-NUMBER now", WeChatSuggestion.Review, 10001)]
    [InlineData("some FORBIDDEN-WORD", WeChatSuggestion.Risky, 20006)]
    public async Task Text_gets_its_verdict(string content, WeChatSuggestion suggestion, int label)
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.RecordVisit(WeChatWorld.Resident);
        world.Control.ScriptVerdict("BAD-NUMBER", "review", 10001);
        world.Control.ScriptVerdict("FORBIDDEN-WORD", "risky", 20006);

        var result = await world.Client().CheckTextAsync(new WeChatText(WeChatWorld.Resident, content, WeChatScene.Forum), Ct);

        Assert.Equal((suggestion, label), (result.Value!.Suggestion, result.Value.Label));
    }

    [Fact]
    public async Task Text_of_somebody_who_left_two_hours_ago_is_refused()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.RecordVisit(WeChatWorld.Resident);
        world.Clock.Advance(TimeSpan.FromSeconds(7201));

        var result = await world.Client().CheckTextAsync(new WeChatText(WeChatWorld.Resident, "text", WeChatScene.Forum), Ct);

        Assert.Equal((WeChatOutcome.Refused, WeChatErrors.NoRecentVisit), (result.Outcome, result.ErrCode));
    }

    [Fact]
    public async Task Picture_verdict_comes_later_under_the_ticket()
    {
        await using var world = await WeChatWorld.StartAsync(options => options.FetchMedia = true);
        await using var receiver = await PushReceiver.StartAsync(secure: true);
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url, secure: true));
        world.Control.RecordVisit(WeChatWorld.Resident);
        // The receiver answers any GET, so it stands in for our own picture address.
        var result = await world.Client().CheckMediaAsync(new WeChatMedia(WeChatWorld.Resident, receiver.Url, WeChatMediaKind.Picture, WeChatScene.Forum), Ct);

        await world.Control.WhenPushesEndAsync();

        Assert.Contains($"\"trace_id\":\"{result.Value!.TraceId}\"", Assert.Single(receiver.Messages), StringComparison.Ordinal);
        Assert.Contains("\"suggest\":\"pass\"", Assert.Single(receiver.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_that_cannot_be_fetched_has_no_verdict()
    {
        await using var world = await WeChatWorld.StartAsync(options => options.FetchMedia = true);
        await using var receiver = await PushReceiver.StartAsync(secure: false);
        world.Control.SetCallback(WeChatWorld.Push(receiver.Url));
        world.Control.RecordVisit(WeChatWorld.Resident);
        await world.Client().CheckMediaAsync(
            new WeChatMedia(WeChatWorld.Resident, new Uri(receiver.Url, "/nothing-here"), WeChatMediaKind.Picture, WeChatScene.Forum), Ct);

        await world.Control.WhenPushesEndAsync();

        Assert.Contains("\"errcode\":-1008", Assert.Single(receiver.Messages), StringComparison.Ordinal);
    }
}
