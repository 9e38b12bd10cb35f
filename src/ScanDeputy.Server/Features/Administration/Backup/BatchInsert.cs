using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>Inserts rows of one table many at a time: one statement holds as many as both databases take.</summary>
internal sealed partial class BatchInsert : IDisposable
{
    private const int MostRows = 200;
    private const int MostBytes = 1024 * 1024;

    private readonly WriteScope _scope;
    private readonly string _table;
    private readonly IReadOnlyList<string> _columns;
    private readonly List<object?[]> _waiting = new(MostRows);
    private int _bytes;
    private DbCommand? _command;
    private int _rowsOfCommand;

    public BatchInsert(WriteScope scope, string table, IReadOnlyList<string> columns)
    {
        // They become part of a statement, and a file can be altered.
        if (columns.Count == 0 || !columns.All(column => ColumnName().IsMatch(column)))
            throw new BackupException($"The columns of table '{table}' are not names of columns.");
        (_scope, _table, _columns) = (scope, table, columns);
    }

    public async Task AddAsync(ReadOnlyMemory<byte> line, CancellationToken ct)
    {
        _waiting.Add(Read(line));
        _bytes += line.Length;
        if (_waiting.Count == MostRows || _bytes > MostBytes)
            await FlushAsync(ct);
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        if (_waiting.Count == 0)
            return;

        var command = CommandFor(_waiting.Count);
        for (var row = 0; row < _waiting.Count; row++)
        {
            for (var column = 0; column < _columns.Count; column++)
                command.Parameters[(row * _columns.Count) + column].Value = _waiting[row][column] ?? DBNull.Value;
        }

        await command.ExecuteNonQueryAsync(ct);
        _waiting.Clear();
        _bytes = 0;
    }

    private DbCommand CommandFor(int rows)
    {
        if (_command is not null && _rowsOfCommand == rows)
            return _command;

        _command?.Dispose();
        _command = _scope.Connection.CreateCommand();
        _command.Transaction = _scope.Transaction;
        _command.CommandTimeout = 0;
        var text = new StringBuilder($"insert into {_table} ({string.Join(", ", _columns)}) values ");
        for (var row = 0; row < rows; row++)
        {
            var names = Enumerable.Range(row * _columns.Count, _columns.Count).Select(AddParameter);
            text.Append(row == 0 ? "(" : ", (").AppendJoin(", ", names).Append(')');
        }

        _command.CommandText = text.ToString();
        _rowsOfCommand = rows;
        return _command;
    }

    private string AddParameter(int index)
    {
        var parameter = _command!.CreateParameter();
        parameter.ParameterName = $"@p{index}";
        _command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private object?[] Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var row = JsonDocument.Parse(line);
            return row.RootElement.GetArrayLength() == _columns.Count
                ? [.. row.RootElement.EnumerateArray().Select(ValueOf)]
                : throw new BackupException($"A row of table '{_table}' has more or fewer values than columns.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new BackupException($"A row of table '{_table}' cannot be read.", exception);
        }
    }

    private static object? ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.Object => value.GetProperty("b").GetBytesFromBase64(),
        _ => throw new FormatException("No value of a backup."),
    };

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ColumnName();

    public void Dispose() => _command?.Dispose();
}
