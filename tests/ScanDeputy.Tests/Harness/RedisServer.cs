using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>A redis-server of the test's own: free loopback port, own folder, nothing kept on disk. Can be stopped, started again, and made to hang.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scandeputy-redis-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly string? _password;
    private Process? _process;

    private RedisServer(string? password) => _password = password;

    public string Configuration => _password is null ? $"127.0.0.1:{_port}" : $"127.0.0.1:{_port},password={_password}";

    /// <param name="password">Asked for of everybody, when given.</param>
    public static async Task<RedisServer> StartAsync(string? password = null)
    {
        var server = new RedisServer(password);
        await server.RunAsync();
        return server;
    }

    /// <summary>After a stop: the same port, and nothing remembered.</summary>
    public async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _directory, "--save", "", "--appendonly", "no", "--requirepass", _password ?? ""])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Poll.UntilAsync(async () => await CommandAsync("PING") == "+PONG", "redis-server did not start");
    }

    /// <summary>As a crash does it.</summary>
    public async Task StopAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Connections stay open and nothing answers.</summary>
    public Task HangAsync() => SignalAsync("-STOP");

    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>The first line of what Redis says to an inline command.</summary>
    public async Task<string?> CommandAsync(string command)
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, _port);
            await using var stream = tcp.GetStream();
            using var reader = new StreamReader(stream);
            if (_password is not null)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {_password}\r\n"));
                await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5));
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
            return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The whole text under a key.</summary>
    public async Task<string> ReadAsync(string key)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {key}\r\nQUIT\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(5));
        return answer[(answer.IndexOf('\n', StringComparison.Ordinal) + 1)..^"\r\n+OK\r\n".Length];
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
