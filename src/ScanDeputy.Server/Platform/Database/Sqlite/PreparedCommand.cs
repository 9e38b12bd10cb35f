using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>A command that is run by a statement which its connection has prepared before, or prepares now and keeps.</summary>
public sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    // A statement holds what was bound to it last. Photos are not worth keeping for that.
    private const int LargestHeld = 8000;

    private readonly ParameterList _parameters = new();
    private string _text = "";
    private PreparedConnection.Slot? _slot;
    private SqliteCommand? _running;
    private SqliteDataReader? _reader;

    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            GiveBack();
            _text = value ?? "";
            _slot = null;
        }
    }

    public override int CommandTimeout { get; set; } = connection.DefaultTimeout;

    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new ArgumentException("SQLite knows no procedures.", nameof(value));
        }
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("The command belongs to the connection that made it.");
    }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
        // SQLite's driver does not, either.
    }

    public override void Prepare()
    {
        // When it is run.
    }

    public override int ExecuteNonQuery()
    {
        var reader = Run(CommandBehavior.Default);
        // Runs what stands after the first statement.
        reader.Dispose();
        return reader.RecordsAffected;
    }

    public override object? ExecuteScalar()
    {
        using var reader = Run(CommandBehavior.Default);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(behavior);

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            GiveBack();
        base.Dispose(disposing);
    }

    private SqliteDataReader Run(CommandBehavior behavior)
    {
        _reader?.Dispose();
        _slot ??= connection.SlotOf(_text);
        _running ??= _slot.Take();
        _running.Transaction = (SqliteTransaction?)DbTransaction;
        _running.CommandTimeout = CommandTimeout;
        Bind(_running.Parameters);
        return _reader = _running.ExecuteReader(behavior);
    }

    /// <summary>
    /// Under their names in the text: SQLite finds such a one at once, while the driver tries three others for each that comes without its sign.
    /// </summary>
    private void Bind(SqliteParameterCollection bound)
    {
        while (bound.Count > _parameters.Count)
            bound.RemoveAt(bound.Count - 1);
        for (var i = 0; i < _parameters.Count; i++)
        {
            var parameter = _parameters[i];
            if (i == bound.Count)
                bound.Add(parameter);
            var name = bound[i].ParameterName;
            parameter.ParameterName = IsNameInText(name, parameter.ParameterName) ? name : NameInText(parameter.ParameterName);
            bound[i] = parameter;
        }
    }

    private static bool IsNameInText(string inText, string name) =>
        inText.Length == name.Length + 1 && inText[0] == '@' && inText.EndsWith(name, StringComparison.Ordinal);

    private static string NameInText(string name) => name.StartsWith('@') ? name : $"@{name}";

    private void GiveBack()
    {
        _reader?.Dispose();
        _reader = null;
        if (_running is not { } running)
            return;

        _running = null;
        // Not of what was given: Dapper has cleared that by now.
        if (HoldsLittle(running.Parameters))
            _slot!.GiveBack(running);
        else
            running.Dispose();
    }

    private static bool HoldsLittle(SqliteParameterCollection bound)
    {
        for (var i = 0; i < bound.Count; i++)
        {
            if (bound[i].Value is string { Length: > LargestHeld } or byte[] { Length: > LargestHeld })
                return false;
        }

        return true;
    }

    private sealed class ParameterList : SqliteParameterCollection;
}
