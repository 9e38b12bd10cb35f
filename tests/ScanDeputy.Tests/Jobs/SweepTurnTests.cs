using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>What is a row's failure and what is not, and how rows are counted that fail.</summary>
public sealed class SweepTurnTests : IAsyncLifetime
{
    private static readonly RowSource Planted = new("planted", (_, _) => Task.FromResult(RowOrigin.Everywhere));

    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _server.ExpectLog("Sweep planted could not handle row");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Of_a_hundred_rows_only_those_fail_which_are_at_fault()
    {
        var handled = new List<string>();
        var turn = await BeginAsync();
        var done = await turn.TryAsync(Keys(100), key => key, Handle(handled, "17", "64"), CancellationToken.None);
        Assert.Equal(100, done);
        Assert.Equal(Keys(100).Except(["17", "64"], StringComparer.Ordinal), handled);
        Assert.Equal(["17 1", "64 1"], await FailuresAsync());
        Assert.True((await BeginAsync()).IsHeld("17"));
    }

    [Fact]
    public async Task A_row_that_was_handled_after_all_is_forgotten()
    {
        await (await BeginAsync()).TryAsync(Keys(3), key => key, Handle([], "1"), CancellationToken.None);
        Pass(TimeSpan.FromMinutes(1));
        var turn = await BeginAsync();
        Assert.False(turn.IsHeld("1"));
        await turn.TryAsync(Keys(3), key => key, Handle([]), CancellationToken.None);
        Assert.Empty(await FailuresAsync());
    }

    [Fact]
    public async Task A_row_of_which_a_part_was_done_is_not_forgotten_before_the_rest_is_done()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var turn = await BeginAsync();
            await turn.TryAsync(Keys(1), key => key, Handle([]), CancellationToken.None, completes: false);
            await turn.TryAsync(Keys(1), key => key, Handle([], "0"), CancellationToken.None);
            Assert.Equal([$"0 {attempt}"], await FailuresAsync());
            Pass(TimeSpan.FromHours(13));
        }
    }

    [Fact]
    public async Task A_database_that_is_away_and_a_program_that_stops_are_no_row_s_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var turn = await BeginAsync();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => TryAsync(new DatabaseUnavailableException("planted", null), CancellationToken.None));
        await Assert.ThrowsAsync<OperationCanceledException>(() => TryAsync(new OperationCanceledException(stop.Token), stop.Token));
        if (!TestDatabases.OnMariaDb)
            await Assert.ThrowsAsync<SqliteException>(() => TryAsync(new SqliteException("disk full", 13), CancellationToken.None));
        Assert.Empty(await FailuresAsync());

        Task<int> TryAsync(Exception fault, CancellationToken ct) => turn.TryAsync(Keys(2), key => key, (_, _) => throw fault, ct);
    }

    [Fact]
    public async Task A_call_that_timed_out_by_itself_is_the_row_s_failure()
    {
        await (await BeginAsync()).TryAsync(Keys(1), key => key, (_, _) => throw new TaskCanceledException("planted"), CancellationToken.None);
        Assert.Equal(["0 1"], await FailuresAsync());
    }

    [Fact]
    public async Task Two_workers_that_meet_the_same_row_count_one_attempt()
    {
        var (one, other) = (await BeginAsync(), await BeginAsync());
        await one.TryAsync(Keys(1), key => key, Handle([], "0"), CancellationToken.None);
        await other.TryAsync(Keys(1), key => key, Handle([], "0"), CancellationToken.None);
        Assert.Equal(["0 1"], await FailuresAsync());
    }

    [Fact]
    public async Task A_row_that_nobody_finds_any_more_is_forgotten_also_when_it_is_parked()
    {
        for (var attempt = 0; attempt <= RowFailures.Waits.Count; attempt++)
        {
            await (await BeginAsync()).TakeEachAsync(Keys(2), key => key, (key, _) => key == "0" ? throw new InvalidOperationException("planted") : Task.FromResult(1), CancellationToken.None);
            Pass(TimeSpan.FromHours(13));
        }

        Assert.Equal([$"0 {RowFailures.Waits.Count + 1}"], await FailuresAsync());
        var turn = await BeginAsync();
        Assert.Null(turn.NextAttemptAt);
        await turn.TakeEachAsync(Keys(2), key => key, (_, _) => Task.FromResult(0), CancellationToken.None);
        Assert.NotEmpty(await FailuresAsync());
        await turn.TakeEachAsync((string[])["1"], key => key, (_, _) => Task.FromResult(0), CancellationToken.None);
        Assert.NotEmpty(await FailuresAsync());
        await (await BeginAsync()).TakeEachAsync((string[])["1"], key => key, (_, _) => Task.FromResult(0), CancellationToken.None);
        Assert.Empty(await FailuresAsync());
    }

    [Fact]
    public async Task An_error_says_types_and_places_and_no_value()
    {
        await (await BeginAsync()).TryAsync(Keys(1), key => key, (_, _) => throw new FormatException("The input string '13912345678' was not in a correct format."), CancellationToken.None);
        var error = await Database.ReadAsync(connection => connection.QuerySingleAsync<string>("select error from sweep_failures"), CancellationToken.None);
        Assert.StartsWith("FormatException in ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("139", error, StringComparison.Ordinal);
    }

    private Database Database => _server.Services.GetRequiredService<Database>();

    private Task<SweepTurn> BeginAsync() => _server.Services.GetRequiredService<RowFailures>().BeginAsync(Planted, CancellationToken.None);

    private void Pass(TimeSpan time)
    {
        var clock = _server.Services.GetRequiredService<MovableClock>();
        clock.TryMoveTo(clock.GetUtcNow() + time);
    }

    private static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    /// <summary>All or nothing, as a transaction.</summary>
    private static Func<IReadOnlyList<string>, CancellationToken, Task<int>> Handle(List<string> handled, params string[] impossible) => (keys, _) =>
    {
        if (keys.Any(impossible.Contains))
            throw new InvalidOperationException("planted");

        handled.AddRange(keys);
        return Task.FromResult(keys.Count);
    };

    private async Task<IReadOnlyList<string>> FailuresAsync() => (await Database.ReadAsync(
        connection => connection.QueryAsync<(string Key, int Attempts)>("select row_key, attempts from sweep_failures where sweep = 'planted' order by row_key"), CancellationToken.None))
        .Select(row => $"{row.Key} {row.Attempts}").ToList();
}
