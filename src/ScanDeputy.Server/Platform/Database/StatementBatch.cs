using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>Several statements as one command: each one's parameters get its number at their end.</summary>
internal sealed partial class StatementBatch
{
    private static readonly ConcurrentDictionary<(string Sql, int Position), string> Numbered = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly List<string> _statements = [];
    private DynamicParameters _parameters = new();

    public bool IsEmpty => _statements.Count == 0;

    public void Add(string sql, object parameters)
    {
        var position = _statements.Count;
        _statements.Add(Numbered.GetOrAdd((sql, position), key => ParameterName().Replace(key.Sql, string.Create(CultureInfo.InvariantCulture, $"$0_{key.Position}"))));
        foreach (var property in Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
            _parameters.Add(string.Create(CultureInfo.InvariantCulture, $"{property.Name}_{position}"), property.GetValue(parameters));
    }

    public async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string? last = null)
    {
        var (sql, parameters) = (string.Join(";\n", last is null ? _statements : [.. _statements, last]), _parameters);
        _statements.Clear();
        _parameters = new DynamicParameters();
        await connection.ExecuteAsync(sql, parameters, transaction);
    }

    [GeneratedRegex(@"@[A-Za-z_]\w*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ParameterName();
}
