using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Commands;

/// <summary>The program as a tool, in a process of its own, on a folder's database.</summary>
internal static class CommandRun
{
    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string command, params string[] options) =>
        await RunWithAsync([command, "--Data:Directory", folder, .. await TestDatabases.SettingsAsync(folder), .. options]);

    public static async Task<(int ExitCode, string Output)> RunWithAsync(params string[] arguments)
    {
        await using var process = await ServerProcess.RunToEndAsync(NoEnvironment, arguments);
        return (process.ExitCode!.Value, process.Output);
    }
}

/// <summary>An empty database beside the one under test: of the same kind, or of the other.</summary>
internal sealed class SpareDatabase : IAsyncDisposable
{
    private readonly string? _name;

    private SpareDatabase(string? name) => _name = name;

    public string Folder { get; } = Directory.CreateTempSubdirectory("scandeputy-spare-").FullName;

    public string[] Settings { get; private set; } = [];

    public static async Task<SpareDatabase> CreateAsync(bool otherKind)
    {
        if (TestDatabases.OnMariaDb == otherKind)
            return new SpareDatabase(null);

        MariaDbServer.SkipWithout();
        var server = await MariaDbServer.SharedAsync();
        var spare = new SpareDatabase("s_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12)));
        await server.ExecuteAsync($"create database {spare._name}");
        spare.Settings = ["--Database:ConnectionString", server.ConnectionString(spare._name!)];
        return spare;
    }

    public Task<(int ExitCode, string Output)> RunAsync(string command, params string[] options) =>
        CommandRun.RunWithAsync([command, "--Data:Directory", Folder, .. Settings, .. options]);

    public async Task<T> ReadAsync<T>(Func<System.Data.Common.DbConnection, Task<T>> work)
    {
        Columns.Register();
        Database database = Settings is [_, var text]
            ? new MySqlDatabase(new MySqlDriver(text), NullLogger<MySqlDatabase>.Instance)
            : new SqliteDatabase(Path.Combine(Folder, "scandeputy.db"));
        try
        {
            return await database.ReadAsync(work, CancellationToken.None);
        }
        finally
        {
            await TestDatabases.CloseAsync(database);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (_name is not null)
            await (await MariaDbServer.SharedAsync()).ExecuteAsync($"drop database {_name}");
    }
}
