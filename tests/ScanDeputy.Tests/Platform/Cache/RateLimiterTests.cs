using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>Limits, exact and sliding: the same facts of the one in Redis and the one in process, and what only Redis must stand.</summary>
public sealed class RateLimiterTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private RedisServer _redis = null!;
    private RedisNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _node = await RedisNode.StartAsync(_redis.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task As_many_as_the_limit_go_through_and_each_subject_has_its_own(bool inRedis)
    {
        var limiter = Limiter(inRedis);
        for (var i = 0; i < 5; i++)
            Assert.Null(await limiter.TakeAsync([Use("a", 5)], null));

        Assert.InRange((await limiter.TakeAsync([Use("a", 5)], null))!.Value, TimeSpan.FromSeconds(55), TimeSpan.FromMinutes(1));
        Assert.Null(await limiter.TakeAsync([Use("b", 5)], null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused_call_is_counted_nowhere(bool inRedis)
    {
        var limiter = Limiter(inRedis);
        Assert.Null(await limiter.TakeAsync([Use("narrow", 1)], null));
        for (var i = 0; i < 5; i++)
            Assert.NotNull(await limiter.TakeAsync([Use("wide", 3), Use("narrow", 1)], null));

        for (var i = 0; i < 3; i++)
            Assert.Null(await limiter.TakeAsync([Use("wide", 3)], null));
        Assert.NotNull(await limiter.TakeAsync([Use("wide", 3)], null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_repeated_under_its_name_is_one_report_but_another_call(bool inRedis)
    {
        var limiter = Limiter(inRedis);
        RateUse[] uses = [Use("calls", 4), Use("reports", 1, oncePerKey: true)];
        for (var i = 0; i < 4; i++)
            Assert.Null(await limiter.TakeAsync(uses, "once:x"));

        Assert.NotNull(await limiter.TakeAsync(uses, "once:x"));
        Assert.NotNull(await limiter.TakeAsync([Use("reports", 1, oncePerKey: true)], "once:y"));
    }

    [Fact]
    public async Task Window_slides_in_process()
    {
        var limiter = Limiter(inRedis: false);
        Assert.Null(await limiter.TakeAsync([Use("a", 2)], null));
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await limiter.TakeAsync([Use("a", 2)], null));
        Assert.Equal(TimeSpan.FromSeconds(10), await limiter.TakeAsync([Use("a", 2)], null));

        // In the next minute by the clock there is room for one, not for two.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await limiter.TakeAsync([Use("a", 2)], null));
        Assert.Equal(TimeSpan.FromSeconds(50), await limiter.TakeAsync([Use("a", 2)], null));
    }

    [Fact]
    public async Task Logs_of_those_who_went_away_are_forgotten()
    {
        var limiter = new LocalRateLimiter(_clock);
        for (var i = 0; i < 4000; i++)
            await limiter.TakeAsync([Use($"visitor {i}", 2)], null);
        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 200; i++)
            await limiter.TakeAsync([Use("stays", 1000)], null);
        Assert.Equal(1, limiter.Held);
    }

    /// <summary>By Redis' own clock, so time really passes here.</summary>
    [Fact]
    public async Task Window_slides_in_redis_and_leaves_nothing_behind()
    {
        var limiter = Limiter(inRedis: true);
        // A busy machine may sleep through a window: then nothing was seen, and it is looked at again.
        var seen = false;
        for (var attempt = 0; attempt < 10 && !seen; attempt++)
            seen = await SlidesAsync(limiter, new RateUse(new RateLimit("short", 2, TimeSpan.FromSeconds(2)), $"a{attempt}"));
        Assert.True(seen, "The window began anew, or lets nobody through.");
        await Poll.UntilAsync(async () => await _redis.CommandAsync("EXISTS scandeputy:{limits}:short:a0") == ":0", "A log without an end stays in Redis.");
    }

    private static async Task<bool> SlidesAsync(IRateLimiter limiter, RateUse use)
    {
        Assert.Null(await limiter.TakeAsync([use], null));
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Null(await limiter.TakeAsync([use], null));
        if (await limiter.TakeAsync([use], null) is not { } first)
            return false;

        Assert.InRange(first, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1.1));
        // Redis counts whole milliseconds, and a timer may end within the one before.
        await Task.Delay(first + TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        Assert.Null(await limiter.TakeAsync([use], null));
        // A window that began anew would have let two through.
        return await limiter.TakeAsync([use], null) is not null;
    }

    [Fact]
    public async Task Two_nodes_in_parallel_let_through_exactly_the_limit()
    {
        await using var second = await RedisNode.StartAsync(_redis.Configuration);
        IRateLimiter[] limiters = [Limiter(inRedis: true), new RedisRateLimiter(second.Link, new LocalRateLimiter(_clock))];

        var waits = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => limiters[i % 2].TakeAsync([Use("a", 50), Use("b", 1000)], null).AsTask()));

        Assert.Equal(50, waits.Count(wait => wait is null));
        Assert.Equal("RedisState: Up Up", $"RedisState: {_node.Link.State} {second.Link.State}");
    }

    [Fact]
    public async Task Without_redis_a_node_counts_for_itself_and_at_once()
    {
        await using var node = await RedisNode.StartAsync(_redis.Configuration, patience: TimeSpan.FromSeconds(1));
        var limiter = new RedisRateLimiter(node.Link, new LocalRateLimiter(_clock));
        await _redis.StopAsync();
        var waited = Stopwatch.StartNew();

        var waits = new List<TimeSpan?>();
        for (var i = 0; i < 20; i++)
            waits.Add(await limiter.TakeAsync([Use("a", 5)], null));

        Assert.Equal(5, waits.Count(wait => wait is null));
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    private static RateUse Use(string subject, int count, bool oncePerKey = false) =>
        new(new RateLimit("test", count, TimeSpan.FromMinutes(1)), subject, oncePerKey);

    private IRateLimiter Limiter(bool inRedis)
    {
        var local = new LocalRateLimiter(_clock);
        return inRedis ? new RedisRateLimiter(_node.Link, local) : local;
    }
}
