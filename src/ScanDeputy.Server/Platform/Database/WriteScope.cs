using System.Data.Common;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>An open transaction, seen by the work that runs in it. It ends by itself; nobody commits by hand.</summary>
/// <param name="together">Whether the server stops at the first of several statements in one command that fails.</param>
public sealed class WriteScope(DbConnection connection, DbTransaction? transaction, Dialect dialect, bool together = true)
{
    private readonly List<Func<WriteScope, Task>> _atEnd = [];
    private readonly StatementBatch _later = new(together, dialect.IsRemote);

    public DbConnection Connection => connection;

    /// <summary>Null where the transaction is the connection's own and needs no mention.</summary>
    public DbTransaction? Transaction => transaction;

    public Dialect Dialect => dialect;

    /// <summary>Rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(sql, parameters, transaction);

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(sql, parameters, transaction);

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(sql, parameters, transaction)).AsList();

    /// <summary>
    /// Writes this at the end of the transaction, in one trip with all the others of its kind; inserts of the same text that follow each other become
    /// one statement. For rows whose count nobody asks for and that nothing in this transaction reads; no text literal in it may hold an @.
    /// </summary>
    public void Later(string sql, object parameters) => _later.Add(sql, parameters);

    /// <summary>Runs when the work is done, before what was left for later is written: for what must hold a row that others wait for as shortly as it can be.</summary>
    public void AtEnd(Func<WriteScope, Task> work) => _atEnd.Add(work);

    /// <summary>The work is done.</summary>
    internal async Task EndAsync()
    {
        foreach (var work in _atEnd)
            await work(this);
        _atEnd.Clear();
    }

    /// <summary>Writes them now: at the end of the transaction, or before rows that refer to them.</summary>
    /// <param name="end">The statement that ends the transaction, sent along.</param>
    internal Task FlushAsync(string? end = null)
    {
        if (end is not null)
            _later.Add(end);
        return _later.IsEmpty ? Task.CompletedTask : _later.ExecuteAsync(connection, transaction);
    }
}
