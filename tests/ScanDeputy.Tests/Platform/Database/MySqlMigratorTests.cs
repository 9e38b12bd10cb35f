using Dapper;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>On a server that ends a transaction at each change of the schema.</summary>
public sealed class MySqlMigratorTests : MariaDbTest
{
    private readonly FakeTimeProvider _clock = new(TestServer.UsualStart);

    [Fact]
    public async Task Ten_programs_that_start_at_once_run_each_migration_once()
    {
        var migrations = Migrations.BuiltIn("mysql").ToArray();
        var databases = Enumerable.Range(0, 10).Select(_ => Open()).ToList();
        var ran = await Task.WhenAll(databases.Select(database => Task.Run(() => MySqlMigrator.RunAsync(database, migrations, _clock, CancellationToken.None))));
        Assert.Equal(migrations.Length, ran.Sum(names => names.Count));
        Assert.Single(ran, names => names.Count > 0);
        await Migrations.RequireAsync(Database, migrations, CancellationToken.None);
    }

    [Fact]
    public async Task A_migration_that_broke_off_goes_on_where_it_was()
    {
        Migration whole = new(1, "0001_a", "create table a (id integer);\ncreate table b (id integer);\ninsert into a values (1);\ncreate table c (id integer);\n");
        var broken = whole with { Sql = whole.Sql.Replace("create table c", "create tabel c", StringComparison.Ordinal) };
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(broken));
        await Assert.ThrowsAsync<SchemaException>(() => Migrations.RequireAsync(Database, [whole], CancellationToken.None));

        Assert.Equal(["0001_a"], await RunAsync(whole));
        Assert.Equal(1, await CountAsync("select count(*) from a"));
        Assert.Equal(0, await CountAsync("select count(*) from c"));
    }

    [Fact]
    public async Task A_statement_that_had_happened_before_its_program_died_is_let_pass()
    {
        Migration two = new(1, "0001_a", "create table a (id integer);\nalter table a add column name varchar(10);\n");
        await RunAsync();
        // As a program leaves it that was killed after the server had added the column.
        await Database.ExecuteAloneAsync("create table a (id integer, name varchar(10))", null, CancellationToken.None);
        await Database.ExecuteAloneAsync("update schema_lock set migration = 1, statement = 1", null, CancellationToken.None);
        Assert.Equal(["0001_a"], await RunAsync(two));
    }

    [Fact]
    public async Task A_lease_of_a_program_that_died_runs_out()
    {
        await RunAsync();
        await Database.ExecuteAloneAsync(
            "update schema_lock set holder = 'dead', until_at = cast(unix_timestamp(now(3)) * 1000 as signed) + 1500", null, CancellationToken.None);
        Assert.Equal(["0001_a"], await RunAsync(new Migration(1, "0001_a", "create table a (id integer);\n")));
    }

    [Fact]
    public async Task A_changed_old_migration_is_refused()
    {
        await RunAsync(new Migration(1, "0001_a", "create table a (id integer);\n"));
        await Assert.ThrowsAsync<SchemaException>(() => RunAsync(new Migration(1, "0001_a", "create table a (id text);\n")));
    }

    [Fact]
    public async Task A_database_of_an_earlier_preview_is_left_alone_and_told_to_be_dropped()
    {
        await RunAsync([.. PlantedMigrations.OfEarlierPreview]);
        foreach (var start in (Func<Task>[])[() => RunAsync([.. Migrations.BuiltIn("mysql")]), () => Migrations.RequireAsync(Database, Migrations.BuiltIn("mysql"), CancellationToken.None)])
        {
            var line = (await Assert.ThrowsAsync<SchemaException>(start)).Message;
            Assert.Contains("earlier preview", line, StringComparison.Ordinal);
            Assert.Matches("drop the database m_[0-9a-f]+, create it again and run the command 'migrate'", line);
        }

        Assert.Equal(PlantedMigrations.OfEarlierPreview.Count, await CountAsync("select count(*) from schema_migrations"));
        Assert.Equal(1, await CountAsync("select count(*) from jurisdictions"));
    }

    private Task<IReadOnlyList<string>> RunAsync(params Migration[] migrations) => MySqlMigrator.RunAsync(Database, migrations, _clock, CancellationToken.None);

    private Task<int> CountAsync(string sql) => Database.ReadAsync(connection => connection.ExecuteScalarAsync<int>(sql), CancellationToken.None);
}
