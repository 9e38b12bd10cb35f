using System.Data.Common;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>An open transaction, seen by the work that runs in it. It ends by itself; nobody commits by hand.</summary>
public sealed class WriteScope(DbConnection connection, DbTransaction transaction, Dialect dialect)
{
    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    public Dialect Dialect => dialect;

    /// <summary>Rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(sql, parameters, transaction);

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(sql, parameters, transaction);

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(sql, parameters, transaction)).AsList();
}
