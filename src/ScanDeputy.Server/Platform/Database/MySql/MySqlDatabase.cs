using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Database.MySql;

/// <summary>
/// MySQL 8, MariaDB or TiDB. READ COMMITTED, one transaction a write. What the server gave up, or what broke before the commit was
/// sent, is run again: the work has no effect outside its transaction. What broke during the commit is not: nobody knows
/// whether it happened (docs/decisions/0011).
/// </summary>
public sealed partial class MySqlDatabase(MySqlDriver driver, ILogger<MySqlDatabase> logger) : Database, IDisposable
{
    private const int Tries = 6;

    // The server answers and takes one of them at a time: whoever keeps losing to others gets its turn, too.
    private const int TriesAfterGivingWay = 12;

    // Several may want the same key at once, and each time one of them has it; what is written twice by mistake is refused each time.
    private const int TriesForOneKey = 6;
    private const string Begin = "start transaction";
    // Waiting does not mend these.
    private static readonly int[] AccountFaults = [1044, 1045, 1049, 1698];
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    // As many as the pool has: a full pool would look like a server that does not answer, which is tried again and again.
    private readonly SemaphoreSlim _places = new(driver.PoolSize, driver.PoolSize);

    private volatile Writers _writers;

    public override Dialect Dialect { get; } = new MySqlDialect();

    public MySqlDriver Driver => driver;

    public override Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct) => TryAsync(work, ct);

    public override Task<Result<T>> WriteAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct) =>
        TryAsync(connection => RunAsync(connection, Begin, null, (scope, _) => work(scope)), ct);

    public override Task<Result<T>> WriteAsync<T>(string opening, object parameters, Func<WriteScope, int, Task<Result<T>>> work, CancellationToken ct) =>
        TryAsync(connection => RunAsync(connection, $"{Begin}; {opening}", parameters, work), ct);

    /// <summary>One statement outside a transaction; for the schema, whose changes end any.</summary>
    public Task<int> ExecuteAloneAsync(string sql, object? parameters, CancellationToken ct) =>
        TryAsync(connection => connection.ExecuteAsync(sql, parameters), ct);

    /// <param name="begin">By statement, not by the driver's transaction object, which sets the isolation each time.</param>
    private async Task<Result<T>> RunAsync<T>(DbConnection connection, string begin, object? parameters, Func<WriteScope, int, Task<Result<T>>> work)
    {
        var rows = await connection.ExecuteAsync(begin, parameters);
        var scope = new WriteScope(connection, null, Dialect, together: !await IsGroupAsync(connection));
        var result = await work(scope, rows);
        if (result.IsRefused)
        {
            await connection.ExecuteAsync("rollback");
            return result;
        }

        await scope.EndAsync();
        await CommitAsync(scope);
        return result;
    }

    /// <summary>
    /// Whether other servers write to the same tables (Galera, group replication). When such a server throws a transaction out for another
    /// server's, between two statements of one command, it goes on with the rest of the command, outside of any transaction.
    /// </summary>
    private async ValueTask<bool> IsGroupAsync(DbConnection connection)
    {
        if (_writers == Writers.Unknown)
        {
            var found = await connection.QueryAsync<(string Name, string Value)>("show variables where variable_name in ('wsrep_on', 'group_replication_group_name')");
            _writers = found.Any(row => row.Value is not ("OFF" or "")) ? Writers.Many : Writers.One;
        }

        return _writers == Writers.Many;
    }

    private enum Writers
    {
        Unknown,
        One,
        Many,
    }

    /// <summary>Ends what a call that broke has left open, so that the connection can be used again.</summary>
    /// <returns>False when it cannot.</returns>
    private static async Task<bool> RollBackAsync(DbConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("rollback");
            return true;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException or SocketException)
        {
            return false;
        }
    }

    /// <summary>What was left for later and the commit in one trip. Not cancelled with the caller: a commit that was begun is waited for.</summary>
    private static async Task CommitAsync(WriteScope scope)
    {
        try
        {
            await scope.FlushAsync("commit");
        }
        catch (Exception exception) when (Fault(exception, scope.Connection) is MySqlFault.Unreachable)
        {
            throw new DatabaseUnavailableException("The database was lost during a commit.", exception);
        }
    }

    private async Task<T> TryAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct)
    {
        if (!await _places.WaitAsync(LongestWait, ct))
            throw new DatabaseUnavailableException("No database connection became free in time.", null);

        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var source = driver.Connections;
                var connection = await OpenAsync(source, attempt, ct);
                if (connection is null)
                    continue;

                Exception failure;
                MySqlFault fault;
                await using (connection)
                {
                    try
                    {
                        return await work(connection);
                    }
                    catch (Exception exception)
                    {
                        (failure, fault) = (exception, Fault(exception, connection));
                        if (!await RollBackAsync(connection) || fault is MySqlFault.Unreachable)
                            await driver.RenewAsync(source);
                        if (fault is MySqlFault.Other)
                            throw;
                    }
                }

                await GiveUpOrPauseAsync(failure, fault, attempt, ct);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <returns>Null when it failed and may be tried again.</returns>
    private async Task<DbConnection?> OpenAsync(DbDataSource source, int attempt, CancellationToken ct)
    {
        try
        {
            return await source.OpenConnectionAsync(ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && MySqlFaults.Of(exception, connectionIsOpen: false) is not MySqlFault.Other)
        {
            // A Galera node that cannot catch up with the others in time refuses even a greeting, as a lock wait: it is not to be had now.
            if (MySqlDriver.ErrorOf(exception) is { } number && AccountFaults.Contains(number))
                throw new DatabaseUnavailableException($"The database server refuses the account or does not know the database (error {number}).", exception);
            await GiveUpOrPauseAsync(exception, MySqlFault.Unreachable, attempt, ct);
            return null;
        }
    }

    private async Task GiveUpOrPauseAsync(Exception exception, MySqlFault fault, int attempt, CancellationToken ct)
    {
        if (fault == MySqlFault.DuplicateKey && attempt >= TriesForOneKey)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        if (attempt >= (fault == MySqlFault.GaveWay ? TriesAfterGivingWay : Tries))
            throw new DatabaseUnavailableException($"The database at {driver.Server} does not answer, or keeps refusing.", exception);

        Log.Again(logger, fault, attempt, exception.GetType().Name, MySqlDriver.ErrorOf(exception));
        // Not all at once again: those that met once would meet again.
        var pause = FirstPause * (1 << Math.Min(attempt, Tries));
        await Task.Delay(pause + TimeSpan.FromMilliseconds(Random.Shared.Next((int)pause.TotalMilliseconds)), ct);
    }

    private static MySqlFault Fault(Exception exception, DbConnection connection) => exception is DatabaseUnavailableException or OperationCanceledException
        ? MySqlFault.Other
        : MySqlFaults.Of(exception, connection.State == ConnectionState.Open);

    public void Dispose()
    {
        driver.Dispose();
        _places.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Information, "A database call is run again after {Fault} (attempt {Attempt}, {Exception} {Number}).")]
        public static partial void Again(ILogger logger, MySqlFault fault, int attempt, string exception, int? number);
    }
}
