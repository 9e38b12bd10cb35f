using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>On a cluster of three, of which the program uses two at once: commits that meet are repeated, and one server may die.</summary>
[Collection(FaultsCollection.Name)]
public sealed class GaleraTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(FaultsCollection.IsLong ? 60 : 6);

    private const int Meetings = 60;

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
        catch (Exception exception) when (exception is TimeoutException or Xunit.Sdk.XunitException)
        {
            foreach (var node in galera.Nodes)
            {
                output.WriteLine(await node.DescribeAsync());
                if (node != galera.Nodes[1])
                    output.WriteLine(await node.AskAsync("galera", Traces(load)));
            }

            throw;
        }
    }

    /// <summary>What there is of promised cases that are not there.</summary>
    private static string Traces(MixedLoad load)
    {
        var promised = string.Join(" union all ", load.Book.Submitted.Select(pair => $"select '{pair.Key}' as name, '{pair.Value}' as id"));
        return $"""
            select p.name, p.id, (select count(*) from case_events e where e.case_id = p.id) as events, (select count(*) from stages s where s.case_id = p.id) as stages,
              (select count(*) from alerts a where a.case_id = p.id) as alerts, (select count(*) from content_checks c where c.case_id = p.id) as checks,
              (select group_concat(k.id) from cases k where k.text like concat('% ', p.name)) as others
            from ({promised}) p left join cases k on k.id = p.id where k.id is null
            """;
    }

    /// <summary>Both servers commit to one row: the group lets one of two pass, and the other is told only when it commits.</summary>
    private static async Task CountTogetherAsync(GaleraCluster galera)
    {
        await galera.Nodes[0].ExecuteAsync("galera", "create table meetings (id integer primary key, count integer not null) engine = innodb; insert into meetings values (1, 0), (2, 0)");
        await galera.Nodes[0].ExecuteAsync("galera", "create table visits (id varchar(40) primary key) engine = innodb");
        var databases = galera.Nodes.Select(node => new MySqlDatabase(new MySqlDriver(node.ConnectionString("galera", pool: 1)), NullLogger<MySqlDatabase>.Instance)).ToList();
        await Task.WhenAll(databases.Select((database, guest) => Task.Run(async () =>
        {
            for (var i = 0; i < Meetings; i++)
            {
                await database.WriteAsync(
                    "update meetings set count = count + 1 where id = 1",
                    new { },
                    (scope, _) =>
                    {
                        // Nobody may be thrown out between these without the rest being thrown out as well.
                        foreach (var part in "abcdef")
                            scope.Later("insert into visits values (@Id)", new { Id = $"{guest}-{i}-{part}" });
                        scope.Later("update meetings set count = count + @One where id = 2", new { One = 1 });
                        return Task.FromResult(Result.Of(0));
                    },
                    CancellationToken.None);
            }
        })));
        var counts = await databases[0].ReadAsync(connection => connection.QueryAsync<int>("select count from meetings union all select count(*) from visits"), CancellationToken.None);
        Assert.Equal([Meetings * databases.Count, Meetings * databases.Count, Meetings * databases.Count * 6], counts);
        databases.ForEach(database => database.Dispose());
        await galera.Nodes[0].ExecuteAsync("galera", "drop table meetings, visits");
    }
}
