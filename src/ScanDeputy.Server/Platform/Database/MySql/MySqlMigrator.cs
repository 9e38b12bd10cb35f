using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;

namespace ScanDeputy.Server.Platform.Database.MySql;

/// <summary>
/// Runs what has not run yet on a MySQL server, however many programs ask for it at once and wherever one is killed. The server
/// ends a transaction at each change of the schema, so the lease row keeps how far a migration came: the next one goes on there,
/// and lets pass that the statement at which the other died had already happened.
/// </summary>
public static partial class MySqlMigrator
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Table exists, column exists, key exists, cannot drop what is not there.
    private static readonly int[] AlreadyDone = [1050, 1060, 1061, 1091];

    /// <returns>The names of the migrations that ran now.</returns>
    /// <exception cref="SchemaException">A migration was changed, the database is of an earlier preview or too new, or another program does not come to an end.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(MySqlDatabase database, IReadOnlyList<Migration> migrations, TimeProvider clock, CancellationToken ct)
    {
        foreach (var statement in Bookkeeping)
            await database.ExecuteAloneAsync(statement, null, ct);

        var holder = Ids.New(clock);
        await TakeLeaseAsync(database, holder, clock, ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(database, holder, ended.Token);
        try
        {
            return await RunPendingAsync(database, migrations, clock, ct);
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
            await database.ExecuteAloneAsync("update schema_lock set until_at = 0 where id = 1 and holder = @holder", new { holder }, CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<string>> RunPendingAsync(
        MySqlDatabase database, IReadOnlyList<Migration> migrations, TimeProvider clock, CancellationToken ct)
    {
        var (pending, left) = await database.ReadAsync(
            async connection => (
                await Migrations.PendingAsync(connection, database.Dialect, await Migrations.AppliedAsync(connection), migrations),
                await connection.QueryFirstAsync<Progress>("select migration, statement from schema_lock where id = 1")),
            ct);
        foreach (var migration in pending)
        {
            await ApplyAsync(database, migration, migration.Number == left.Migration ? left.Statement : -1, ct);
            await database.WriteAsync(
                scope => scope.ExecuteAsync(Migrations.Record, new { migration.Number, migration.Name, migration.Checksum, AppliedAt = clock.GetUtcNow() }), ct);
        }

        return [.. pending.Select(migration => migration.Name)];
    }

    /// <param name="reached">The statement that had been begun when another program died in this migration; -1 when none had.</param>
    private static async Task ApplyAsync(MySqlDatabase database, Migration migration, int reached, CancellationToken ct)
    {
        var statements = Split(migration.Sql);
        for (var i = Math.Max(reached, 0); i < statements.Count; i++)
        {
            await database.ExecuteAloneAsync("update schema_lock set migration = @Number, statement = @i where id = 1", new { migration.Number, i }, ct);
            try
            {
                await database.ExecuteAloneAsync(statements[i], null, ct);
            }
            catch (DbException exception) when (i == reached && MySqlDriver.ErrorOf(exception) is { } number && AlreadyDone.Contains(number))
            {
                // It had happened before the other program died.
            }
        }
    }

    private static async Task TakeLeaseAsync(MySqlDatabase database, string holder, TimeProvider clock, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (await database.ExecuteAloneAsync(TakeLease, new { holder, Length = (long)Lease.TotalMilliseconds }, ct) == 0)
        {
            if (clock.GetElapsedTime(started) > Patience)
                throw new SchemaException("Another program has been changing the schema for five minutes: look at it, then run 'migrate' again.");
            await Task.Delay(Pause, ct);
        }
    }

    private static async Task RenewAsync(MySqlDatabase database, string holder, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, ended);
                await database.ExecuteAloneAsync(Renew, new { holder, Length = (long)Lease.TotalMilliseconds }, ended);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or DatabaseUnavailableException)
        {
            // Ended, or without a database: then the migration itself fails as well.
        }
    }

    /// <summary>Statements end with a semicolon at the end of a line; comments on lines of their own are left out.</summary>
    internal static IReadOnlyList<string> Split(string sql) =>
        [.. EndOfStatement().Split(CommentLine().Replace(sql, "")).Select(statement => statement.Trim()).Where(statement => statement.Length > 0)];

    private static readonly string[] Bookkeeping =
    [
        Migrations.CreateTable,
        """
        create table if not exists schema_lock (
          id integer not null primary key,
          holder varchar(32) not null,
          until_at bigint not null,
          migration integer not null,
          statement integer not null
        )
        """,
        "insert ignore into schema_lock (id, holder, until_at, migration, statement) values (1, '', 0, 0, 0)",
    ];

    // By the server's clock: the programs' clocks may differ.
    private const string Now = "cast(unix_timestamp(now(3)) * 1000 as signed)";

    private const string TakeLease = $"update schema_lock set holder = @holder, until_at = {Now} + @Length where id = 1 and until_at < {Now}";

    private const string Renew = $"update schema_lock set until_at = {Now} + @Length where id = 1 and holder = @holder";

    [GeneratedRegex(@"^\s*--.*$\n?", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@";[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EndOfStatement();

    private sealed record Progress
    {
        public int Migration { get; init; }

        public int Statement { get; init; }
    }
}
