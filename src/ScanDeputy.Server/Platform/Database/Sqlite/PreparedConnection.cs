using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>
/// A connection to SQLite that keeps its statements prepared, by their text: preparing one costs more than running it. For one caller at a
/// time, as any connection.
/// </summary>
public sealed class PreparedConnection(string connectionString) : SqliteConnection(connectionString)
{
    // More than the busy paths have together. Beyond it all are forgotten: only lists whose texts differ by how many are asked for get there.
    private const int MostKept = 300;

    private readonly Dictionary<string, Slot> _kept = new(StringComparer.Ordinal);

    /// <summary>How many texts it knows.</summary>
    public int Kept => _kept.Count;

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this) { Transaction = Transaction };

    public override void Close()
    {
        _kept.Clear();
        // Disposes what was prepared on it.
        base.Close();
    }

    /// <summary>Where the statement of this text is kept while nobody runs it.</summary>
    internal Slot SlotOf(string text)
    {
        if (_kept.TryGetValue(text, out var slot))
            return slot;

        if (_kept.Count == MostKept)
            Forget();
        return _kept[text] = new Slot(this, text);
    }

    private void Forget()
    {
        foreach (var slot in _kept.Values)
            slot.Close();
        _kept.Clear();
    }

    internal sealed class Slot(PreparedConnection connection, string text)
    {
        private SqliteCommand? _idle;
        private bool _closed;

        public string Text => text;

        /// <summary>The caller's alone until it comes back: whoever runs the same text within a loop over its rows gets another.</summary>
        public SqliteCommand Take()
        {
            var command = _idle ?? new SqliteCommand(text, connection);
            _idle = null;
            return command;
        }

        public void GiveBack(SqliteCommand command)
        {
            if (_idle is null && !_closed && connection.State == ConnectionState.Open)
                _idle = command;
            else
                command.Dispose();
        }

        public void Close()
        {
            _closed = true;
            _idle?.Dispose();
        }
    }
}
