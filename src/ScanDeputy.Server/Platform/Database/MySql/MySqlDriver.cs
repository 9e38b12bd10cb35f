using System.Data.Common;
using MySqlConnector;

namespace ScanDeputy.Server.Platform.Database.MySql;

/// <summary>
/// The MySQL protocol through MySqlConnector. A connection that leaves the pool is not reset, which would be a trip before each call:
/// transactions always end by a statement of ours, and a server that is found gone has lost the connections that wait in the pool, too:
/// they are given up together (docs/decisions/0011).
/// </summary>
public sealed class MySqlDriver : IDisposable
{
    private const uint ConnectSeconds = 5;
    private const string Reset = "Connection Reset";
    private const string Ssl = "SSL Mode";
    private const string SetIsolation = "set session transaction isolation level read committed";

    private readonly Lock _renewing = new();
    private readonly string _connectionString;
    private volatile MySqlDataSource _source;

    /// <exception cref="ArgumentException">Not a connection string of this driver.</exception>
    public MySqlDriver(string connectionString)
    {
        try
        {
            var builder = new MySqlConnectionStringBuilder(connectionString);
            if (builder.ConnectionTimeout == new MySqlConnectionStringBuilder().ConnectionTimeout)
                builder.ConnectionTimeout = ConnectSeconds;
            if (!builder.ContainsKey(Reset))
                builder.ConnectionReset = false;
            // Whoever stands between us and another machine must not be able to read or change what goes there.
            if (!builder.ContainsKey(Ssl) && builder.ConnectionProtocol == MySqlConnectionProtocol.Socket && !HostNames.IsLocal(builder.Server))
                builder.SslMode = MySqlSslMode.VerifyFull;
            SslMode = builder.SslMode;
            PoolSize = (int)builder.MaximumPoolSize;
            Server = $"{builder.Server}:{builder.Port}/{builder.Database}";
            _connectionString = builder.ConnectionString;
            _source = Build();
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException or OverflowException or InvalidOperationException)
        {
            throw new ArgumentException("Not a connection string.", nameof(connectionString), exception);
        }
    }

    /// <summary>As the connection string says; when it says nothing, verified for every host but this machine itself.</summary>
    public MySqlSslMode SslMode { get; }

    /// <summary>At most this many connections at once.</summary>
    public int PoolSize { get; }

    /// <summary>For messages: where the database is, without who asks.</summary>
    public string Server { get; }

    /// <summary>The pool, until it is renewed.</summary>
    public DbDataSource Connections => _source;

    /// <summary>From the pool; disposing it gives it back, or ends it when something broke on it.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    /// <summary>
    /// Gives up connections that cannot be trusted any more: those that wait in the pool at once, those in use when they come back.
    /// Whoever finds them so a second time does nothing more.
    /// </summary>
    public async Task RenewAsync(DbDataSource connections)
    {
        MySqlDataSource given;
        lock (_renewing)
        {
            if (!ReferenceEquals(connections, _source))
                return;

            given = _source;
            _source = Build();
        }

        await given.DisposeAsync();
    }

    /// <summary>The server's error number; 0 when the fault is the connection's, null when it is none of the driver's.</summary>
    public static int? ErrorOf(Exception exception) => exception switch
    {
        // The driver's own faults have numbers below zero: a time-out, for example.
        MySqlException fault => Math.Max(0, fault.Number),
        _ => null,
    };

    public void Dispose() => _source.Dispose();

    private MySqlDataSource Build() => new MySqlDataSourceBuilder(_connectionString)
        .UseConnectionOpenedCallback((opened, _) => opened.Conditions == MySqlConnectionOpenedConditions.None ? default : SetUpAsync(opened.Connection))
        .Build();

    /// <summary>Once for each connection to the server, instead of before each transaction.</summary>
    private async ValueTask SetUpAsync(MySqlConnection connection)
    {
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = SetIsolation;
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch
        {
            // It must not come out of the pool again as if it had been set up.
            await RenewAsync(_source);
            throw;
        }
    }
}
