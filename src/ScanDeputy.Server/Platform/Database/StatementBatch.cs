using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>
/// Statements that are sent together, in their order. Neighbours of the same text that insert become one statement with many rows on a server,
/// and one that is prepared once in the file of SQLite.
/// </summary>
/// <param name="together">False sends one command for each statement, in the same order.</param>
/// <param name="remote">Whether a command is a trip to a server.</param>
internal sealed partial class StatementBatch(bool together, bool remote)
{
    // A statement of so many rows is still far below what servers take.
    private const int MostRows = 100;

    private static readonly ConcurrentDictionary<(string Sql, int Position), string> Numbered = new();
    private static readonly ConcurrentDictionary<string, Insert?> Inserts = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly List<Group> _groups = [];

    public bool IsEmpty => _groups.Count == 0;

    public void Add(string sql, object? parameters = null)
    {
        var insert = Inserts.GetOrAdd(sql, Insert.Parse);
        if (insert is not null && _groups.Count > 0 && _groups[^1] is var last && last.Sql == sql && last.Rows.Count < MostRows)
            last.Rows.Add(parameters);
        else
            _groups.Add(new Group(sql, insert, [parameters]));
    }

    /// <summary>Runs what was added, and forgets it.</summary>
    public async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction)
    {
        var groups = _groups.ToList();
        _groups.Clear();
        if (!remote)
        {
            foreach (var group in groups)
                await connection.ExecuteAsync(group.Sql, group.Rows.Count == 1 ? group.Rows[0] : group.Rows, transaction);
            return;
        }

        foreach (var some in together ? [groups] : groups.Select(group => new List<Group> { group }))
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            some.ForEach(group => Fill(batch, group));
            await batch.ExecuteNonQueryAsync();
        }
    }

    /// <summary>One command; where it has several rows, each one's parameters get its number at their end.</summary>
    private static void Fill(DbBatch batch, Group group)
    {
        var command = batch.CreateBatchCommand();
        var many = group.Rows.Count > 1;
        command.CommandText = many && group.Insert is { } insert
            ? insert.Head + string.Join(insert.Between, group.Rows.Select((_, position) => Number(insert.Row, position)))
            : group.Sql;
        for (var position = 0; position < group.Rows.Count; position++)
        {
            if (group.Rows[position] is not { } row)
                continue;
            foreach (var property in Properties.GetOrAdd(row.GetType(), type => type.GetProperties()))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = many ? string.Create(CultureInfo.InvariantCulture, $"{property.Name}_{position}") : property.Name;
                parameter.Value = Columns.Of(property.GetValue(row));
                command.Parameters.Add(parameter);
            }
        }

        batch.BatchCommands.Add(command);
    }

    private static string Number(string sql, int position) => Numbered.GetOrAdd(
        (sql, position), key => ParameterName().Replace(key.Sql, string.Create(CultureInfo.InvariantCulture, $"$0_{key.Position}")));

    [GeneratedRegex(@"@[A-Za-z_]\w*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"^\s*(?<head>insert\b[^()]*\([^()]*\)\s*)(?<source>values\s*(?<row>\(.*\))|(?<row>select\b.*))\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex InsertStatement();

    [GeneratedRegex(@"\b(limit|order by|union)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneSelectOnly();

    /// <param name="Insert">Null for anything that is no insert, and for one whose rows cannot stand beside others.</param>
    private sealed record Group(string Sql, Insert? Insert, List<object?> Rows);

    private sealed record Insert(string Head, string Row, string Between)
    {
        public static Insert? Parse(string sql)
        {
            var match = InsertStatement().Match(sql);
            var (head, row) = (match.Groups["head"].Value, match.Groups["row"].Value);
            if (!match.Success)
                return null;
            if (match.Groups["source"].Value.StartsWith("values", StringComparison.Ordinal))
                return new Insert($"{head}values ", row, ", ");
            return OneSelectOnly().IsMatch(row) ? null : new Insert(head, row, "\nunion all ");
        }
    }
}
