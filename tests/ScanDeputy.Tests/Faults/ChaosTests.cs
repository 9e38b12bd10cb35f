using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>
/// Two api and two worker nodes on one MariaDB and one Redis under mixed load, while everything dies at some time: workers every few seconds, an
/// api node now and then, Redis and MariaDB once. What the program promised must hold afterwards, and its memory stays within bounds.
/// </summary>
[Collection(FaultsCollection.Name)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const long MostMemory = 700L * 1024 * 1024;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(FaultsCollection.IsLong ? 300 : 20);

    // So that each of the two dies in the short run as well.
    private static readonly TimeSpan ApiLife = TimeSpan.FromSeconds(FaultsCollection.IsLong ? 17 : 7);

    // A run in which little happens shows little: of reports and of alerts there must be as many as this.
    private static readonly int Least = FaultsCollection.IsLong ? 50 : 20;

    // Nothing may hang: the slowest answer waits for a database that is just starting.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled_whatever_dies()
    {
        await using var cluster = await ProductionCluster.StartAsync(ownMariaDb: true);
        cluster.WeChat.Control.Switches.Latency = TimeSpan.FromMilliseconds(20);
        var apis = await StartAsync(cluster, "api");
        var workers = await StartAsync(cluster, "worker");
        using var database = cluster.OpenDatabase();
        var aftermath = new Aftermath(cluster, database);
        var before = await aftermath.StepsAsync();
        var dates = new DueDates(database, WallClock.Real.GetUtcNow());
        using var load = await MixedLoad.StartAsync(cluster, apis);

        using var end = new CancellationTokenSource(Length);
        var dating = dates.RunAsync(end.Token);
        var memory = WatchMemoryAsync(apis, workers, end.Token);
        await Task.WhenAll(
            KillInTurnsAsync(workers, TimeSpan.FromSeconds(5), end.Token), KillInTurnsAsync(apis, ApiLife, end.Token),
            StopRedisAsync(cluster, end.Token), KillMariaDbAsync(cluster, end.Token));
        await Task.WhenAll(dating, load.FinishAsync());
        await dates.CatchUpAsync(seconds: 60);

        await aftermath.CheckPromisesAsync(load);
        await aftermath.CheckLedgersAsync();
        var alerts = await aftermath.CheckAlertsAsync(before);
        var doubtful = await aftermath.CheckMessagesAsync();
        var (deaths, most) = (workers.Sum(worker => worker.Deaths), await memory);
        output.WriteLine(
            $"{load.Book.Submitted.Count} reports, {load.Book.Answers} answers, {load.Book.Refused} of them 503, {load.Book.Lost} calls lost with their node, longest answer {load.Book.Longest}; "
            + $"{alerts} alerts, {cluster.WeChat.Control.MessageCount()} messages, {doubtful} in doubt; {deaths} workers and {apis.Sum(api => api.Deaths)} api nodes killed; {most / 1024 / 1024} MiB.");
        Assert.All((IReadOnlyList<ClusterNode>[])[apis, workers], nodes => Assert.Contains(nodes, node => node.Deaths > 0));
        // One message a worker's death; and when the database goes, one a worker whose begin was in doubt.
        Assert.InRange(doubtful, 0, deaths + workers.Count);
        Assert.InRange(alerts, Least, int.MaxValue);
        Assert.InRange(load.Book.Submitted.Count, Least, int.MaxValue);
        Assert.InRange(load.Book.Longest, TimeSpan.Zero, LongestAnswer);
        Assert.InRange(most, 1, MostMemory);
    }

    private static async Task<IReadOnlyList<ClusterNode>> StartAsync(ProductionCluster cluster, string roles)
    {
        ClusterNode[] nodes = [cluster.Add(roles), cluster.Add(roles)];
        await Task.WhenAll(nodes.Select(node => node.StartAsync()));
        return nodes;
    }

    /// <summary>Ends with all of them running.</summary>
    private static async Task KillInTurnsAsync(IReadOnlyList<ClusterNode> nodes, TimeSpan every, CancellationToken end)
    {
        for (var i = 0; await PassesAsync(every, end); i++)
        {
            await nodes[i % nodes.Count].KillAsync();
            await nodes[i % nodes.Count].StartAsync();
        }
    }

    private static async Task StopRedisAsync(ProductionCluster cluster, CancellationToken end)
    {
        while (await PassesAsync(TimeSpan.FromSeconds(13), end))
        {
            await cluster.Redis.StopAsync();
            await PassesAsync(TimeSpan.FromSeconds(5), end);
            await cluster.Redis.RunAsync();
        }
    }

    private static async Task KillMariaDbAsync(ProductionCluster cluster, CancellationToken end)
    {
        await PassesAsync(Length / 2, end);
        await cluster.MariaDb.KillAsync();
        await PassesAsync(TimeSpan.FromSeconds(4), end);
        await cluster.MariaDb.StartAgainAsync();
    }

    /// <returns>The most that two api nodes and a worker held at once, in bytes.</returns>
    private static async Task<long> WatchMemoryAsync(IReadOnlyList<ClusterNode> apis, IReadOnlyList<ClusterNode> workers, CancellationToken end)
    {
        var most = 0L;
        while (await PassesAsync(TimeSpan.FromSeconds(1), end))
            most = Math.Max(most, apis.Sum(api => api.Resident ?? 0) + workers.Max(worker => worker.Resident ?? 0));
        return most;
    }

    /// <returns>False when the run's end came first.</returns>
    private static async Task<bool> PassesAsync(TimeSpan time, CancellationToken end)
    {
        await Task.Delay(time, end).ContinueWith(_ => { }, TaskScheduler.Default);
        return !end.IsCancellationRequested;
    }
}
