using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>Several statements that are sent as one.</summary>
/// <param name="together">False sends them one by one, in the same order.</param>
internal sealed class StatementBatch(bool together)
{
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
            await using var batch = connection.CreateBatch();
            foreach (var (sql, parameters) in statements)
                batch.BatchCommands.Add(Command(batch, sql, parameters));
            await batch.ExecuteNonQueryAsync();
            return;
        }

        foreach (var (sql, parameters) in statements)
            await connection.ExecuteAsync(sql, parameters, transaction);
    }

    private static DbBatchCommand Command(DbBatch batch, string sql, object? parameters)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        if (parameters is null)
            return command;

        foreach (var property in Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = property.Name;
            parameter.Value = Columns.Of(property.GetValue(parameters));
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
