using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Dapper;
using ScanDeputy.Server.Platform.Database.MySql;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// A private MariaDB on a free loopback port, with a data folder of its own and production's durability, run as the current user and
/// stopped by its process id. Can be stopped, killed and started again in between.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    public const string Password = "mariadb-of-the-tests";
    private const string User = "scandeputy";
    private static readonly Lazy<Task<MariaDbServer>> TheShared = new(async () =>
    {
        // Each test copies and drops some seventy tables; without a file for each that is a third cheaper.
        var server = await StartAsync("--innodb-file-per-table=0");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    });

    private readonly string _folder;
    private readonly string[] _options;
    private Process? _process;

    private MariaDbServer(string folder, int port, string[] options) => (_folder, Port, _options) = (folder, port, options);

    public int Port { get; }

    public string Socket => Path.Combine(_folder, "s");

    public string Folder => _folder;

    public int ProcessId => _process!.Id;

    /// <summary>One for all tests of this run that only need some database.</summary>
    public static Task<MariaDbServer> SharedAsync() => TheShared.Value;

    public static bool IsInstalled => File.Exists("/usr/sbin/mariadbd");

    public static void SkipWithout() => Assert.SkipUnless(IsInstalled, "mariadb-server is not installed; infra/test.sh installs it.");

    public static async Task<MariaDbServer> StartAsync(params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("sd-db-").FullName;
        var server = new MariaDbServer(folder, FreePort.Next(), options);
        await RunAsync("mariadb-install-db", "--no-defaults", $"--datadir={server.Data}", "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={Environment.UserName}");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "init.sql"), $"create user if not exists '{User}'@'%' identified by '{Password}';\ngrant all on *.* to '{User}'@'%';\n");
        await server.StartAgainAsync();
        return server;
    }

    public string Data => Path.Combine(_folder, "data");

    private string Temporary => Path.Combine(_folder, "tmp");

    /// <param name="port">Of something that hands connections on to this server; its own by default.</param>
    public string ConnectionString(string database, int pool = 40, int? port = null) => string.Create(
        CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={port ?? Port};User ID={User};Password={Password};Database={database};SslMode=None;Maximum Pool Size={pool}");

    /// <summary>Another server on a copy of a stopped one's files, not yet started.</summary>
    public static async Task<MariaDbServer> CopyAsync(MariaDbServer stopped, params string[] options)
    {
        var server = new MariaDbServer(Directory.CreateTempSubdirectory("sd-db-").FullName, FreePort.Next(), options);
        await RunAsync("cp", "-a", stopped.Data, server.Data);
        return server;
    }

    /// <param name="more">Options of this start alone.</param>
    public async Task StartAgainAsync(params string[] more)
    {
        // A server that starts clears its folder for temporary files, which by default all servers of a machine share.
        Directory.CreateDirectory(Temporary);
        var init = Path.Combine(_folder, "init.sql");
        string[] first = File.Exists(init) ? [$"--init-file={init}"] : [];
        var start = new ProcessStartInfo("/usr/sbin/mariadbd", [
            "--no-defaults", $"--datadir={Data}", $"--socket={Socket}", $"--port={Port}", "--bind-address=127.0.0.1", $"--user={Environment.UserName}", $"--tmpdir={Temporary}",
            $"--pid-file={Path.Combine(_folder, "pid")}", $"--log-error={LogFile}",
            "--innodb-flush-log-at-trx-commit=1", "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin", "--max-connections=500",
            "--innodb-buffer-pool-size=128M", "--performance-schema=off", .. first, .. _options, .. more])
        { UseShellExecute = false };
        // A cluster's own way to hand over state lies in the server's folder.
        start.Environment["PATH"] = $"{_folder}:{start.Environment["PATH"]}";
        _process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                Assert.Fail($"MariaDB did not start: {await File.ReadAllTextAsync(LogFile, limit.Token)}");
            await Task.Delay(50, limit.Token);
        }

        // The accounts are there now; a member of a cluster gets them from the others.
        File.Delete(init);
    }

    /// <summary>As an administrator would: transactions end, then it goes.</summary>
    public Task StopAsync() => SignalAsync("-TERM");

    /// <summary>As a power cut would.</summary>
    public Task KillAsync() => SignalAsync("-KILL");

    public Task ExecuteAsync(string sql) => ExecuteAsync("mysql", sql);

    public async Task ExecuteAsync(string database, string sql)
    {
        using var driver = new MySqlDriver(ConnectionString(database, pool: 2));
        await using var connection = await driver.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, commandTimeout: 120);
    }

    /// <summary>The first column of what a query gives.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string database, string sql)
    {
        using var driver = new MySqlDriver(ConnectionString(database, pool: 2));
        await using var connection = await driver.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<string>(sql)];
    }

    /// <summary>By the command-line client, which understands the system's own character sets.</summary>
    public Task<string> AskAsync(string database, string sql) => RunAsync(
        "mariadb", "--no-defaults", $"--socket={Socket}", $"--user={User}", $"--password={Password}", "--batch", "--raw", "-e", sql, database);

    /// <summary>For a failed test: what the server's log says last, and what it is doing.</summary>
    public async Task<string> DescribeAsync()
    {
        var log = string.Join('\n', (await File.ReadAllLinesAsync(LogFile)).TakeLast(60));
        return _process is { HasExited: false } ? $"{log}\n{await AskAsync("mysql", "show full processlist; show status like 'wsrep_%st%'")}" : $"{log}\n(ended)";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Without an extension the server would add one.
    private string LogFile => Path.Combine(_folder, "log.err");

    private async Task SignalAsync(string signal)
    {
        await RunAsync("kill", signal, $"{_process!.Id}");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("select 1");
            return true;
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or IOException or SocketException)
        {
            return false;
        }
    }

    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, $"{program}: {await output} {await errors}");
        return await output;
    }
}
