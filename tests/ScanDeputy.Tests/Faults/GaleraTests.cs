using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Feeds;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>On a cluster of three, of which the program uses two at once: commits that meet are repeated, and one server may die.</summary>
[Collection(FaultsCollection.Name)]
public sealed class GaleraTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(FaultsCollection.IsLong ? 60 : 6);

    [Fact]
    public async Task One_of_three_servers_dies_and_nothing_is_lost()
    {
        await using var galera = await GaleraCluster.StartAsync();
        await CountTogetherAsync(galera);
        await using var balancer = new TcpBalancer(galera.Nodes[0].Port, galera.Nodes[1].Port);
        await using var cluster = await ProductionCluster.StartAsync(galera.Nodes[0], balancer.Port, galera.Seed);
        ClusterNode[] apis = [cluster.Add("api"), cluster.Add("api")], workers = [cluster.Add("worker"), cluster.Add("worker")];
        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
        using var database = cluster.OpenDatabase();
        var dates = new DueDates(database, WallClock.Real.GetUtcNow());
        var aftermath = new Aftermath(cluster, database);
        var before = await aftermath.StepsAsync();
        using var load = await MixedLoad.StartAsync(cluster, apis);

        using var end = new CancellationTokenSource(Phase * 3);
        var dating = dates.RunAsync(end.Token);
        await Task.Delay(Phase, TestContext.Current.CancellationToken);
        await galera.Nodes[1].KillAsync();
        var sofar = load.Book.Submitted.Count;
        await Poll.UntilAsync(() => load.Book.Submitted.Count > sofar + 5, "The load did not go on.", seconds: 60);
        await Task.Delay(Phase, TestContext.Current.CancellationToken);
        await FinishAsync(galera, dating, load);
        await dates.CatchUpAsync(seconds: 60);

        await aftermath.CheckPromisesAsync(load);
        await aftermath.CheckLedgersAsync();
        var alerts = await aftermath.CheckAlertsAsync(before);
        var doubtful = await aftermath.CheckMessagesAsync();
        output.WriteLine($"{load.Book.Submitted.Count} reports, {sofar} of them before the loss; {load.Book.Refused} answers 503, longest {load.Book.Longest}; {alerts} alerts, {doubtful} in doubt.");
        Assert.InRange(doubtful, 0, workers.Length);
    }

    private async Task FinishAsync(GaleraCluster galera, Task dating, MixedLoad load)
    {
        try
        {
            await Task.WhenAll(dating, load.FinishAsync());
        }
        catch (TimeoutException)
        {
            foreach (var node in galera.Nodes)
                output.WriteLine(await node.DescribeAsync());
            throw;
        }
    }

    /// <summary>Both servers commit to one row: the group lets one of two pass, and the other is told only when it commits.</summary>
    private static async Task CountTogetherAsync(GaleraCluster galera)
    {
        await galera.Nodes[0].ExecuteAsync("galera", "create table meetings (id integer primary key, count integer not null) engine = innodb; insert into meetings values (1, 0)");
        var databases = galera.Nodes.Select(node => new MySqlDatabase(new MySqlDriver(node.ConnectionString("galera", pool: 1)), NullLogger<MySqlDatabase>.Instance)).ToList();
        await Task.WhenAll(databases.Select(database => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
                await database.WriteAsync(scope => scope.ExecuteAsync("update meetings set count = count + 1 where id = 1"), CancellationToken.None);
        })));
        Assert.Equal(90, await databases[0].ReadAsync(connection => connection.QueryFirstAsync<int>("select count from meetings"), CancellationToken.None));
        databases.ForEach(database => database.Dispose());
        await galera.Nodes[0].ExecuteAsync("galera", "drop table meetings");
    }
}
