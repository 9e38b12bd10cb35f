namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>
/// One turn of a sweep over its rows, in which each row fails alone. It knows which rows failed before; those whose next attempt is still to
/// come, or that are parked, are held back.
/// </summary>
public sealed class SweepTurn
{
    private readonly RowFailures _failures;
    private readonly RowSource _source;
    private readonly Dictionary<string, RowFailure> _known;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failedNow = new(StringComparer.Ordinal);

    internal SweepTurn(RowFailures failures, RowSource source, IEnumerable<RowFailure> known) =>
        (_failures, _source, _known) = (failures, source, known.ToDictionary(failure => failure.RowKey, StringComparer.Ordinal));

    /// <summary>How many rows are known to have failed.</summary>
    public int Known => _known.Count;

    /// <summary>When the first of the rows that failed is to be tried again; null when none is.</summary>
    public DateTimeOffset? NextAttemptAt => _known.Values.Min(failure => failure.NextAttemptAt);

    /// <summary>Whether it failed before, and was not handled since.</summary>
    public bool Knows(string key) => _known.ContainsKey(_source.Prefix + key);

    /// <summary>Whether it is to be left alone now. Who asks has found the row.</summary>
    public bool IsHeld(string key)
    {
        _seen.Add(_source.Prefix + key);
        return _known.TryGetValue(_source.Prefix + key, out var failure) && !(failure.NextAttemptAt <= _failures.Now);
    }

    /// <summary>The keys of all rows that failed before: for sweeps that would not find them a second time.</summary>
    public IReadOnlyList<string> FailedBefore => [.. _known.Keys.Select(key => key[_source.Prefix.Length..])];

    /// <summary>Handles rows together; when that fails, each alone, so that only those fail which are at fault.</summary>
    /// <param name="rows">To be handled.</param>
    /// <param name="keyOf">A row's key.</param>
    /// <param name="handle">Leaves nothing behind when it throws. Returns how many rows it changed.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="completes">False when more is to be done for these rows: that they failed before is forgotten only when all is done.</param>
    /// <returns>How many rows were changed or failed.</returns>
    public async Task<int> TryAsync<T>(
        IReadOnlyList<T> rows, Func<T, string> keyOf, Func<IReadOnlyList<T>, CancellationToken, Task<int>> handle, CancellationToken ct, bool completes = true)
    {
        if (rows.Count == 0)
            return 0;

        try
        {
            var changed = await handle(rows, ct);
            if (completes)
                await ForgetAsync(rows.Select(row => _source.Prefix + keyOf(row)).Where(key => !_failedNow.Contains(key)), ct);
            return changed;
        }
        catch (Exception exception) when (RowFault.IsRows(exception, _failures.Database, ct))
        {
            if (rows.Count == 1)
                return await RecordAsync(_source.Prefix + keyOf(rows[0]), exception);
        }

        var total = 0;
        foreach (var row in rows)
            total += await TryAsync([row], keyOf, handle, ct, completes);
        return total;
    }

    /// <summary>Handles rows one by one, except those that are held back. These must be all rows that there are: a failure of any other is forgotten.</summary>
    /// <returns>How many rows were changed or failed.</returns>
    public async Task<int> TakeEachAsync<T>(IReadOnlyList<T> rows, Func<T, string> keyOf, Func<T, CancellationToken, Task<int>> handle, CancellationToken ct)
    {
        var total = 0;
        foreach (var row in rows.Where(row => !IsHeld(keyOf(row))))
            total += await TryAsync([row], keyOf, (one, token) => handle(one[0], token), ct);
        await ForgetUnseenAsync(ct);
        return total;
    }

    /// <summary>Forgets rows that failed and were not found any more: somebody else has settled them, or there is nothing left to do for them.</summary>
    public Task ForgetUnseenAsync(CancellationToken ct) => ForgetAsync([.. _known.Keys.Where(key => !_seen.Contains(key))], ct);

    private async Task ForgetAsync(IEnumerable<string> keys, CancellationToken ct)
    {
        var known = keys.Where(_known.ContainsKey).Select(key => _known[key]).ToList();
        if (known.Count == 0)
            return;

        await _failures.ForgetAsync(_source, known, ct);
        foreach (var failure in known)
            _known.Remove(failure.RowKey);
    }

    /// <summary>Not stopped with the turn: a row that was tried has been tried.</summary>
    private async Task<int> RecordAsync(string key, Exception exception)
    {
        _known[key] = await _failures.RecordAsync(_source, key, _known.GetValueOrDefault(key), exception, CancellationToken.None);
        _failedNow.Add(key);
        return 1;
    }
}
