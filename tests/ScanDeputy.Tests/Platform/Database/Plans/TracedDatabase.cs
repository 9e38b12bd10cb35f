using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.Sqlite;
using SQLitePCL;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>The program's SQLite, which writes down each statement with its values.</summary>
internal sealed class TracedDatabase(SqliteDatabase inner) : Server.Platform.Database.Database
{
    private readonly ConcurrentQueue<string> _statements = new();

    public override Dialect Dialect => inner.Dialect;

    /// <summary>Those since the last time.</summary>
    public IReadOnlyList<string> TakeStatements()
    {
        var all = new List<string>();
        while (_statements.TryDequeue(out var statement))
            all.Add(statement);
        return all;
    }

    public override Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct) => inner.ReadAsync(connection => work(Traced(connection)), ct);

    public override Task<Result<T>> WriteAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct) => inner.WriteAsync(
        scope =>
        {
            Traced(scope.Connection);
            return work(scope);
        },
        ct);

    private DbConnection Traced(DbConnection connection)
    {
        raw.sqlite3_trace(((SqliteConnection)connection).Handle, (_, statement) => _statements.Enqueue(statement), null);
        return connection;
    }
}
