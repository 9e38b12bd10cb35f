using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>What is run again, what is not, and that nothing of a failed write stays.</summary>
public sealed class MySqlDatabaseTests : MariaDbTest
{
    [Fact]
    public async Task Writers_that_deadlock_all_come_through()
    {
        await ExecuteAsync("create table things (id integer primary key, n integer not null) engine = innodb");
        await ExecuteAsync("insert into things values (1, 0), (2, 0)");
        var runs = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Database.WriteAsync(
            async scope =>
            {
                Interlocked.Increment(ref runs);
                // Half of them take the rows the other way round.
                await scope.ExecuteAsync("update things set n = n + 1 where id = @Id", new { Id = 1 + (i % 2) });
                await Task.Delay(5);
                return await scope.ExecuteAsync("update things set n = n + 1 where id = @Id", new { Id = 2 - (i % 2) });
            },
            CancellationToken.None))));
        Assert.Equal([20, 20], await ListAsync("select n from things order by id"));
        Assert.True(runs > 20, "No deadlock came about: the test shows nothing.");
    }

    [Fact]
    public async Task Two_who_insert_the_same_key_at_once_both_see_it()
    {
        await ExecuteAsync("create table things (id integer primary key, n integer not null) engine = innodb");
        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Database.WriteAsync(
            async scope =>
            {
                if (await scope.FirstOrDefaultAsync<int?>("select n from things where id = 1") is { } there)
                    return there;
                await Task.Delay(20);
                await scope.ExecuteAsync("insert into things (id, n) values (1, @i)", new { i });
                return i;
            },
            CancellationToken.None))));
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task A_key_that_stays_taken_is_the_callers_fault()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        await ExecuteAsync("insert into things values (1)");
        var exception = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Database.WriteAsync(
            scope => scope.ExecuteAsync("insert into things (id) values (1)"), CancellationToken.None));
        Assert.True(Database.Dialect.IsUniqueViolation(exception));
    }

    [Fact]
    public async Task What_refuses_or_throws_leaves_nothing()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        var refused = await Database.WriteAsync<int>(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (1)");
                return new Refusal("invalid");
            },
            CancellationToken.None);
        Assert.True(refused.IsRefused);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (2)");
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));
        Assert.Empty(await ListAsync("select id from things"));
    }

    private const string Endless = "select count(*) from information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_that_is_interrupted_is_run_again(bool reads)
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        var runs = 0;
        await Database.WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (7)");
                if (++runs > 1)
                    return 0;

                var id = await scope.FirstOrDefaultAsync<long>("select connection_id()");
                var endless = Task.Run(async () => reads ? (await scope.ListAsync<long>(Endless)).Count : await scope.ExecuteAsync($"insert into things (id) {Endless}"));
                while (!endless.IsCompleted)
                {
                    await ExecuteAsync($"kill query {id}");
                    await Task.WhenAny(endless, Task.Delay(50));
                }

                await endless;
                return 0;
            },
            CancellationToken.None);
        Assert.Equal([7], await ListAsync("select id from things"));
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_connection_that_is_cut_before_the_commit_is_replaced()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        var runs = 0;
        await Database.WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (7)");
                if (++runs == 1)
                    await KillAsync(await scope.FirstOrDefaultAsync<long>("select connection_id()"));
                return await scope.ExecuteAsync("insert into things (id) values (8)");
            },
            CancellationToken.None);
        Assert.Equal(2, runs);
        Assert.Equal([7, 8], await ListAsync("select id from things order by id"));
    }

    [Fact]
    public async Task More_callers_than_connections_wait_their_turn()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        var few = Open(pool: 3);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => few.WriteAsync(
            scope => scope.ExecuteAsync("insert into things (id) values (@i)", new { i }), CancellationToken.None)));
        Assert.Equal(200, (await ListAsync("select id from things")).Count);
    }

    [Fact]
    public async Task A_server_that_is_away_is_named_as_such_and_found_again()
    {
        await using var server = await MariaDbServer.StartAsync();
        using var database = Open(server.ConnectionString("mysql"));
        await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select 1"), CancellationToken.None);

        await server.KillAsync();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.ReadAsync(
            connection => connection.ExecuteScalarAsync<int>("select 1"), CancellationToken.None));

        await server.StartAgainAsync();
        Assert.Equal(1, await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select 1"), CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_was_restarted_meanwhile_is_not_noticed()
    {
        await using var server = await MariaDbServer.StartAsync();
        await server.ExecuteAsync("create database again");
        using var database = Open(server.ConnectionString("again"));
        await database.ExecuteAloneAsync("create table things (id integer primary key) engine = innodb", null, CancellationToken.None);
        // Fills the pool with connections that the restart cuts.
        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select sleep(0.3)"), CancellationToken.None)));

        await server.KillAsync();
        await server.StartAgainAsync();
        await Task.WhenAll(Enumerable.Range(0, 15).Select(i => Task.Run(() => database.WriteAsync(
            scope => scope.ExecuteAsync("insert into things (id) values (@i)", new { i }), CancellationToken.None))));
        Assert.Equal(15, await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select count(*) from things"), CancellationToken.None));
    }

    [Fact]
    public async Task What_a_failed_call_left_open_is_not_the_next_call_s()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        var one = Open(pool: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => one.WriteAsync<int>(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (1)");
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => one.ReadAsync<int>(
            async connection =>
            {
                await connection.ExecuteAsync("start transaction; insert into things (id) values (2)");
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));
        // On the same connection; its commit must not take the others' rows along.
        await one.WriteAsync(scope => scope.ExecuteAsync("insert into things (id) values (3)"), CancellationToken.None);
        Assert.Equal([3], await ListAsync("select id from things"));
    }

    [Fact]
    public async Task Transactions_read_what_others_have_committed_also_after_a_snapshot_on_their_connection()
    {
        await ExecuteAsync("create table things (id integer primary key) engine = innodb");
        await ExecuteAsync("create table schema_migrations (number integer primary key)");
        var one = Open(pool: 1);
        await one.ReadAsync(
            async connection =>
            {
                await using var snapshot = await Snapshot.BeginAsync(connection, Database.Dialect);
                return 0;
            },
            CancellationToken.None);
        await one.WriteAsync(
            async scope =>
            {
                Assert.Equal(0, await scope.FirstOrDefaultAsync<int>("select count(*) from things"));
                await ExecuteAsync("insert into things (id) values (1)");
                Assert.Equal(1, await scope.FirstOrDefaultAsync<int>("select count(*) from things"));
                return 0;
            },
            CancellationToken.None);
    }

    private async Task KillAsync(long connectionId) => await Server.ExecuteAsync($"kill {connectionId}");

    private Task ExecuteAsync(string sql) => Database.ExecuteAloneAsync(sql, null, CancellationToken.None);

    private async Task<List<int>> ListAsync(string sql) =>
        (await Database.ReadAsync(connection => connection.QueryAsync<int>(sql), CancellationToken.None)).AsList();
}
