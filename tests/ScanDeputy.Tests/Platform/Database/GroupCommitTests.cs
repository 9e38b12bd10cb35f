using Dapper;
using Microsoft.Data.Sqlite;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.Sqlite;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>Many writers share one commit; each stands or falls alone (docs/decisions/0004).</summary>
public sealed class GroupCommitTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
    private readonly SqliteDatabase _database;

    public GroupCommitTests()
    {
        Columns.Register();
        _database = new SqliteDatabase(Path.Combine(_folder, "test.db"));
        using var connection = _database.OpenForWriting();
        connection.Execute("create table things (id integer primary key)");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Writers_that_refuse_or_throw_leave_nothing_and_do_not_disturb_the_others()
    {
        var tasks = Enumerable.Range(0, 300).Select(i => _database.WriteAsync<int>(
            async scope =>
            {
                await scope.ExecuteAsync("insert into things (id) values (@i)", new { i });
                return (i % 3) switch
                {
                    0 => i,
                    1 => new Refusal("invalid"),
                    _ => throw new InvalidOperationException("planted"),
                };
            },
            CancellationToken.None)).ToArray();
        await Task.WhenAll(tasks.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(i % 3 == 2, tasks[i].IsFaulted));
        Assert.All(Enumerable.Range(0, 300).Where(i => i % 3 == 1), i => Assert.True(tasks[i].Result.IsRefused));
        Assert.Equal(Enumerable.Range(0, 300).Where(i => i % 3 == 0), await IdsAsync());
    }

    [Fact]
    public async Task What_was_answered_can_be_read_at_once()
    {
        for (var i = 0; i < 50; i++)
        {
            await WriteAsync(i);
            Assert.Contains(i, await IdsAsync());
        }
    }

    [Fact]
    public async Task A_constraint_broken_by_one_writer_is_that_writer_s_alone()
    {
        var twice = Enumerable.Range(0, 100).Select(i => WriteAsync(i / 2)).ToArray();
        await Task.WhenAll(twice.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(50, twice.Count(task => task.IsFaulted));
        Assert.All(twice.Where(task => task.IsFaulted), task =>
            Assert.True(_database.Dialect.IsUniqueViolation(Assert.IsType<SqliteException>(task.Exception!.InnerException))));
        Assert.Equal(50, (await IdsAsync()).Count);
    }

    [Fact]
    public async Task A_writer_that_was_cancelled_before_its_turn_writes_nothing()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _database.WriteAsync(
            scope => scope.ExecuteAsync("insert into things (id) values (1)"), source.Token));
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Closing_finishes_what_was_accepted()
    {
        var accepted = Enumerable.Range(0, 200).Select(WriteAsync).ToArray();
        await _database.DisposeAsync();
        await Task.WhenAll(accepted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => WriteAsync(999));
        await using var reopened = new SqliteDatabase(Path.Combine(_folder, "test.db"));
        Assert.Equal(200, await reopened.ReadAsync(connection => connection.ExecuteScalarAsync<int>("select count(*) from things"), CancellationToken.None));
    }

    private Task<int> WriteAsync(int i) => _database.WriteAsync(scope => scope.ExecuteAsync("insert into things (id) values (@i)", new { i }), CancellationToken.None);

    private async Task<List<int>> IdsAsync() =>
        (await _database.ReadAsync(connection => connection.QueryAsync<int>("select id from things order by id"), CancellationToken.None)).AsList();
}
