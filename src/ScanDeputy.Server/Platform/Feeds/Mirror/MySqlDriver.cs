using System.Data.Common;
using MySql.Data.MySqlClient;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>
/// The MySQL protocol through MySql.Data 8.0.16. Its asynchronous methods block their thread, so the thread pool is told to keep one
/// for each connection.
/// </summary>
public sealed class MySqlDriver : IDisposable
{
    private const int ThreadsForTheRest = 16;

    private readonly IdleConnections _idle = new();

    static MySqlDriver() => Utf8Mb3.Teach();

    /// <exception cref="ArgumentException">Not a connection string of this driver.</exception>
    public MySqlDriver(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString) { CharacterSet = "utf8mb4", CacheServerProperties = true };
        if (!builder.ContainsKey("Connection Timeout") || builder.ConnectionTimeout == new MySqlConnectionStringBuilder().ConnectionTimeout)
            builder.ConnectionTimeout = 5;
        PoolSize = (int)builder.MaximumPoolSize;
        Server = $"{builder.Server}:{builder.Port}/{builder.Database}";
        builder.Pooling = false;
        ConnectionString = builder.ConnectionString;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolSize + ThreadsForTheRest), ports);
    }

    /// <summary>At most this many connections at once.</summary>
    public int PoolSize { get; }

    /// <summary>For messages: where the database is, without who asks.</summary>
    public string Server { get; }

    private string ConnectionString { get; }

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        if (_idle.Take() is { } ready)
            return ready;

        var connection = new MySqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            _idle.Drop(connection, serverIsLost: true);
            throw;
        }
    }

    /// <summary>Gives a connection back.</summary>
    public ValueTask CloseAsync(DbConnection connection)
    {
        _idle.Put((MySqlConnection)connection);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives a connection up on which something failed: nobody knows what is open on it, or whether it still is.</summary>
    public ValueTask DropAsync(DbConnection connection, bool serverIsLost)
    {
        _idle.Drop((MySqlConnection)connection, serverIsLost);
        return ValueTask.CompletedTask;
    }

    /// <summary>The server's error number; 0 when the fault is the connection's, null when it is none of the driver's.</summary>
    public static int? ErrorOf(Exception exception) => exception switch
    {
        // A connection that breaks in the middle shows as an outer exception without a number.
        MySqlException { Number: 0, InnerException: MySqlException inner } => inner.Number,
        MySqlException fault => fault.Number,
        // It swallows "query was interrupted" and gives no reader, over which its caller falls; the base class, where the compiler moved it there.
        NullReferenceException { Source: "MySql.Data" or nameof(Dapper) or "System.Data.Common" } => (int)MySqlErrorCode.QueryInterrupted,
        _ => null,
    };

    public void Dispose() => _idle.Dispose();
}
