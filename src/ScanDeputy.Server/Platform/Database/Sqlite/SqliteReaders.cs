using System.Collections.Concurrent;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>Connections that read, kept open for the next reader together with what they have prepared.</summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    // As many as read at once on a busy machine; each holds a page cache of its own.
    private const int MostKept = 16;

    private readonly ConcurrentStack<PreparedConnection> _idle = new();
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<PreparedConnection, Task<T>> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out var connection))
            connection = Open();
        try
        {
            var result = await work(connection);
            GiveBack(connection);
            return result;
        }
        catch
        {
            // Nobody knows what was left open on it.
            await connection.DisposeAsync();
            throw;
        }
    }

    private PreparedConnection Open()
    {
        var connection = new PreparedConnection(connectionString);
        connection.Open();
        return connection;
    }

    private void GiveBack(PreparedConnection connection)
    {
        if (_idle.Count >= MostKept)
        {
            connection.Dispose();
            return;
        }

        _idle.Push(connection);
        if (_closed)
            Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }
}
