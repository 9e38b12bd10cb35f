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

    private readonly MySqlConnection _pool;

    static MySqlDriver() => Utf8Mb3.Teach();

    /// <exception cref="ArgumentException">Not a connection string of this driver.</exception>
    public MySqlDriver(string connectionString)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString) { CharacterSet = "utf8mb4", CacheServerProperties = true };
        if (!builder.ContainsKey("Connection Timeout") || builder.ConnectionTimeout == new MySqlConnectionStringBuilder().ConnectionTimeout)
            builder.ConnectionTimeout = 5;
        PoolSize = (int)builder.MaximumPoolSize;
        Server = $"{builder.Server}:{builder.Port}/{builder.Database}";
        ConnectionString = builder.ConnectionString;
        _pool = new MySqlConnection(ConnectionString);
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
        var connection = new MySqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a connection back. Never throws: what the caller has to say of it has been said.</summary>
    public async ValueTask CloseAsync(DbConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
        {
            // The driver rolls an open transaction back here, on a server that may refuse even that (a Galera node that has lost its cluster).
            // It would try again in the finalizer, where an exception ends the process; and its pool never gets the place back.
#pragma warning disable CA1816 // Another's object: see above.
            GC.SuppressFinalize(connection);
#pragma warning restore CA1816
            MySqlConnection.ClearPool(_pool);
        }
    }

    /// <summary>The server's error number; 0 when the fault is the connection's, null when it is none of the driver's.</summary>
    public static int? ErrorOf(Exception exception) => exception switch
    {
        // A connection that breaks in the middle shows as an outer exception without a number.
        MySqlException { Number: 0, InnerException: MySqlException inner } => inner.Number,
        MySqlException fault => fault.Number,
        _ => null,
    };

    public void Dispose()
    {
        MySqlConnection.ClearPool(_pool);
        _pool.Dispose();
    }
}
