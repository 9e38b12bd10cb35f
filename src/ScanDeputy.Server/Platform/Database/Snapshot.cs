using System.Data;
using System.Data.Common;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>While it lives, all reads on the connection see the database as it was at one instant.</summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private Snapshot(DbConnection connection) => _connection = connection;

    public static async Task<Snapshot> BeginAsync(DbConnection connection, Dialect dialect)
    {
        // Dapper takes one word for the name of a procedure.
        foreach (var statement in dialect.BeginSnapshot)
            await connection.ExecuteAsync(statement, commandType: CommandType.Text);
        // SQLite's snapshot begins with the first read, not with the transaction.
        await connection.ExecuteScalarAsync<long>("select count(*) from schema_migrations");
        return new Snapshot(connection);
    }

    public async ValueTask DisposeAsync()
    {
        // A lost connection has no transaction any more, and its own exception to tell.
        if (_connection.State == ConnectionState.Open)
            await _connection.ExecuteAsync("rollback", commandType: CommandType.Text);
    }
}
