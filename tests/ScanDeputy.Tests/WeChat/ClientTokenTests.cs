using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The access token: fetched once, renewed in time, replaced by one caller for all.</summary>
public sealed class ClientTokenTests
{
    private const string TokenPath = "/cgi-bin/stable_token";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_is_fetched_once_and_kept()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();

        await DrawAsync(client);
        world.Clock.Advance(TimeSpan.FromSeconds(6899));
        await DrawAsync(client);

        Assert.Equal(1, world.Control.CallCount(TokenPath));
    }

    [Fact]
    public async Task Token_is_renewed_five_minutes_before_its_end()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();
        await DrawAsync(client);

        world.Clock.Advance(TimeSpan.FromSeconds(6900));
        await DrawAsync(client);

        Assert.Equal(2, world.Control.CallCount(TokenPath));
    }

    [Fact]
    public async Task Token_that_dies_in_flight_is_replaced_once_for_twenty_callers()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();
        await DrawAsync(client);
        world.Control.Faults.RevokeTokens();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => DrawAsync(client)));

        Assert.All(results, result => Assert.True(result.IsOk));
        Assert.Equal(2, world.Control.CallCount(TokenPath));
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task Token_the_platform_insists_on_but_refuses_is_forced_anew(int errCode)
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();
        await DrawAsync(client);
        world.Control.Faults.FailNext("/wxa/getwxacodeunlimit", errCode);

        var result = await DrawAsync(client);

        // The first, the same one again, and then a forced one.
        Assert.True(result.IsOk);
        Assert.Equal(3, world.Control.CallCount(TokenPath));
    }

    [Fact]
    public async Task Two_nodes_share_the_stable_token_without_kicking_each_other()
    {
        await using var world = await WeChatWorld.StartAsync();
        var (one, other) = (world.Client(), world.Client());

        for (var i = 0; i < 3; i++) Assert.All([await DrawAsync(one), await DrawAsync(other)], result => Assert.True(result.IsOk));

        Assert.Equal(2, world.Control.CallCount(TokenPath));
    }

    [Fact]
    public async Task Refused_secret_is_the_account_s_trouble_and_a_value()
    {
        await using var world = await WeChatWorld.StartAsync(options => options.AppSecret = "another-secret-altogether");

        var result = await DrawAsync(world.Client());

        Assert.Equal((WeChatOutcome.Retryable, 40125, false), (result.Outcome, result.ErrCode, result.MayHaveHappened));
        Assert.True(WeChatErrors.IsAccountFault(result.ErrCode));
    }

    [Fact]
    public async Task Busy_token_call_is_repeated()
    {
        await using var world = await WeChatWorld.StartAsync();
        world.Control.Faults.FailNext(TokenPath, WeChatErrors.Busy);

        var result = await DrawAsync(world.Client());

        Assert.True(result.IsOk);
        Assert.Equal(2, world.Control.CallCount(TokenPath));
    }

    private static Task<WeChatResult<byte[]>> DrawAsync(IWeChatClient client) =>
        client.GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", "pages/station/index"), Ct);
}
