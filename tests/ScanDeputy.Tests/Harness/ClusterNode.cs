using System.Globalization;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>One place in a cluster: a process at a fixed address that may die and be started again, with the logs of all its lives.</summary>
/// <param name="program">Another build of the program than the one under test.</param>
public sealed class ClusterNode(string name, IReadOnlyDictionary<string, string> environment, string? program = null) : IAsyncDisposable
{
    private readonly List<ServerProcess> _lives = [];
    private volatile ServerProcess? _process;
    private int _deaths;

    public string Name => name;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>How often it was killed or stopped so far.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    public bool IsUp => _process is not null;

    /// <summary>What all its lives wrote, one after the other.</summary>
    public string Log => string.Concat(_lives.Select(life => life.Output));

    /// <summary>Physical memory in use, in bytes; null while it is down.</summary>
    public long? Resident
    {
        get
        {
            try
            {
                return _process is { } process
                    ? File.ReadLines($"/proc/{process.ProcessId}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                        .Select(line => long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).FirstOrDefault()
                    : null;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public async Task StartAsync()
    {
        var process = await ServerProcess.StartNodeAsync(Address, environment, program);
        lock (_lives)
            _lives.Add(process);
        _process = process;
    }

    /// <summary>As a power cut does.</summary>
    public async Task KillAsync()
    {
        var process = Leave();
        await process.KillAsync();
    }

    /// <summary>As an administrator does; it must end by itself, well and in time.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var started = WallClock.Real.GetTimestamp();
        var process = Leave();
        await process.TerminateAsync();
        var took = WallClock.Real.GetElapsedTime(started);
        Assert.True(process.ExitCode == 0, $"{name} ended with {process.ExitCode}: {process.Output}");
        return took;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives)
            await life.DisposeAsync();
    }

    /// <summary>From here on nobody is surprised when it does not answer.</summary>
    private ServerProcess Leave()
    {
        var process = _process ?? throw new InvalidOperationException($"{name} is not running.");
        _process = null;
        Interlocked.Increment(ref _deaths);
        return process;
    }
}
