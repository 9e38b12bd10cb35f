using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Infra.Machines;

/// <summary>The settings of MySQL and Redis, as their servers read them.</summary>
public sealed class ServerSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MariaDb_takes_the_settings()
    {
        MariaDbServer.SkipWithout();
        var ran = (await Tool.RunAsync("/usr/sbin/mariadbd", [
            $"--defaults-file={InfraFiles.Source.PathOf("infra/mysql/scandeputy.cnf")}", $"--datadir={_folder.Path}", $"--user={Environment.UserName}", "--verbose", "--help"])).ExpectDone();
        var values = ran.Output.Split('\n').Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        Assert.All(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["character-set-server"] = "utf8mb4",
                ["collation-server"] = "utf8mb4_bin",
                ["innodb-flush-log-at-trx-commit"] = "1",
                ["sync-binlog"] = "1",
                ["log-bin"] = "binlog",
                ["binlog-format"] = "ROW",
                ["transaction-isolation"] = "READ-COMMITTED",
                ["max-connections"] = "300",
                ["max-allowed-packet"] = $"{64 * 1024 * 1024}",
                ["innodb-buffer-pool-size"] = $"{1024 * 1024 * 1024}",
                ["local-infile"] = "FALSE",
            },
            setting => Assert.Equal(setting.Value, values[setting.Key]));
        // "loose": MySQL's own name for the redo log is no fault here; anything else would be.
        Assert.DoesNotContain("unknown", ran.Errors.Replace("unknown variable 'loose-innodb-redo-log-capacity=1G'", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Redis_takes_the_settings_and_answers_nobody_without_the_password()
    {
        const string Password = "0123456789abcdef";
        File.WriteAllText(_folder["auth"], $"requirepass {Password}\n");
        var port = FreePort.Next();
        using var redis = Process.Start(new ProcessStartInfo(Tool.Need("redis-server"), [
            InfraFiles.Source.PathOf("infra/redis/redis.conf"), "--bind", "127.0.0.1", "--port", $"{port}", "--dir", _folder.Path, "--include", _folder["auth"]])
        { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            using var client = await ConnectAsync(port, redis);
            var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            Assert.StartsWith("-NOAUTH", await AskAsync("PING"), StringComparison.Ordinal);
            Assert.Equal("+OK", await AskAsync($"AUTH {Password}"));
            Assert.Equal("noeviction", await SettingAsync("maxmemory-policy"));
            Assert.Equal($"{256 * 1024 * 1024}", await SettingAsync("maxmemory"));
            Assert.Equal("yes", await SettingAsync("appendonly"));
            Assert.StartsWith("-ERR unknown command", await AskAsync("FLUSHALL"), StringComparison.Ordinal);
            Assert.Equal("+OK", await AskAsync("SET a b"));

            async Task<string?> AskAsync(string command)
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"), CancellationToken.None);
                return await reader.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            }

            // *2, $n, the name, $n, the value.
            async Task<string?> SettingAsync(string name)
            {
                await AskAsync($"CONFIG GET {name}");
                for (var line = 0; line < 3; line++)
                    await reader.ReadLineAsync(CancellationToken.None);
                return await reader.ReadLineAsync(CancellationToken.None);
            }
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<TcpClient> ConnectAsync(int port, Process server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Assert.False(server.HasExited, "Redis did not start.");
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                await Task.Delay(20, limit.Token);
            }
        }
    }
}
