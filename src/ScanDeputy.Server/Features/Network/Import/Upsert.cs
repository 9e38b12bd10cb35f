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
    private static readonly HashSet<string> Versioned = new(["districts", "stations", "deputies", "agencies", "agency_rules", "categories", "reception_rules"], StringComparer.Ordinal);


    private readonly SortedDictionary<string, (int Inserted, int Updated, int Unchanged)> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, (int Inserted, int Updated, int Unchanged)> Counts => _counts;

    /// <param name="keys">How many of the columns, from the first, are the key.</param>
    public async Task<Upserted> RunAsync(string table, int keys, params (string Column, object? Value)[] columns)
    {
        var parameters = new DynamicParameters();
        foreach (var (column, value) in columns)
            parameters.Add(column, Stored(value));
        var where = string.Join(" and ", columns.Take(keys).Select(column => $"{column.Column} = @{column.Column}"));
        var existing = (IDictionary<string, object?>?)await scope.Connection.QueryFirstOrDefaultAsync(
            $"select {string.Join(", ", columns.Select(column => column.Column))} from {table} where {where}", parameters, scope.Transaction);

        var done = existing is null ? Upserted.Inserted : columns.All(column => Same(existing[column.Column], Stored(column.Value))) ? Upserted.Unchanged : Upserted.Updated;
        if (done == Upserted.Inserted)
        {
            var names = string.Join(", ", columns.Select(column => column.Column));
            await scope.ExecuteAsync($"insert into {table} ({names}) values (@{names.Replace(", ", ", @", StringComparison.Ordinal)})", parameters);
        }
        else if (done == Upserted.Updated)
        {
            var set = string.Join(", ", columns.Skip(keys).Select(column => $"{column.Column} = @{column.Column}"));
            await scope.ExecuteAsync($"update {table} set {set}{(Versioned.Contains(table) ? ", version = version + 1" : "")} where {where}", parameters);
        }

        if (done != Upserted.Unchanged && Versioned.Contains(table))
            TakeDown(table, keys, columns, existing);

        Count(table, done);
        return done;
    }

    private void TakeDown(string table, int keys, (string Column, object? Value)[] columns, IDictionary<string, object?>? existing) => changes.Write(
        scope, table, string.Join('.', columns.Take(keys).Select(column => Stored(column.Value))),
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
