using System.Data.Common;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>
/// The one truth (architecture, decision 1). Reads take a connection for a moment; writes are whole transactions that are
/// committed, durably, before the call returns. Work given to a write may run more than once and must not call
/// the network: other writers wait for it.
/// </summary>
public abstract class Database
{
    public abstract Dialect Dialect { get; }

    public abstract Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct);

    /// <summary>Commits when the work gives a value; leaves nothing behind when it refuses or throws.</summary>
    public abstract Task<Result<T>> WriteAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct);

    /// <summary>
    /// The same for work that always begins with one statement, which is sent together with the begin; the work is told how many rows it
    /// changed.
    /// </summary>
    public virtual Task<Result<T>> WriteAsync<T>(string opening, object parameters, Func<WriteScope, int, Task<Result<T>>> work, CancellationToken ct) =>
        WriteAsync<T>(async scope => await work(scope, await scope.ExecuteAsync(opening, parameters)), ct);

    /// <summary>Whether this says that the database cannot be used now, rather than that something is wrong with what was asked of it.</summary>
    public bool IsOutage(Exception exception) => exception is DatabaseUnavailableException || (exception is DbException fault && Dialect.IsOutage(fault));

    /// <summary>A write that cannot be refused.</summary>
    public async Task<T> WriteAsync<T>(Func<WriteScope, Task<T>> work, CancellationToken ct) =>
        (await WriteAsync<T>(async scope => Result.Of(await work(scope)), ct)).Value;
}
