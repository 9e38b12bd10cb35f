using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The access token of several nodes that share a Redis: the sandbox counts who asks for one.</summary>
public sealed class SharedTokenTests : IAsyncLifetime
{
    private const string TokenPath = "/cgi-bin/stable_token";
    private RedisServer _redis = null!;
    private WeChatWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _world = await WeChatWorld.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Eight_callers_on_three_nodes_ask_once_and_nodes_that_come_later_never()
    {
        var nodes = await NodesAsync(3);

        await DrawAllAsync(nodes, callers: 8);
        Assert.Equal(1, Asked);

        await DrawAllAsync([await _world.SharingClientAsync(_redis)], callers: 2);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task Token_that_dies_is_replaced_once_for_all_nodes()
    {
        var nodes = await NodesAsync(3);
        await DrawAllAsync(nodes, callers: 9);
        _world.Control.Faults.RevokeTokens();

        await DrawAllAsync(nodes, callers: 12);

        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Node_that_comes_late_with_a_dead_token_takes_the_new_one_and_leaves_it_there()
    {
        var nodes = await NodesAsync(2);
        await DrawAllAsync(nodes, callers: 2);
        _world.Control.Faults.RevokeTokens();
        await DrawAllAsync([nodes[0]], callers: 1);

        await DrawAllAsync([nodes[1]], callers: 1);
        await DrawAllAsync([await _world.SharingClientAsync(_redis)], callers: 1);

        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Token_is_renewed_once_for_all_when_its_time_comes()
    {
        var nodes = await NodesAsync(3);
        await DrawAllAsync(nodes, callers: 3);
        _world.Clock.Advance(TimeSpan.FromSeconds(6900));

        await DrawAllAsync(nodes, callers: 6);

        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Redis_never_sees_the_token_itself_nor_keeps_it_for_ever()
    {
        var nodes = await NodesAsync(1);
        await DrawAllAsync(nodes, callers: 1);

        var key = $"scandeputy:{{wechat:{WeChatWorld.AppId}}}:token";
        Assert.InRange(int.Parse((await _redis.CommandAsync($"TTL {key}"))![1..]), 6800, 6900);
        var stored = await _redis.ReadAsync(key);
        Assert.Matches("^[0-9a-f]{64}\n[^.]+\\.[A-Za-z0-9+/=]+$", stored);
        using var http = new HttpClient { BaseAddress = _world.Sandbox.BaseAddress };
        using var same = await http.PostAsJsonAsync(TokenPath, new { grant_type = "client_credential", appid = WeChatWorld.AppId, secret = WeChatWorld.Secret }, Ct);
        var token = (string)JsonNode.Parse(await same.Content.ReadAsStringAsync(Ct))!["access_token"]!;
        Assert.DoesNotContain(token, stored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_redis_each_node_asks_for_itself_and_all_go_on(bool hanging)
    {
        var nodes = await NodesAsync(2, TimeSpan.FromMilliseconds(200));
        await (hanging ? _redis.HangAsync() : _redis.StopAsync());

        await DrawAllAsync(nodes, callers: 6);

        Assert.Equal(2, Asked);
        if (hanging)
            await _redis.GoOnAsync();
    }

    [Fact]
    public async Task Turn_of_a_node_that_died_holds_the_others_no_longer_than_a_call_may_take()
    {
        await _redis.CommandAsync($"SET scandeputy:{{wechat:{WeChatWorld.AppId}}}:turn dead-node PX 15000");
        var nodes = await NodesAsync(1);

        await DrawAllAsync(nodes, callers: 3);

        Assert.Equal(1, Asked);
        Assert.Equal("$-1", await _redis.CommandAsync($"GET scandeputy:{{wechat:{WeChatWorld.AppId}}}:token"));
    }

    [Fact]
    public async Task Token_that_cannot_be_opened_is_replaced()
    {
        await _redis.CommandAsync($"SET scandeputy:{{wechat:{WeChatWorld.AppId}}}:token nonsense");
        var nodes = await NodesAsync(2);

        await DrawAllAsync(nodes, callers: 4);

        Assert.Equal(1, Asked);
    }

    private long Asked => _world.Control.CallCount(TokenPath);

    private async Task<IReadOnlyList<IWeChatClient>> NodesAsync(int count, TimeSpan? patience = null)
    {
        var nodes = new List<IWeChatClient>();
        for (var i = 0; i < count; i++)
            nodes.Add(await _world.SharingClientAsync(_redis, patience));
        return nodes;
    }

    /// <summary>Lets the world's clock run meanwhile: a node looks again after a while for the token that another one fetches.</summary>
    private async Task DrawAllAsync(IReadOnlyList<IWeChatClient> nodes, int callers)
    {
        var draws = Task.WhenAll(Enumerable.Range(0, callers).Select(i =>
            nodes[i % nodes.Count].GetUnlimitedCodeAsync(new WeChatCodeRequest("s=1", "pages/station/index"), Ct)));
        while (await Task.WhenAny(draws, Task.Delay(TimeSpan.FromMilliseconds(20), Ct)) != draws)
            _world.Clock.Advance(TimeSpan.FromMilliseconds(20));
        Assert.All(await draws, result => Assert.True(result.IsOk, result.ErrMsg));
    }
}
