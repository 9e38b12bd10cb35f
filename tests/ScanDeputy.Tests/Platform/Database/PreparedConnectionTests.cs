using Dapper;
using Microsoft.Data.Sqlite;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.Sqlite;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>Statements stay prepared, and nobody notices but by the time they take.</summary>
public sealed class PreparedConnectionTests : IAsyncDisposable
{
    private const string Insert = "insert into things (id, name, photo) values (@id, @name, @photo)";

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly SqliteDatabase _database;
    private readonly PreparedConnection _connection;

    public PreparedConnectionTests()
    {
        Columns.Register();
        _database = new SqliteDatabase(Path.Combine(_folder, "test.db"));
        _connection = _database.OpenForWriting();
        _connection.Execute("create table things (id integer primary key, name text, photo blob)");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_text_is_prepared_once()
    {
        Add(1);
        var watch = SqliteWatch.Of(_connection);
        // Watching alone makes SQLite prepare it once more.
        Add(2);
        watch.Clear();
        Enumerable.Range(3, 50).ToList().ForEach(id => Add(id));
        Assert.Equal((50, 0), (watch.Ran.Count, watch.Prepared));
        Assert.Equal(52, Count());
    }

    [Fact]
    public void Parameters_go_by_name_whatever_their_order_and_sign()
    {
        const string Difference = "select @minuend - @subtrahend";
        Assert.Equal(2, _connection.QuerySingle<int>(Difference, new { minuend = 5, subtrahend = 3 }));
        Assert.Equal(7, _connection.QuerySingle<int>(Difference, new { subtrahend = 3, minuend = 10 }));
        var signed = new DynamicParameters();
        signed.Add("@subtrahend", 1);
        signed.Add("@minuend", 2);
        Assert.Equal(1, _connection.QuerySingle<int>(Difference, signed));
        Assert.Throws<InvalidOperationException>(() => _connection.QuerySingle<int>(Difference, new { minuend = 5 }));
        Assert.Equal(4, _connection.QuerySingle<int>(Difference, new { minuend = 7, subtrahend = 3 }));
    }

    [Fact]
    public void A_text_that_is_run_while_its_own_rows_are_read_gives_both_their_rows()
    {
        const string Above = "select id from things where id > @floor order by id";
        foreach (var id in (int[])[1, 2, 3])
            Add(id);
        var pairs = _connection.Query<int>(Above, new { floor = 1 }, buffered: false)
            .SelectMany(outer => _connection.Query<int>(Above, new { floor = outer - 1 }, buffered: false).Select(inner => (outer, inner)));
        Assert.Equal([(2, 2), (2, 3), (3, 3)], pairs);
    }

    [Fact]
    public void A_statement_that_broke_a_rule_can_be_run_again()
    {
        Add(1);
        Assert.Throws<SqliteException>(() => Add(1));
        Add(2);
        Assert.Equal(2, Count());
    }

    [Fact]
    public void A_changed_table_is_read_as_it_is_now()
    {
        const string All = "select * from things";
        Add(1);
        Assert.Equal(["id", "name", "photo"], ((IDictionary<string, object?>)_connection.QuerySingle(All)).Keys);
        _connection.Execute("alter table things add column size integer");
        Assert.Equal(["id", "name", "photo", "size"], ((IDictionary<string, object?>)_connection.QuerySingle(All)).Keys);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(1_000_000, false)]
    public void A_statement_is_kept_unless_it_would_hold_a_photo(int size, bool kept)
    {
        var watch = SqliteWatch.Of(_connection);
        Add(1, new byte[size]);
        Assert.NotEqual(0, watch.Prepared);
        watch.Clear();
        Add(2, new byte[size]);
        Assert.Equal(kept, watch.Prepared == 0);
    }

    [Fact]
    public void However_many_texts_there_are_each_gives_its_own_rows()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 700; number++)
                Assert.Equal(number, _connection.QuerySingle<int>($"select {number}"));
        }

        Assert.InRange(_connection.Kept, 1, 300);
    }

    [Fact]
    public async Task A_reader_that_failed_leaves_no_snapshot_to_the_next()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.ReadAsync<int>(
            async connection =>
            {
                await connection.ExecuteAsync("begin", commandType: System.Data.CommandType.Text);
                await connection.QueryAsync<int>("select count(*) from things");
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));
        Add(1);
        Assert.Equal(1, await _database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*) from things"), CancellationToken.None));
    }

    private void Add(int id, byte[]? photo = null) => _connection.Execute(Insert, new { id, name = "路灯", photo });

    private int Count() => _connection.QuerySingle<int>("select count(*) from things");
}
