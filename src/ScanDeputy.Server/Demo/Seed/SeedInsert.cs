using System.Data.Common;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>One insert, prepared once and run for each row: some thousand rows must not slow a first start.</summary>
internal sealed class SeedInsert : IDisposable
{
    private readonly DbCommand _command;

    public SeedInsert(WriteScope scope, string table, params IReadOnlyList<string> columns)
    {
        _command = scope.Connection.CreateCommand();
        _command.Transaction = scope.Transaction;
        _command.CommandText = $"insert into {table} ({string.Join(", ", columns)}) values (@{string.Join(", @", columns)})";
        foreach (var column in columns)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + column;
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>In the order of the columns.</summary>
    public Task RunAsync(params IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++)
            _command.Parameters[i].Value = Stored(values[i]);
        return _command.ExecuteNonQueryAsync();
    }

    public void Dispose() => _command.Dispose();

    // As Columns has it for Dapper.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        DateOnly date => Columns.Text(date),
        Enum name => name.ToString(),
        bool yes => yes ? 1 : 0,
        _ => value,
    };
}
