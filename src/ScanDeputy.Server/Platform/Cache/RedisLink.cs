using System.Diagnostics.Metrics;
using ScanDeputy.Server.Platform.Telemetry;
using StackExchange.Redis;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>
/// The one connection of this process to Redis. It is made and mended in the background; a call while it is not there gives "nothing
/// arrived" at once, and one that takes too long does so when the patience ends. After a failure nobody asks Redis until a look at
/// it, every two seconds, has found it well: so a dead or slow Redis costs next to nothing, and callers do without.
/// </summary>
public sealed partial class RedisLink : BackgroundService
{
    private const string Probe = "scandeputy:probe";
    private readonly RedisOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Counter<long> _failures;
    private readonly PendingDeletes _pending;
    private readonly Lock _changing = new();
    private volatile ConnectionMultiplexer? _connection;
    private volatile RedisState _state = RedisState.Down;
    private long _roseAt;
    private bool _told;

    public RedisLink(RedisOptions options, TimeProvider clock, IMeterFactory meters, ILogger<RedisLink> logger)
    {
        (_options, _clock, _logger, _pending) = (options, clock, logger, new PendingDeletes(clock));
        var meter = meters.Create(Meters.Name);
        meter.CreateObservableGauge("scandeputy.redis.up", () => State == RedisState.Up ? 1 : 0, description: "1 while Redis answers in time");
        _failures = meter.CreateCounter<long>("scandeputy.redis.failures", description: "Calls of Redis without an answer in time");
    }

    public RedisState State => _state;

    /// <summary>Whether every node can be expected to have deleted what it could not while Redis was away.</summary>
    public bool IsSettled => _state == RedisState.Up && _clock.GetElapsedTime(Interlocked.Read(ref _roseAt)) >= _options.SettleFor;

    /// <summary>Never throws for Redis' sake and never takes longer than the patience.</summary>
    /// <param name="command">One command or script; may be carried out even when no answer arrives.</param>
    public ValueTask<RedisAnswer<T>> RunAsync<T>(Func<IDatabase, Task<T>> command) =>
        _state == RedisState.Up && _connection is { } connection ? new(TryAsync(connection, command)) : default;

    /// <summary>
    /// Deletes these keys, now or, when Redis is out of reach, before this process uses it again. Tries even while others are
    /// kept away: what is deleted here is what would be wrong.
    /// </summary>
    public async Task DeleteAsync(IReadOnlyCollection<string> keys)
    {
        if (keys.Count > 0 && (_connection is not { } connection || !await DeleteAsync(connection, keys)))
            _pending.Add(keys);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (await IsWellAsync())
                    Rise();
                else if (_state == RedisState.Up)
                    Fall(RedisState.Down, "refuses to write");
                await Task.Delay(_options.ProbeEvery, _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
        finally
        {
            // Calls that this cuts off are no news.
            (_state, _told) = (RedisState.Down, true);
            _connection?.Dispose();
        }
    }

    /// <summary>A write, not a ping: a full or read-only Redis answers pings.</summary>
    private async Task<bool> IsWellAsync()
    {
        if (_connection is null && !await ConnectAsync())
            return false;

        var wrote = await TryAsync(_connection!, redis => redis.StringSetAsync(Probe, 1, TimeSpan.FromMinutes(1), When.Always));
        return wrote.Arrived && await ForgetPendingAsync(_connection!);
    }

    private async Task<bool> ConnectAsync()
    {
        try
        {
            _connection = await ConnectionMultiplexer.ConnectAsync(_options.ToLibrary());
            return true;
        }
        catch (Exception fault) when (fault is RedisException or System.Net.Sockets.SocketException or AggregateException)
        {
            Fail(RedisState.Down, fault.GetType().Name);
            return false;
        }
    }

    private async Task<bool> ForgetPendingAsync(ConnectionMultiplexer connection)
    {
        while (_pending.Take() is { Count: > 0 } keys)
        {
            if (await DeleteAsync(connection, keys))
                continue;
            _pending.Add(keys);
            return false;
        }

        return true;
    }

    /// <summary>One by one: a cluster keeps them in different places.</summary>
    private async Task<bool> DeleteAsync(ConnectionMultiplexer connection, IReadOnlyCollection<string> keys) =>
        (await TryAsync(connection, async redis => { await Task.WhenAll(keys.Select(key => redis.KeyDeleteAsync(key))); return true; })).Arrived;

    private async Task<RedisAnswer<T>> TryAsync<T>(ConnectionMultiplexer connection, Func<IDatabase, Task<T>> command)
    {
        // Trap: version 2 of the library keeps commands for a connection to come, and carries them out long after nobody waits for them.
        if (!connection.IsConnected)
        {
            Fail(RedisState.Down, "not connected");
            return default;
        }

        try
        {
            // Trap: version 1 of the library runs what comes next on the thread that hands out all answers, so hop off it first.
            var answer = command(connection.GetDatabase()).ContinueWith(done => done, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
            return new RedisAnswer<T>(true, await answer.WaitAsync(_options.Patience, _clock));
        }
        catch (TimeoutException fault)
        {
            Fail(connection.IsConnected ? RedisState.Slow : RedisState.Down, fault.GetType().Name);
        }
        catch (RedisServerException fault)
        {
            // Redis is there but does not take this; the next look tells whether it takes anything.
            Count(fault.GetType().Name);
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException or OperationCanceledException)
        {
            Fail(RedisState.Down, fault.GetType().Name);
        }

        return default;
    }

    private void Count(string kind) => _failures.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <param name="state">What Redis is from now on.</param>
    /// <param name="kind">Of a fault its type alone: messages of the library name addresses and settings.</param>
    private void Fail(RedisState state, string kind)
    {
        Count(kind);
        Fall(state, kind);
    }

    private void Fall(RedisState state, string why)
    {
        lock (_changing)
        {
            _state = state;
            if (_told)
                return;
            _told = true;
        }

        Log.Fell(_logger, state, why);
    }

    private void Rise()
    {
        lock (_changing)
        {
            if (_state == RedisState.Up)
                return;
            Interlocked.Exchange(ref _roseAt, _clock.GetTimestamp());
            _state = RedisState.Up;
            if (!_told)
                return;
            _told = false;
        }

        Log.Rose(_logger);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Redis is {State} ({Why}): the program goes on without it, slower.")]
        public static partial void Fell(ILogger logger, RedisState state, string why);

        [LoggerMessage(21, LogLevel.Information, "Redis is back.")]
        public static partial void Rose(ILogger logger);
    }
}
