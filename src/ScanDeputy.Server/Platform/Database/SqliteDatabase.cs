using System.Data.Common;
using Microsoft.Data.Sqlite;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>
/// SQLite in WAL mode with <c>synchronous=FULL</c>: an answered write is on disk. Readers have pooled read-only connections; all
/// writes go through one <see cref="GroupCommitWriter"/>, which shares one fsync among those that wait (docs/decisions/0004).
/// </summary>
public sealed class SqliteDatabase : Database, IAsyncDisposable
{
    private readonly string _readOnly;
    private readonly GroupCommitWriter _writer;

    public SqliteDatabase(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        ReadWrite = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        _readOnly = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30 }.ToString();
        _writer = new GroupCommitWriter(OpenForWriting, Dialect);
    }

    public override Dialect Dialect { get; } = new SqliteDialect();

    /// <summary>For the migrator, which has a transaction of its own.</summary>
    public string ReadWrite { get; }

    public override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(_readOnly);
        await connection.OpenAsync(ct);
        return await work(connection);
    }

    public override Task<Result<T>> WriteAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct) =>
        _writer.RunAsync(work, ct);

    public SqliteConnection OpenForWriting()
    {
        var connection = new SqliteConnection(ReadWrite);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode = wal; pragma synchronous = full;";
        command.ExecuteNonQuery();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        using (var connection = new SqliteConnection(ReadWrite))
            SqliteConnection.ClearPool(connection);
        using (var connection = new SqliteConnection(_readOnly))
            SqliteConnection.ClearPool(connection);
    }
}
