using System.Data.Common;
using MySqlConnector;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>
/// The MySQL protocol through MySqlConnector. A connection is reset when it leaves the pool, for one more packet: that ends whatever a
/// broken call left behind, and finds connections that a server's restart has killed before a caller's statement does.
/// </summary>
public sealed class MySqlDriver : IDisposable
{
    private const uint ConnectSeconds = 5;

    private readonly MySqlDataSource _source;

    /// <exception cref="ArgumentException">Not a connection string of this driver.</exception>
    public MySqlDriver(string connectionString)
    {
        try
        {
            var builder = new MySqlConnectionStringBuilder(connectionString);
            if (builder.ConnectionTimeout == new MySqlConnectionStringBuilder().ConnectionTimeout)
                builder.ConnectionTimeout = ConnectSeconds;
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

    /// <summary>From the pool; disposing it gives it back, or ends it when something broke on it.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    /// <summary>The server's error number; 0 when the fault is the connection's, null when it is none of the driver's.</summary>
    public static int? ErrorOf(Exception exception) => exception switch
    {
        // The driver's own faults have numbers below zero: a time-out, for example.
        MySqlException fault => Math.Max(0, fault.Number),
        _ => null,
    };

    public void Dispose() => _source.Dispose();
}
