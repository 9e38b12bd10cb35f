using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ScanDeputy.Server;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>The program as a process of its own, which can be killed or interrupted; on a free loopback port, with a folder the caller owns.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static async Task<ServerProcess> StartAsync(string directory, IReadOnlyDictionary<string, string>? environment = null, params string[] settings)
    {
        var server = Launch(["--urls", "http://127.0.0.1:0", "--Data:Directory", directory, .. await TestDatabases.SettingsAsync(directory), .. settings], environment);
        var first = await Task.WhenAny(server._address.Task, server._process.WaitForExitAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(first == server._address.Task, server.Output);
        server.Address = await server._address.Task;
        return server;
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<ServerProcess> RunToEndAsync(IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        var server = Launch(settings, environment);
        await server._process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static ServerProcess Launch(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerSetup).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (StartLine().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
    }

    [GeneratedRegex(@"start here:\s+(?<address>http://[0-9.:]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StartLine();
}
