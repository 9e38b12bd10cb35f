using System.Net;
using MySqlConnector;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>
/// Two accounts as <c>infra/mysql/accounts.sh</c> makes them: the program does its work with one that the server lets neither change the schema nor what
/// was recorded; <c>migrate</c> works with the other, and gives the first one its rights.
/// </summary>
public sealed class RunningAccountTests : IAsyncLifetime
{
    // The tests' own account on the shared server has the usual name.
    private const string User = "limited";

    private readonly TemporaryFolder _secrets = new();
    private ProductionCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ProductionCluster.StartAsync();
        await File.WriteAllTextAsync(_secrets["mysql_password"], "running-of-the-tests\n");
        await File.WriteAllTextAsync(_secrets["mysql_migrate_password"], "owner-of-the-tests-0\n");
        await AsRootAsync((await Tool.BashAsync(InfraFiles.Source.PathOf("infra/mysql/accounts.sh"), "--secrets", _secrets.Path, "--host", "%", "--database", _cluster.Seed.Database, "--user", User)).ExpectDone().Output);
        _cluster.Settings["Database__ConnectionString"] = Running;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await AsRootAsync($"drop user if exists '{User}'@'%', '{User}_owner'@'%'");
            await _cluster.DisposeAsync();
        }

        _secrets.Dispose();
    }

    [Fact]
    public async Task The_program_works_and_the_server_refuses_what_it_must_not_do()
    {
        // Before the first migration it may do nothing at all, and says so.
        Assert.Contains("FAULT   database: ", (await RunAsync("check", owner: false)).Output, StringComparison.Ordinal);
        // As an installation of the time when one account did everything.
        await AsRootAsync($"grant all privileges on {_cluster.Seed.Database}.* to '{User}'@'%'");
        var wide = await RunAsync("check", owner: false);
        Assert.Contains("warning account: ", wide.Output, StringComparison.Ordinal);

        foreach (var _ in (int[])[1, 2])
        {
            var migrated = await RunAsync("migrate", owner: true);
            Assert.True(migrated.ExitCode == 0, migrated.Output);
            Assert.Contains($"The program runs as {User}@%", migrated.Output, StringComparison.Ordinal);
        }

        Assert.Contains("ok      account: ", (await RunAsync("check", owner: false)).Output, StringComparison.Ordinal);
        await GoTheMainRoadAsync();
        foreach (var forbidden in (string[])[
            "update case_events set actor_id = 'x'", "delete from case_events", "truncate table case_events", "drop table case_events", "alter table case_events add column x integer",
            "update audit_events set made_by = 'x'", "delete from audit_events", "delete from audit_anchors",
            "create table x (id integer)", "drop table cases", "create trigger x before update on cases for each row set new.id = 'x'", "update schema_migrations set name = 'x'"])
        {
            var refused = await Assert.ThrowsAsync<MySqlException>(() => ExecuteAsync(Running, forbidden));
            Assert.True(refused.Number is 1142 or 1044, $"{forbidden}: {refused.Message}");
        }
    }

    [Fact]
    public async Task One_account_for_both_is_said_and_changed_in_nothing()
    {
        _cluster.Settings["Database__ConnectionString"] = Owner;
        var migrated = await RunAsync("migrate", owner: true);
        Assert.True(migrated.ExitCode == 0, migrated.Output);
        Assert.Contains("names the account that owns the schema as well", migrated.Output, StringComparison.Ordinal);
    }

    /// <summary>A report, its check and its move, by a node of both roles; what a resident must not read of the API stays closed.</summary>
    private async Task GoTheMainRoadAsync()
    {
        var node = await _cluster.StartNodeAsync("api,worker");
        using var resident = await _cluster.AsAsync("resident-1", node);
        var code = await AnyCodeAsync();
        var category = (string)(await resident.GetAsync($"/api/v1/station-codes/{code}"))["categories"]![0]!["id"]!;
        var receipt = (await resident.PostAsync(
            "/api/v1/cases",
            new { stationCode = code, categoryId = category, text = "村口路灯坏了一个月了，晚上看不见路，老人孩子都不敢出门。", attachmentIds = Array.Empty<string>(), contact = new { name = "张三", phone = "13912345678", shareWithAgency = false }, @public = true },
            Guid.CreateVersion7(WallClock.Real.GetUtcNow()).ToString())).Expect(HttpStatusCode.Created);
        var id = (string)receipt["id"]!;
        var adoptions = new List<HttpStatusCode>();
        foreach (var persona in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            using var deputy = await _cluster.AsAsync(persona, node);
            adoptions.Add((await deputy.PostAsync($"/api/v1/cases/{id}/adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" }, version: 1)).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound], adoptions.Order());
        using var database = _cluster.OpenDatabase();
        await Poll.UntilAsync(
            async () => await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstAsync<int>(connection, "select count(*) from content_checks where case_id = @id and status <> 'waiting'", new { id }), CancellationToken.None) > 0, "The worker does not work.", seconds: 60);
        using var browser = new PageClient(node.Address);
        using var description = await browser.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.Redirect, description.StatusCode);
    }

    private async Task<string> AnyCodeAsync() => (await _cluster.MariaDb.ListAsync(_cluster.Seed.Database, """
        select c.code from station_codes c
        join station_deputies m on m.station_id = c.station_id join users u on u.deputy_id = m.deputy_id
        where c.status = 'Active' and u.user_name = 'deputy-1' order by c.code
        """))[0];

    private async Task<(int ExitCode, string Output)> RunAsync(string command, bool owner)
    {
        var settings = new Dictionary<string, string>(_cluster.Settings, StringComparer.Ordinal);
        if (owner)
            settings["Database__MigrationConnectionString"] = Owner;
        await using var process = await ServerProcess.RunToEndAsync(settings, command);
        return (process.ExitCode!.Value, process.Output);
    }

    private string Running => Of(User, "running-of-the-tests");

    private string Owner => Of($"{User}_owner", "owner-of-the-tests-0");

    private string Of(string user, string password) => new MySqlConnectionStringBuilder(_cluster.MariaDb.ConnectionString(_cluster.Seed.Database, pool: 20)) { UserID = user, Password = password }.ConnectionString;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        using var driver = new MySqlDriver(connectionString);
        await using var connection = await driver.OpenAsync(CancellationToken.None);
        await Dapper.SqlMapper.ExecuteAsync(connection, sql);
    }

    private Task AsRootAsync(string sql) => MariaDbServer.RunAsync("mariadb", "--no-defaults", $"--socket={_cluster.MariaDb.Socket}", "--user=root", "-e", sql);
}
