using System.Data.Common;
using MySqlConnector;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>
/// The MySQL protocol through MySqlConnector. Nothing here blocks a thread. A connection is reset when it leaves the pool, for one
/// more packet: that is also what finds those that a server's restart has killed, before a caller's statement does.
/// </summary>
public sealed class MySqlDriver : IDisposable
{
    private const uint Patience = 5;

    private readonly MySqlDataSource _source;

    /// <exception cref="ArgumentException">Not a connection string of this driver.</exception>
    public MySqlDriver(string connectionString)
    {
        try
        {
            var builder = new MySqlConnectionStringBuilder(connectionString);
            if (builder.ConnectionTimeout == new MySqlConnectionStringBuilder().ConnectionTimeout)
                builder.ConnectionTimeout = Patience;
            PoolSize = (int)builder.MaximumPoolSize;
            Server = $"{builder.Server}:{builder.Port}/{builder.Database}";
            _source = new MySqlDataSource(builder.ConnectionString);
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException or OverflowException or InvalidOperationException)
        {
            throw new ArgumentException("Not a connection string.", nameof(connectionString), exception);
        }
    }

    /// <summary>At most this many connections at once.</summary>
    public int PoolSize { get; }

    /// <summary>For messages: where the database is, without who asks.</summary>
    public string Server { get; }

    public async Task<DbConnection> OpenAsync(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    /// <summary>Gives a connection back.</summary>
    public ValueTask CloseAsync(DbConnection connection) => connection.DisposeAsync();

    /// <summary>Gives a connection up on which something failed: the driver knows by itself what state it and the idle ones are in.</summary>
    public ValueTask DropAsync(DbConnection connection, bool serverIsLost) => connection.DisposeAsync();

    /// <summary>The server's error number; 0 when the fault is the connection's, null when it is none of the driver's.</summary>
    public static int? ErrorOf(Exception exception) => exception switch
    {
        // The driver's own faults have numbers below zero: a time-out, for example.
        MySqlException fault => Math.Max(0, fault.Number),
        _ => null,
    };

    public void Dispose() => _source.Dispose();
}
