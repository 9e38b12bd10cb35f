using System.Collections.Concurrent;
using System.Diagnostics;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs;

/// <summary>Runs sweeps for the engine. A failing sweep is logged and tried again at its next turn; it never stops the others.</summary>
public sealed partial class SweepRunner(
    IEnumerable<ISweep> sweeps, IHostApplicationLifetime lifetime, SweepMeter meter, TimeProvider clock, ILogger<SweepRunner> logger)
{
    // Only keeps a sweep that never finishes from going on for ever.
    private const int MostRounds = 10_000;

    // On one node a sweep never runs beside itself; between nodes, leases and compare-and-sets decide.
    private readonly Dictionary<string, SemaphoreSlim> _gates = sweeps.ToDictionary(sweep => sweep.Name, _ => new SemaphoreSlim(1, 1), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, long> _lastTurns = new(StringComparer.Ordinal);
    private readonly long _created = clock.GetTimestamp();

    public IReadOnlyList<ISweep> Sweeps { get; } = [.. sweeps];

    /// <summary>How long ago a turn of this sweep ended on this node, or the node began; zero while one runs.</summary>
    public TimeSpan SinceLastTurn(string name) =>
        _gates[name].CurrentCount == 0 ? TimeSpan.Zero : clock.GetElapsedTime(_lastTurns.GetValueOrDefault(name, _created));

    /// <summary>One turn. None while another one runs on this node: what that leaves is found by the next.</summary>
    public async Task RunAsync(string name, CancellationToken ct)
    {
        var sweep = Sweeps.Single(candidate => candidate.Name == name);
        // Engines wait for a job's end when the program stops; the sweep must know that it should come to one.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        ct = stop.Token;
        using var span = Traces.Source.StartActivity($"sweep {name}");
        try
        {
            if (!await _gates[name].WaitAsync(TimeSpan.Zero, ct))
                return;

            using var turn = new Turn(_gates[name]);
            meter.Started(name);
            var changed = await sweep.RunAsync(ct);
            meter.Ended(name, changed > 0 ? SweepMeter.Done : SweepMeter.Idle);
            if (changed > 0)
                Log.Swept(logger, name, changed);
            else
                Traces.Drop(span);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program stops; leases run out and another run goes on.
        }
        catch (DatabaseUnavailableException exception)
        {
            Fail(span, name);
            Log.NoDatabase(logger, name, exception.Message);
        }
#pragma warning disable CA1031 // The edge of a job: recorded here, tried again by the next turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(span, name);
            Log.Failed(logger, exception, name);
        }
        finally
        {
            _lastTurns[name] = clock.GetTimestamp();
        }
    }

    private void Fail(Activity? span, string name)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        meter.Ended(name, SweepMeter.Failed);
    }

    /// <summary>Keeps all sweeps of this node from running until the result is disposed.</summary>
    public async Task<IDisposable> HoldAllAsync(CancellationToken ct)
    {
        var turns = new Turns();
        foreach (var sweep in Sweeps)
            turns.Add(await EnterAsync(_gates[sweep.Name], ct));
        return turns;
    }

    /// <summary>Runs all sweeps until none finds anything more: what one does can be another's work. The caller holds them all.</summary>
    public async Task RunAllHeldAsync(CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = 0;
            foreach (var sweep in Sweeps)
                changed += await sweep.RunAsync(ct);
            if (changed == 0)
                return;
        }
    }

    /// <summary>Runs those sweeps that have something to do now until none has. The caller holds them all.</summary>
    /// <returns>When the first of them will have something to do again.</returns>
    public async Task<DateTimeOffset?> RunDueHeldAsync(CancellationToken ct)
    {
        DateTimeOffset? next = null;
        for (var round = 0; round < MostRounds; round++)
        {
            var (now, changed) = (clock.GetUtcNow(), 0);
            next = null;
            foreach (var sweep in Sweeps)
            {
                var due = await sweep.NextDueAtAsync(ct);
                if (due <= now)
                    changed += await sweep.RunAsync(ct);
                else if (due < (next ?? DateTimeOffset.MaxValue))
                    next = due;
            }

            if (changed == 0)
                break;
        }

        return next;
    }

    private static async Task<IDisposable> EnterAsync(SemaphoreSlim gate, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private sealed class Turns : List<IDisposable>, IDisposable
    {
        public void Dispose() => ForEach(turn => turn.Dispose());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Sweep {Name} did {Changed} rows.")]
        public static partial void Swept(ILogger logger, string name, int changed);

        [LoggerMessage(3, LogLevel.Warning, "Sweep {Name} found no database; it runs again at its next turn. {Message}")]
        public static partial void NoDatabase(ILogger logger, string name, string message);

        [LoggerMessage(2, LogLevel.Error, "Sweep {Name} failed; it runs again at its next turn.")]
        public static partial void Failed(ILogger logger, Exception exception, string name);
    }
}
