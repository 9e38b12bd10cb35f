using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Redis.StackExchange;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using StackExchange.Redis;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>
/// Whether the engine's Redis storage and the Redis client that it runs on understand each other: with some pairs of versions no worker hears
/// that there is a job, and each waits until it looks by itself (issue 167 of Hangfire.Redis.StackExchange).
/// </summary>
public sealed class WakeUpTests
{
    private const int Jobs = 10;

    private static readonly TimeSpan OwnLook = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Workers_hear_of_jobs_before_they_look_by_themselves()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},syncTimeout=60000,asyncTimeout=60000");
        var storage = new RedisStorage(connection, new RedisStorageOptions { FetchTimeout = OwnLook });
        // An activator of its own: the usual one is one for the process, here that of whichever test's host came last.
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions { Activator = new JobActivator(), WorkerCount = 5, Queues = [.. SweepJob.Queues] }, storage);
        await Poll.UntilAsync(async () => await redis.CommandAsync("PUBSUB CHANNELS *JobFetch*") != "*0", "No worker listens.");
        var client = new BackgroundJobClient(storage);
        var heard = 0;
        for (var i = 0; i < Jobs; i++)
        {
            // A signal that comes between a worker's look and its wait is missed; by now they wait again.
            await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
            var name = $"{i}";
            var begun = Bell.Hang(name);
            var enqueued = WallClock.Real.GetTimestamp();
            client.Create(() => Bell.Ring(name), new Hangfire.States.EnqueuedState(SweepJob.Queues[i % SweepJob.Queues.Count]));
            await begun.WaitAsync(OwnLook * 3, TestContext.Current.CancellationToken);
            if (WallClock.Real.GetElapsedTime(enqueued) < OwnLook / 2)
                heard++;
        }

        Assert.True(heard > Jobs / 2, $"Of {Jobs} jobs only {heard} were begun at once.");
    }

    /// <summary>The job.</summary>
    public static class Bell
    {
        private static readonly ConcurrentDictionary<string, TaskCompletionSource> Hung = new(StringComparer.Ordinal);

        public static Task Hang(string name) => Hung.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public static void Ring(string name) => Hung[name].SetResult();
    }
}
