using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>Several statements as one command: each one's parameters get its number at their end.</summary>
/// <param name="together">False sends them one by one, in the same order.</param>
internal sealed partial class StatementBatch(bool together)
{
    private static readonly ConcurrentDictionary<(string Sql, int Position), string> Numbered = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly List<(string Sql, object? Parameters)> _statements = [];

    public bool IsEmpty => _statements.Count == 0;

    public void Add(string sql, object? parameters = null) => _statements.Add((sql, parameters));

    /// <summary>Runs what was added, and forgets it.</summary>
    public async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction)
    {
        var statements = _statements.ToList();
        _statements.Clear();
        if (together)
        {
            var (sql, parameters) = Join(statements);
            await connection.ExecuteAsync(sql, parameters, transaction);
            return;
        }

        foreach (var (sql, parameters) in statements)
            await connection.ExecuteAsync(sql, parameters, transaction);
    }

    private static (string Sql, DynamicParameters Parameters) Join(List<(string Sql, object? Parameters)> statements)
    {
        var all = new DynamicParameters();
        var texts = statements.Select((statement, position) =>
        {
            foreach (var property in statement.Parameters is { } parameters ? Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()) : [])
                all.Add(string.Create(CultureInfo.InvariantCulture, $"{property.Name}_{position}"), property.GetValue(statement.Parameters));
            return Numbered.GetOrAdd((statement.Sql, position), key => ParameterName().Replace(key.Sql, string.Create(CultureInfo.InvariantCulture, $"$0_{key.Position}")));
        });
        return (string.Join(";\n", texts), all);
    }

    [GeneratedRegex(@"@[A-Za-z_]\w*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ParameterName();
}
