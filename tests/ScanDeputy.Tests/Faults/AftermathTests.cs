using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;
using Xunit.Sdk;

namespace ScanDeputy.Tests.Faults;

/// <summary>A check that never fails proves nothing: each of those after the chaos is shown the damage it is there for.</summary>
[Collection(FaultsCollection.Name)]
public sealed class AftermathTests
{
    [Fact]
    public async Task Each_check_sees_what_it_is_for()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        ClusterNode[] apis = [cluster.Add("api,worker")];
        await apis[0].StartAsync();
        using var database = cluster.OpenDatabase();
        var aftermath = new Aftermath(cluster, database);
        var before = await aftermath.StepsAsync();
        var dates = new DueDates(database, WallClock.Real.GetUtcNow());
        using var load = await MixedLoad.StartAsync(cluster, apis);
        using var end = new CancellationTokenSource();
        var dating = dates.RunAsync(end.Token);
        await Poll.UntilAsync(() => load.Book.Submitted.Count >= 10, "No load came about.", seconds: 60);
        await Poll.UntilAsync(async () => await aftermath.CheckAlertsAsync(before) > 0, "No alert came about.", seconds: 60);
        await end.CancelAsync();
        await Task.WhenAll(dating, load.FinishAsync());
        await dates.CatchUpAsync(seconds: 60);
        await aftermath.CheckPromisesAsync(load);
        await aftermath.CheckLedgersAsync();
        Assert.True(await aftermath.CheckAlertsAsync(before) > 0);
        Assert.Equal(0, await aftermath.CheckMessagesAsync());
        await apis[0].StopAsync();

        await DamageAsync(database, "update outbox set status = 'waiting' where status = 'sent' order by id desc limit 1", aftermath.CheckMessagesAsync);
        await DamageAsync(database, "update outbox set status = 'sent' where status = 'refused' or status = 'waiting' order by id limit 1", ResetAsync(cluster, aftermath));
        await DamageAsync(database, "delete from alerts where dedupe_key like 'stage/%' order by id desc limit 1", () => aftermath.CheckAlertsAsync(before));
        await DamageAsync(database, "update stages set ended_at = 1 where ended_at is null limit 1", aftermath.CheckLedgersAsync);
        await database.WriteAsync(scope => scope.ExecuteAsync("update stages set ended_at = null where ended_at = 1"), CancellationToken.None);
        await DamageAsync(database, "update case_events set actor_id = 'x' where sequence = 1 limit 1", aftermath.CheckLedgersAsync);
        await DamageAsync(database, "update cases set id = 'elsewhere' where resident_id = @Id limit 1", () => aftermath.CheckPromisesAsync(load), new { Id = load.ResidentIds[0] });
    }

    /// <summary>As if the phones had not shown what the outbox calls sent.</summary>
    private static Func<Task> ResetAsync(ProductionCluster cluster, Aftermath aftermath) => () =>
    {
        cluster.WeChat.Control.ClearMessages();
        return aftermath.CheckMessagesAsync();
    };

    private static async Task DamageAsync(MySqlDatabase database, string sql, Func<Task> check, object? parameters = null)
    {
        Assert.Equal(1, await database.WriteAsync(scope => scope.ExecuteAsync(sql, parameters), CancellationToken.None));
        await Assert.ThrowsAnyAsync<XunitException>(check);
    }
}
