using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>The link against a real redis-server that is stopped, started and made to hang.</summary>
public sealed class RedisLinkTests
{
    /// <summary>The patience of a caller is 200 ms where Redis hangs; the rest is for a busy machine, and still far from 100 patiences.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Values_are_kept_in_redis_and_seen_by_another_node()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await RedisNode.StartAsync(redis.Configuration);
        await using var other = await RedisNode.StartAsync(redis.Configuration);

        await PutAsync(one, "here");

        Assert.Equal("here", await GetAsync(other));
    }

    [Fact]
    public async Task Stopped_redis_costs_nearly_nothing_and_is_used_again_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, patience: TimeSpan.FromSeconds(1));
        for (var round = 0; round < 3; round++)
        {
            await redis.StopAsync();
            Assert.Null(await GetWithinBoundAsync(node));
            await node.UntilAsync(RedisState.Down);
            await AskAHundredTimesAsync(node);

            await redis.RunAsync();
            await node.UntilAsync(RedisState.Up);
            await PutAsync(node, $"round {round}");
            Assert.Equal($"round {round}", await GetAsync(node));
        }

        Assert.Equal(3, node.LogLines.Count(line => line.Contains("goes on without it", StringComparison.Ordinal)));
        Assert.Equal(3, node.LogLines.Count(line => line.Contains("Redis is back", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hanging_redis_holds_a_caller_for_its_patience_once_and_is_slow_until_it_answers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, patience: Usual);
        await PutAsync(node, "before");

        await redis.HangAsync();
        Assert.Null(await GetWithinBoundAsync(node));
        await Poll.UntilAsync(() => node.Link.State != RedisState.Up, "A hanging Redis was not noticed.");
        await AskAHundredTimesAsync(node);

        await redis.GoOnAsync();
        await node.UntilAsync(RedisState.Up);
        Assert.Equal("before", await GetAsync(node));
        Assert.InRange(node.LogLines.Count(line => line.Contains("goes on without it", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public async Task Redis_that_hangs_and_then_crashes_is_used_again_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, patience: Usual);
        await redis.HangAsync();
        await node.UntilAsync(RedisState.Slow);

        await redis.StopAsync();
        await redis.RunAsync();

        await node.UntilAsync(RedisState.Up);
    }

    [Fact]
    public async Task Hundred_callers_of_a_hanging_redis_wait_together_and_not_one_after_the_other()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, patience: Usual);
        await redis.HangAsync();

        var waited = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => GetAsync(node)));

        Assert.All(answers, Assert.Null);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, Bound);
        await redis.GoOnAsync();
    }

    [Fact]
    public async Task Redis_that_starts_after_the_program_is_found()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, wait: false);
        Assert.Null(await GetWithinBoundAsync(node));
        await Poll.UntilAsync(() => !node.LogLines.IsEmpty, "Nothing was said of a Redis that is not there.");

        await redis.RunAsync();

        await node.UntilAsync(RedisState.Up);
    }

    [Fact]
    public async Task Redis_that_takes_no_writes_is_not_used()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration);
        await redis.CommandAsync("CONFIG SET min-replicas-to-write 1");
        await node.UntilAsync(RedisState.Down);

        await redis.CommandAsync("CONFIG SET min-replicas-to-write 0");

        await node.UntilAsync(RedisState.Up);
    }

    [Fact]
    public async Task Delete_that_redis_missed_is_made_up_for_before_it_is_used_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration, patience: Usual);
        await PutAsync(node, "old");
        await redis.HangAsync();
        await GetAsync(node);
        await node.Link.DeleteAsync(["test"]);

        await redis.GoOnAsync();
        await node.UntilAsync(RedisState.Up);

        Assert.Null(await GetAsync(node));
    }

    [Fact]
    public async Task State_and_failures_are_metrics()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RedisNode.StartAsync(redis.Configuration);
        using var meters = new MeterReader(node.Meters);
        Assert.Equal(1, meters.Read("scandeputy.redis.up"));

        await redis.StopAsync();
        await GetAsync(node);
        await node.UntilAsync(RedisState.Down);

        Assert.Equal(0, meters.Read("scandeputy.redis.up"));
        Assert.InRange(meters.Read("scandeputy.redis.failures"), 1, long.MaxValue);
    }

    [Theory]
    [InlineData("127.0.0.1:6379,password=x", false)]
    [InlineData("localhost:6379", false)]
    [InlineData("[::1]:6379", false)]
    [InlineData("redis.example.com:6379,password=x", true)]
    [InlineData("10.0.0.8:6380", true)]
    [InlineData("127.0.0.1:6379,10.0.0.8:6379", true)]
    [InlineData("redis:6379,ssl=false", false)]
    [InlineData("127.0.0.1:6379,ssl=true", true)]
    public void Another_machine_is_reached_over_tls_unless_said_otherwise(string setting, bool ssl) => Assert.Equal(ssl, new RedisOptions(setting).ToLibrary().Ssl);

    [Theory]
    [InlineData("127.0.0.1:6379,pasword=Geheim")]
    [InlineData(",ssl=true")]
    public void Setting_that_cannot_be_read_refuses_the_start_without_showing_it(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Redis:Configuration", setting)]).Build();
        var refusal = Assert.Throws<RefuseToStartException>(() => RedisOptions.From(configuration));
        Assert.DoesNotContain("Geheim", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task PutAsync(RedisNode node, string value) =>
        Assert.True((await node.Link.RunAsync(redis => redis.StringSetAsync("test", value))).Arrived);

    private static async Task<string?> GetAsync(RedisNode node) => (await node.Link.RunAsync(redis => redis.StringGetAsync("test"))).Value;

    private static async Task<string?> GetWithinBoundAsync(RedisNode node)
    {
        var waited = Stopwatch.StartNew();
        var value = await GetAsync(node);
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, Bound);
        return value;
    }

    /// <summary>Without the breaker this would take twenty seconds.</summary>
    private static async Task AskAHundredTimesAsync(RedisNode node)
    {
        var waited = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
            Assert.Null(await GetAsync(node));
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, Bound);
    }

    private sealed class MeterReader : IDisposable
    {
        private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
        private readonly MeterListener _listener = new();

        public MeterReader(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                // Other tests' links are in this process, too.
                if (instrument.Meter is { Name: "ScanDeputy" } meter && meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Keep(instrument.Name, value));
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Keep(instrument.Name, value));
            _listener.Start();
        }

        public long Read(string name)
        {
            _listener.RecordObservableInstruments();
            lock (_values)
                return _values.GetValueOrDefault(name);
        }

        public void Dispose() => _listener.Dispose();

        private void Keep(string name, long value)
        {
            lock (_values)
                _values[name] = value;
        }
    }
}
