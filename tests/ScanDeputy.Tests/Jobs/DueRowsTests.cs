using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>Finding rows that are due, with rows among them that fail. A row is a count of failed sign-ins, of which the demo has none.</summary>
public sealed class DueRowsTests : IAsyncLifetime
{
    private static readonly DueQuery Due = new(
        new RowSource("planted", (_, _) => Task.FromResult(RowOrigin.Everywhere)),
        "select subject as id, last_at as due_at from sign_in_failures where last_at <= @Now order by last_at limit @Limit")
    { AtOnce = 10 };

    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _server.ExpectLog("Sweep planted could not handle row");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_batch_full_of_rows_that_fail_does_not_hide_those_behind_it()
    {
        await PlantAsync("bad", 1, 25);
        await PlantAsync("good", 100, 25);
        Assert.Equal(50, await TakeAllAsync());
        Assert.Equal(0, await TakeAllAsync());
        Assert.Equal((25, 25), (await CountAsync("sign_in_failures where subject like 'bad%'"), await CountAsync("sweep_failures where attempts = 1")));
        Assert.Equal(0, await CountAsync("sign_in_failures where subject like 'good%'"));
    }

    [Fact]
    public async Task A_failure_behind_a_full_batch_is_not_taken_for_one_that_is_gone()
    {
        await PlantAsync("bad", 200, 2);
        await TakeAllAsync();
        await PlantAsync("good", 100, 10);
        await ExecuteAsync("delete from sign_in_failures where subject = 'bad201'");
        await TakeAllAsync();
        Assert.Equal(1, await CountAsync("sweep_failures where row_key = 'bad200' and attempts = 1"));
        Assert.Equal(0, await CountAsync("sweep_failures where row_key = 'bad201'"));
    }

    [Fact]
    public async Task The_next_instant_is_that_of_a_row_to_come_or_of_an_attempt_and_never_of_a_parked_row()
    {
        var (rows, clock) = (_server.Services.GetRequiredService<DueRows>(), _server.Services.GetRequiredService<MovableClock>());
        Assert.Null(await rows.NextDueAtAsync(Due, CancellationToken.None));
        await PlantAsync("bad", 1, 1);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1), await rows.NextDueAtAsync(Due, CancellationToken.None));
        for (var attempt = 0; attempt < RowFailures.Waits.Count; attempt++)
        {
            await TakeAllAsync();
            var next = await rows.NextDueAtAsync(Due, CancellationToken.None);
            Assert.InRange(next!.Value, clock.GetUtcNow() + RowFailures.Waits[attempt] - TimeSpan.FromSeconds(30), clock.GetUtcNow() + RowFailures.Waits[attempt]);
            clock.TryMoveTo(next.Value);
        }

        await TakeAllAsync();
        Assert.Null(await rows.NextDueAtAsync(Due, CancellationToken.None));
        var later = clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        await PlantAsync("good", later, 1);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(later), await rows.NextDueAtAsync(Due, CancellationToken.None));
    }

    private Database Database => _server.Services.GetRequiredService<Database>();

    private Task<int> TakeAllAsync() => _server.Services.GetRequiredService<DueRows>().TakeAllAsync(Due, DeleteAsync, CancellationToken.None);

    private Task<int> DeleteAsync(IReadOnlyList<DueRow> rows, CancellationToken ct) => Database.WriteAsync(
        async scope =>
        {
            var deleted = 0;
            foreach (var row in rows)
                deleted += row.Id.StartsWith("bad", StringComparison.Ordinal) ? throw new InvalidOperationException("planted") : await scope.ExecuteAsync("delete from sign_in_failures where subject = @Id", row);
            return deleted;
        },
        ct);

    private async Task PlantAsync(string name, long from, int count)
    {
        for (var at = from; at < from + count; at++)
            await ExecuteAsync("insert into sign_in_failures (subject, failures, blocked_until, last_at) values (@Subject, 1, 0, @at)", new { Subject = FormattableString.Invariant($"{name}{at}"), at });
    }

    private Task<int> ExecuteAsync(string sql, object? parameters = null) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, parameters), CancellationToken.None);

    private Task<int> CountAsync(string what) => Database.ReadAsync(connection => connection.QueryFirstAsync<int>($"select count(*) from {what}"), CancellationToken.None);
}
