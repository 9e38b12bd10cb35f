using Dapper;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.Sqlite;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

public sealed class SqliteMigratorTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly SqliteDatabase _database;
    private readonly FakeTimeProvider _clock = new(TestServer.UsualStart);

    public SqliteMigratorTests()
    {
        Columns.Register();
        _database = new SqliteDatabase(Path.Combine(_folder, "test.db"));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_built_in_migrations_run_once_and_count_from_one()
    {
        var migrations = Migrations.BuiltIn("sqlite");
        Assert.Equal(Enumerable.Range(1, migrations.Count), migrations.Select(migration => migration.Number));
        Assert.Equal(migrations.Count, (await RunAsync([.. migrations])).Count);
        Assert.Empty(await RunAsync([.. migrations]));
    }

    [Fact]
    public void Every_migration_exists_for_both_dialects() =>
        Assert.Equal(Migrations.BuiltIn("sqlite").Select(migration => migration.Name), Migrations.BuiltIn("mysql").Select(migration => migration.Name));

    [Fact]
    public async Task A_changed_old_migration_stops_the_program_with_a_clear_line()
    {
        await RunAsync(First);
        var exception = await Assert.ThrowsAsync<SchemaException>(() => RunAsync(First with { Sql = "create table a (id text)" }));
        Assert.Contains("0001_a was changed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_an_earlier_preview_is_left_alone_and_told_to_be_deleted()
    {
        await RunAsync([.. PlantedMigrations.OfEarlierPreview]);
        foreach (var start in (Func<Task>[])[() => RunAsync([.. Migrations.BuiltIn("sqlite")]), () => Migrations.RequireAsync(_database, Migrations.BuiltIn("sqlite"), CancellationToken.None)])
        {
            var line = (await Assert.ThrowsAsync<SchemaException>(start)).Message;
            Assert.Contains("earlier preview", line, StringComparison.Ordinal);
            Assert.Contains($"delete the folder {_folder} and start again", line, StringComparison.Ordinal);
        }

        await using var connection = _database.OpenForWriting();
        Assert.Equal(PlantedMigrations.OfEarlierPreview.Select(was => was.Name), connection.Query<string>("select name from schema_migrations order by number"));
    }

    [Fact]
    public async Task Line_ends_of_a_checkout_do_not_count_as_a_change()
    {
        await RunAsync(First);
        Assert.Empty(await RunAsync(First with { Sql = First.Sql.Replace("\n", "\r\n", StringComparison.Ordinal) }));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        await RunAsync(First, new(2, "0002_b", "create table b (id integer)"));
        Assert.Contains("newer", (await Assert.ThrowsAsync<SchemaException>(() => RunAsync(First))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task An_older_program_runs_on_a_schema_that_was_only_added_to(int floor, bool runs)
    {
        await RunAsync(First, new(2, "0002_b", $"create table schema_floor (oldest_program integer); insert into schema_floor values ({floor})"));
        var older = Migrations.RequireAsync(_database, [First], CancellationToken.None);
        if (runs)
            await older;
        else
            await Assert.ThrowsAsync<SchemaException>(() => older);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_no_part_of_the_run()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(First, new(2, "0002_b", "create tabel b")));
        await using var connection = _database.OpenForWriting();
        Assert.Equal(0, connection.ExecuteScalar<int>("select count(*) from sqlite_master where name in ('a', 'schema_migrations')"));
    }

    [Fact]
    public async Task Several_that_start_at_once_run_each_migration_once()
    {
        var migrations = Migrations.BuiltIn("sqlite").ToArray();
        var ran = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RunAsync(migrations))));
        Assert.Equal(migrations.Length, ran.Sum(names => names.Count));
    }

    private static Migration First => new(1, "0001_a", "create table a (\n  id integer\n)");

    private Task<IReadOnlyList<string>> RunAsync(params Migration[] migrations) => SqliteMigrator.RunAsync(_database, migrations, _clock);
}
