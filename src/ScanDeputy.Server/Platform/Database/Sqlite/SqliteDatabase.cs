using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>
/// SQLite in WAL mode with <c>synchronous=FULL</c>: an answered write is on disk. Readers have read-only connections of their own; all
/// writes go through one <see cref="GroupCommitWriter"/>, which shares one fsync among those that wait (docs/decisions/0004). Both keep
/// their statements prepared.
/// </summary>
public sealed class SqliteDatabase : Database, IAsyncDisposable
{
    private readonly string _readWrite;
    private readonly SqliteReaders _readers;
    private readonly GroupCommitWriter _writer;

    public SqliteDatabase(string file)
    {
        PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        PrivateFiles.Own(file);
        // Not pooled by the driver, which forgets what was prepared.
        _readWrite = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30, Pooling = false }.ToString();
        _readers = new SqliteReaders(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30, Pooling = false }.ToString());
        _writer = new GroupCommitWriter(OpenForWriting, Dialect);
    }

    public override Dialect Dialect { get; } = new SqliteDialect();

    public override Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct) => _readers.ReadAsync(work, ct);

    public override Task<Result<T>> WriteAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct) =>
        _writer.RunAsync(work, ct);

    /// <summary>For the writer, and for the migrator, which has a transaction of its own.</summary>
    public PreparedConnection OpenForWriting()
    {
        var connection = new PreparedConnection(_readWrite);
        connection.Open();
        // What a savepoint may have to take back stays in memory: a report touches some thirty pages, which went to a file each time.
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;");
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
