using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// Which database the store tests run on: one parameter, the variable SCANDEPUTY_TEST_DATABASE (<c>sqlite</c>, the default, or
/// <c>mariadb</c>). A data folder stands for its database, so that tests need not know: on MariaDB each folder has one on the shared server.
/// </summary>
internal static class TestDatabases
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<string>>>> Tables = new(StringComparer.Ordinal);

    public static bool OnMariaDb { get; } = Environment.GetEnvironmentVariable("SCANDEPUTY_TEST_DATABASE") switch
    {
        null or "" or "sqlite" => false,
        "mariadb" => true,
        var other => throw new InvalidOperationException($"SCANDEPUTY_TEST_DATABASE '{other}' is neither sqlite nor mariadb."),
    };

    /// <summary>What the program must be told so that it uses this folder's database.</summary>
    public static async Task<string[]> SettingsAsync(string folder) => OnMariaDb ? ["--Database:ConnectionString", await ConnectionStringAsync(folder)] : [];

    /// <summary>The folder's database as the program would open it.</summary>
    public static async Task<Database> OpenAsync(string folder)
    {
        Columns.Register();
        return OnMariaDb
            ? new MySqlDatabase(new MySqlDriver(await ConnectionStringAsync(folder)), NullLogger<MySqlDatabase>.Instance)
            : new SqliteDatabase(Path.Combine(folder, "scandeputy.db"));
    }

    public static async Task CloseAsync(Database database)
    {
        if (database is SqliteDatabase sqlite)
            await sqlite.DisposeAsync();
        else
            ((MySqlDatabase)database).Dispose();
    }

    /// <summary>Copies what is in one folder's database into another's, new one.</summary>
    public static async Task CopyAsync(string from, string to)
    {
        if (!OnMariaDb)
            return;

        var server = await MariaDbServer.SharedAsync();
        await server.ExecuteAsync(await CopyScriptAsync(server, NameOf(from), NameOf(to)));
    }

    public static async Task DropAsync(string folder)
    {
        if (OnMariaDb)
            await (await MariaDbServer.SharedAsync()).ExecuteAsync($"drop database if exists {NameOf(folder)}");
    }

    /// <param name="server">The shared one.</param>
    /// <param name="from">A template, whose tables do not change any more.</param>
    /// <param name="to">New.</param>
    public static async Task<string> CopyScriptAsync(MariaDbServer server, string from, string to)
    {
        var tables = await Tables.GetOrAdd(from, name => new Lazy<Task<IReadOnlyList<string>>>(() => server.ListAsync(name, "show tables"))).Value;
        var copies = tables.Select(table => $"create table {to}.{table} like {from}.{table}; insert into {to}.{table} select * from {from}.{table};");
        return $"create database {to}; set foreign_key_checks = 0; {string.Join(' ', copies)}";
    }

    private static async Task<string> ConnectionStringAsync(string folder)
    {
        var server = await MariaDbServer.SharedAsync();
        await server.ExecuteAsync($"create database if not exists {NameOf(folder)}");
        return server.ConnectionString(NameOf(folder));
    }

    private static string NameOf(string folder) => "t_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..20];
}
