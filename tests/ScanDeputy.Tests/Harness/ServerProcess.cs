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
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public int ProcessId => _process.Id;

    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>What it wrote to its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_output)
                return _errors.ToString();
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

    /// <summary>A node of the production profile. It prints no address, so the caller chooses one, and its start is known by its readiness.</summary>
    /// <param name="program">Another build of it than the one under test.</param>
    public static async Task<ServerProcess> StartNodeAsync(Uri address, IReadOnlyDictionary<string, string> environment, string? program = null)
    {
        var server = Launch(["--urls", address.GetLeftPart(UriPartial.Authority)], environment, program);
        server.Address = address;
        try
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
            await Poll.UntilAsync(() => server.IsReadyAsync(http), "A node did not become ready.", seconds: 60);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
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
    public Task InterruptAsync() => SignalAsync("-INT");

    /// <summary>As systemd, a container engine or an administrator stops it.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        Assert.False(_process.HasExited, Output);
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static ServerProcess Launch(string[] arguments, IReadOnlyDictionary<string, string>? environment, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? typeof(ServerSetup).Assembly.Location, .. arguments])
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
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data, server._errors);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Read(string? line, StringBuilder? also = null)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            also?.AppendLine(line);
        }

        if (StartLine().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
    }

    [GeneratedRegex(@"start here:\s+(?<address>http://[0-9.:]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex StartLine();
}
