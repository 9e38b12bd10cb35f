using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

public sealed class MigratorTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly SqliteDatabase _database;
    private readonly FakeClock _clock = new(TestServer.UsualStart);

    public MigratorTests()
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
    public void The_built_in_migrations_run_once_and_count_from_one()
    {
        var migrations = Migrator.BuiltIn("sqlite");
        Assert.Equal(Enumerable.Range(1, migrations.Count), migrations.Select(migration => migration.Number));
        Assert.Equal(migrations.Count, Migrator.Run(_database, migrations, _clock).Count);
        Assert.Empty(Migrator.Run(_database, migrations, _clock));
    }

    [Fact]
    public void A_changed_old_migration_stops_the_program_with_a_clear_line()
    {
        Migrator.Migration first = new(1, "0001_a", "create table a (id integer)");
        Migrator.Run(_database, [first], _clock);
        var exception = Assert.Throws<SchemaException>(() => Migrator.Run(_database, [first with { Sql = "create table a (id text)" }], _clock));
        Assert.Contains("0001_a was changed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_of_a_checkout_do_not_count_as_a_change()
    {
        Migrator.Migration unix = new(1, "0001_a", "create table a (\n  id integer\n)");
        Migrator.Run(_database, [unix], _clock);
        Assert.Empty(Migrator.Run(_database, [unix with { Sql = unix.Sql.Replace("\n", "\r\n", StringComparison.Ordinal) }], _clock));
    }

    [Fact]
    public void A_database_of_a_newer_program_is_left_alone()
    {
        Migrator.Migration first = new(1, "0001_a", "create table a (id integer)");
        Migrator.Run(_database, [first, new(2, "0002_b", "create table b (id integer)")], _clock);
        Assert.Contains("newer", Assert.Throws<SchemaException>(() => Migrator.Run(_database, [first], _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_fails_leaves_no_part_of_the_run()
    {
        Assert.ThrowsAny<Exception>(() => Migrator.Run(
            _database, [new(1, "0001_a", "create table a (id integer)"), new(2, "0002_b", "create tabel b")], _clock));
        using var connection = _database.OpenForWriting();
        Assert.Equal(0, connection.ExecuteScalar<int>("select count(*) from sqlite_master where name in ('a', 'schema_migrations')"));
    }

    [Fact]
    public async Task Several_that_start_at_once_run_each_migration_once()
    {
        var migrations = Migrator.BuiltIn("sqlite");
        var ran = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Migrator.Run(_database, migrations, _clock).Count)));
        Assert.Equal(migrations.Count, ran.Sum());
    }
}
