using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

public enum Upserted
{
    Unchanged,
    Inserted,
    Updated,
}

/// <summary>
/// Writes a row of master data if it is new or says something else than before. An import is the act of founding a jurisdiction, and writes all of its
/// tables (docs/operations/import.md); a change by hand writes one row of one.
/// </summary>
/// <param name="scope">The transaction.</param>
/// <param name="changes">Takes down what was changed.</param>
internal sealed class Upsert(WriteScope scope, DataChanges changes)
{
    // Those that people change by hand: a change must say which version it has seen.
    private static readonly HashSet<string> Versioned = new(["districts", "stations", "deputies", "agencies", "agency_rules", "categories", "constituencies", "reception_rules", "answer_templates", "congress_terms"], StringComparer.Ordinal);

    // Told of as well, though nobody changes them by hand by their version; some are part of a row of another register.
    private static readonly Dictionary<string, string> AlsoTold = new(StringComparer.Ordinal)
    {
        ["jurisdictions"] = "jurisdictions",
        ["station_codes"] = "station_codes",
        ["station_deputies"] = "stations",
        ["reception_days"] = "stations",
    };

    // What servers take in one statement is far more.
    private const int RowsAtOnce = 200;

    private readonly SortedDictionary<string, (int Inserted, int Updated, int Unchanged)> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, (int Inserted, int Updated, int Unchanged)> Counts => _counts;

    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    public async Task<Upserted> RunAsync(string table, int keys, params (string Column, object? Value)[] columns) => (await RunAsync(table, keys, [columns]))[0];

    /// <summary>
    /// Many rows with the same columns, none of which has the key of another. They are compared some hundred at a time, and written together before this
    /// returns: row by row each would be two trips to a server.
    /// </summary>
    public async Task<IReadOnlyList<Upserted>> RunAsync(string table, int keys, IEnumerable<(string Column, object? Value)[]> rows)
    {
        var done = new List<Upserted>();
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            var existing = await ExistingAsync(table, keys, some);
            var made = new List<(string Column, object? Value)[]>();
            foreach (var columns in some)
            {
                var before = existing.GetValueOrDefault(KeyOf(columns.Take(keys).Select(column => Stored(column.Value))));
                var outcome = before is null ? Upserted.Inserted : columns.All(column => Same(before[column.Column], Stored(column.Value))) ? Upserted.Unchanged : Upserted.Updated;
                if (outcome == Upserted.Inserted)
                    made.Add(columns);
                else if (outcome == Upserted.Updated)
                    await UpdateAsync(table, keys, columns);
                if (outcome != Upserted.Unchanged && (Versioned.Contains(table) || AlsoTold.ContainsKey(table)))
                    TakeDown(table, keys, columns, before);
                Count(table, outcome);
                done.Add(outcome);
            }

            await InsertAsync(table, made);
        }

        return done;
    }

    private async Task<Dictionary<string, IDictionary<string, object?>>> ExistingAsync(string table, int keys, (string Column, object? Value)[][] rows)
    {
        var parameters = new DynamicParameters();
        var names = rows[0].Take(keys).Select(column => column.Column).ToList();
        string where;
        if (keys == 1)
        {
            where = $"{names[0]} in @Keys";
            parameters.Add("Keys", rows.Select(row => Stored(row[0].Value)).ToList());
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
            {
                for (var key = 0; key < keys; key++)
                    parameters.Add(Parameter(key, i), Stored(rows[i][key].Value));
            }

            where = string.Join(" or ", rows.Select((_, i) => $"({string.Join(" and ", names.Select((name, key) => $"{name} = @{Parameter(key, i)}"))})"));
        }

        var found = await scope.Connection.QueryAsync($"select {string.Join(", ", rows[0].Select(column => column.Column))} from {table} where {where}", parameters, scope.Transaction);
        return found.Cast<IDictionary<string, object?>>().ToDictionary(row => KeyOf(names.Select(name => row[name])), StringComparer.Ordinal);
    }

    private async Task UpdateAsync(string table, int keys, (string Column, object? Value)[] columns)
    {
        var parameters = new DynamicParameters();
        foreach (var (column, value) in columns)
            parameters.Add(column, Stored(value));
        var set = string.Join(", ", columns.Skip(keys).Select(column => $"{column.Column} = @{column.Column}"));
        var where = string.Join(" and ", columns.Take(keys).Select(column => $"{column.Column} = @{column.Column}"));
        await scope.ExecuteAsync($"update {table} set {set}{(Versioned.Contains(table) ? ", version = version + 1" : "")} where {where}", parameters);
    }

    /// <summary>As one statement on a server; in a file one that is prepared once, row by row, is the fastest.</summary>
    private async Task InsertAsync(string table, IReadOnlyList<(string Column, object? Value)[]> rows)
    {
        foreach (var some in rows.Chunk(scope.Dialect.IsRemote ? RowsAtOnce : 1))
        {
            var parameters = new DynamicParameters();
            for (var i = 0; i < some.Length; i++)
            {
                for (var column = 0; column < some[i].Length; column++)
                    parameters.Add(Parameter(column, i), Stored(some[i][column].Value));
            }

            var values = some.Select((row, i) => $"({string.Join(", ", row.Select((_, column) => $"@{Parameter(column, i)}"))})");
            await scope.ExecuteAsync($"insert into {table} ({string.Join(", ", some[0].Select(column => column.Column))}) values {string.Join(", ", values)}", parameters);
        }
    }

    private static string Parameter(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"p{column}_{row}");

    private static string KeyOf(IEnumerable<object?> values) => string.Join('\n', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));

    private void TakeDown(string table, int keys, (string Column, object? Value)[] columns, IDictionary<string, object?>? existing) => changes.Write(
        scope, AlsoTold.GetValueOrDefault(table, table), string.Join('.', columns.Take(AlsoTold.ContainsKey(table) ? 1 : keys).Select(column => Stored(column.Value)).Where(part => part is not "")),
        from column in columns
        let old = existing?[column.Column]
        where existing is null ? column.Value is not null : !Same(old, Stored(column.Value))
        select new DataChanges.Column(column.Column, old, Stored(column.Value)));

    public void Count(string table, Upserted done)
    {
        var (inserted, updated, unchanged) = _counts.GetValueOrDefault(table);
        _counts[table] = (inserted + (done == Upserted.Inserted ? 1 : 0), updated + (done == Upserted.Updated ? 1 : 0), unchanged + (done == Upserted.Unchanged ? 1 : 0));
    }

    private static object? Stored(object? value) => value switch
    {
        bool yes => yes ? 1 : 0,
        DateOnly date => Columns.Text(date),
        Enum choice => choice.ToString(),
        DistrictCode code => code.ToString(),
        _ => value,
    };

    /// <summary>The two databases give a number back in different types.</summary>
    private static bool Same(object? stored, object? wanted) => (stored, wanted) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => a == b,
        _ => Convert.ToDouble(stored, CultureInfo.InvariantCulture).Equals(Convert.ToDouble(wanted, CultureInfo.InvariantCulture)),
    };
}
