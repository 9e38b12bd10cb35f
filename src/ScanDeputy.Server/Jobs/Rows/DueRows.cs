using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>
/// Finds the rows whose time has come and hands them out in batches, the longest due first; rows that failed are held back until their next
/// attempt. Finding costs what is due, not what is open.
/// </summary>
public sealed class DueRows(Database database, RowFailures failures, TimeProvider clock)
{
    // Later than anything; as instant and as date within what columns hold.
    private static readonly DateTimeOffset Ever = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Takes batch after batch until there is none left to take.</summary>
    /// <param name="query">How they are found.</param>
    /// <param name="handle">One transaction, whose rows are claimed by a compare-and-set. Returns how many rows it changed, 0 when other runs had them.</param>
    /// <param name="ct">Stops it between batches.</param>
    /// <returns>How many rows were changed or failed.</returns>
    public async Task<int> TakeAllAsync(DueQuery query, Func<IReadOnlyList<DueRow>, CancellationToken, Task<int>> handle, CancellationToken ct)
    {
        var turn = await failures.BeginAsync(query.Source, ct);
        var total = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var taken = await turn.TryAsync(await FindAsync(turn, query, ct), row => row.Key, handle, ct);
            // What is still found and cannot be taken is another run's.
            if (taken == 0)
                return total;
            total += taken;
        }
    }

    /// <summary>Takes one batch: for work that costs others something, so that a burst of it leaves the machine to the people who wait.</summary>
    /// <param name="query">How they are found.</param>
    /// <param name="handle">Sees to it that each row fails alone.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<int> TakeSomeAsync(DueQuery query, Func<SweepTurn, IReadOnlyList<DueRow>, CancellationToken, Task<int>> handle, CancellationToken ct)
    {
        var turn = await failures.BeginAsync(query.Source, ct);
        var rows = await FindAsync(turn, query, ct);
        return rows.Count == 0 ? 0 : await handle(turn, rows, ct);
    }

    /// <summary>When there will be something to do: a row that comes due, or one that failed and is tried again. Parked rows are waited for by nobody.</summary>
    public async Task<DateTimeOffset?> NextDueAtAsync(DueQuery query, CancellationToken ct)
    {
        var turn = await failures.BeginAsync(query.Source, ct);
        var rows = await SelectAsync(query, Ever, turn.Known + 1, ct);
        var first = rows.FirstOrDefault(row => !turn.Knows(row.Key));
        return Earlier(first?.Instant + query.After, turn.NextAttemptAt);
    }

    /// <summary>The earlier of two instants that may be none.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private async Task<IReadOnlyList<DueRow>> FindAsync(SweepTurn turn, DueQuery query, CancellationToken ct)
    {
        // Rows that are held back are found as well: there must be room for the others behind them.
        var limit = query.AtOnce + turn.Known;
        var rows = await SelectAsync(query, clock.GetUtcNow(), limit, ct);
        var free = rows.Where(row => !turn.IsHeld(row.Key)).ToList();
        // Fewer than there was room for: these are all that are due.
        if (rows.Count < limit)
            await turn.ForgetUnseenAsync(ct);
        return [.. free.Take(query.AtOnce)];
    }

    private async Task<List<DueRow>> SelectAsync(DueQuery query, DateTimeOffset at, int limit, CancellationToken ct)
    {
        var now = at - query.After;
        return (await database.ReadAsync(
            connection => connection.QueryAsync<DueRow>(query.Select, new { Now = now, Today = ChinaTime.DateOf(now), Limit = limit }), ct)).AsList();
    }
}
