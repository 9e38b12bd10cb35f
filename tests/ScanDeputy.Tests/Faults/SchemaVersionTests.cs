using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>Upgrading without a pause: the schema grows while nodes of the older version go on, until one that takes away says from where on they may not.</summary>
[Collection(FaultsCollection.Name)]
public sealed class SchemaVersionTests
{
    [Fact]
    public async Task A_node_goes_on_beside_a_newer_schema_until_the_floor_is_above_it()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        var node = await cluster.StartNodeAsync("api");
        using var load = await MixedLoad.StartAsync(cluster, [node], residents: 2);
        await Poll.UntilAsync(() => load.Book.Submitted.Count > 3, "No load came about.");

        await PlantAsync(cluster);
        var sofar = load.Book.Submitted.Count;
        await Poll.UntilAsync(() => load.Book.Submitted.Count > sofar + 3, "The node stopped working.");
        await node.KillAsync();
        await node.StartAsync();
        await Poll.UntilAsync(() => load.Book.Submitted.Count > sofar + 6, "The node did not work again.");
        await load.FinishAsync();
        using var database = cluster.OpenDatabase();
        await new Aftermath(cluster, database).CheckPromisesAsync(load);

        await ExecuteAsync(cluster, "update schema_floor set oldest_program = 9001");
        Assert.Contains("made by a newer version", await StartRefusalTests.RefusedAsync(cluster.Settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_lacks_the_newest_migration_is_refused()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        var newest = Server.Platform.Database.Migrations.BuiltIn("mysql")[^1];
        await ExecuteAsync(cluster, $"delete from schema_migrations where number = {newest.Number}");
        var line = await StartRefusalTests.RefusedAsync(cluster.Settings);
        Assert.Contains(newest.Name, line, StringComparison.Ordinal);
        Assert.Contains("'migrate'", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_program_and_the_new_one_work_side_by_side_through_an_upgrade()
    {
        using var folder = new TemporaryFolder();
        var older = await OlderProgram.BuildAsync(folder.Path);
        await using var cluster = await ProductionCluster.StartAsync();
        foreach (var sql in OlderProgram.Rollback)
            await ExecuteAsync(cluster, sql);
        ClusterNode[] apis = [cluster.Add("api", older), cluster.Add("api")];
        ClusterNode[] workers = [cluster.Add("worker", older), cluster.Add("worker")];
        await Task.WhenAll(apis[0].StartAsync(), workers[0].StartAsync());
        using var before = await MixedLoad.StartAsync(cluster, [apis[0]]);
        await Poll.UntilAsync(() => before.Book.Submitted.Count > 10, "No load came about.");

        await using (var migrate = await ServerProcess.RunToEndAsync(cluster.Settings, "migrate"))
            Assert.True(migrate.ExitCode == 0, migrate.Output);
        await PlantAsync(cluster);
        await Task.WhenAll(apis[1].StartAsync(), workers[1].StartAsync());
        using var both = await MixedLoad.StartAsync(cluster, apis);
        await Poll.UntilAsync(() => both.Book.Submitted.Count > 40, "The two did not work side by side.", seconds: 90);
        await Task.WhenAll(before.FinishAsync(), both.FinishAsync());

        await Task.WhenAll(apis[0].StopAsync(), workers[0].StopAsync());
        using var database = cluster.OpenDatabase();
        var aftermath = new Aftermath(cluster, database);
        await aftermath.CheckPromisesAsync(before);
        await aftermath.CheckPromisesAsync(both);
        await aftermath.CheckLedgersAsync();
    }

    /// <summary>The schema grows while nodes work on it.</summary>
    private static async Task PlantAsync(ProductionCluster cluster)
    {
        using var database = cluster.OpenDatabase();
        await PlantedMigrations.UpgradeAsync(database, WallClock.Real, """
            alter table cases add column future_note varchar(10);
            alter table stages add index stages_future (owner_id, ended_at);
            create table future_things (id varchar(32) not null primary key) engine = innodb;
            """);
    }

    private static Task ExecuteAsync(ProductionCluster cluster, string sql) => cluster.MariaDb.ExecuteAsync(cluster.Seed.Database, sql);
}
