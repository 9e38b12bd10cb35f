using System.Data.Common;
using Dapper;
using MySqlConnector;

namespace ScanDeputy.Server.Platform.Database.MySql;

/// <summary>
/// What the account that the program runs with may do on a MySQL server, where another one owns the schema: read and write rows, and not change the
/// schema; of tables that only grow it cannot change or delete what is there. Servers know no "all tables but one", so each table is named.
/// </summary>
public static class RunningAccount
{
    // MySQL's "there is no such grant defined".
    private const int NothingToRevoke = 1141;

    /// <summary>What is evidence because nobody can take it back.</summary>
    private static readonly HashSet<string> OnlyGrow = new(["case_events", "audit_events", "audit_anchors"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OnlyRead = new(["schema_floor", "schema_lock", "schema_migrations"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the account what it needs of each table, then takes from it what it has of the database as a whole. Nodes may be running.</summary>
    /// <param name="running">How the program reaches the database.</param>
    /// <returns>Whose rights these are now, as the server writes it; null when it is the owner's own account.</returns>
    public static async Task<string?> LimitAsync(MySqlDatabase owner, string running, CancellationToken ct)
    {
        var account = await AccountAsync(new MySqlConnectionStringBuilder(running) { Database = "" }.ConnectionString, ct);
        if (account == await owner.ReadAsync(CurrentAsync, ct))
            return null;

        var (database, tables) = await owner.ReadAsync(
            async connection => (
                (await connection.QueryFirstAsync<string>("select database()"))!,
                await connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by table_name")),
            ct);
        var grantee = Quote(account);
        foreach (var table in tables)
            await owner.ExecuteAloneAsync($"grant {RightsOn(table)} on `{database}`.`{table}` to {grantee}", null, ct);
        try
        {
            await owner.ExecuteAloneAsync($"revoke all privileges on `{database}`.* from {grantee}", null, ct);
        }
        catch (DbException exception) when (MySqlDriver.ErrorOf(exception) == NothingToRevoke)
        {
            // It had none, as it should be.
        }

        return account;
    }

    /// <summary>Whether the account has rights on a database as a whole, and may so change its schema or its evidence.</summary>
    public static async Task<bool> IsWideAsync(DbConnection connection) => (await connection.QueryAsync<string>("show grants"))
        .Any(grant => grant.Contains(".* TO ", StringComparison.OrdinalIgnoreCase) && !grant.StartsWith("GRANT USAGE ON ", StringComparison.OrdinalIgnoreCase));

    private static string RightsOn(string table) =>
        OnlyRead.Contains(table) ? "select" : OnlyGrow.Contains(table) ? "select, insert" : "select, insert, update, delete";

    private static async Task<string> AccountAsync(string connectionString, CancellationToken ct)
    {
        using var driver = new MySqlDriver(connectionString);
        try
        {
            await using var connection = await driver.OpenAsync(ct);
            return await CurrentAsync(connection);
        }
        catch (MySqlException exception)
        {
            throw new DatabaseUnavailableException($"The running account cannot sign in (error {exception.Number}): make it with infra/mysql/accounts.sh.", exception);
        }
    }

    /// <summary>The account that the server has found for who asks: its host is a pattern of the server's.</summary>
    private static async Task<string> CurrentAsync(DbConnection connection) => (await connection.QueryFirstAsync<string>("select current_user()"))!;

    private static string Quote(string account)
    {
        var at = account.LastIndexOf('@');
        return $"{Text(account[..at])}@{Text(account[(at + 1)..])}";
    }

    private static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
