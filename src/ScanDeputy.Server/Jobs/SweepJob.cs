using Hangfire;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// One turn of a sweep as a job of the engine. Not repeated when it fails, nor guarded by a lock: the next turn finds the same work, a sweep
/// does not run beside itself on a node, and between nodes leases and compare-and-sets decide.
/// </summary>
[AutomaticRetry(Attempts = 0, LogEvents = false, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
public sealed class SweepJob(SweepRunner runner)
{
    private const string Maintenance = "maintenance";

    /// <summary>The most urgent one first: a free worker looks there before the others.</summary>
    public static IReadOnlyList<string> Queues { get; } = ["deadlines", "outbox", Maintenance];

    public static string QueueOf(ISweep sweep) => sweep.Kind switch
    {
        SweepKind.Deadlines => Queues[0],
        SweepKind.Outbox => Queues[1],
        _ => Maintenance,
    };

    /// <summary>With seconds in front.</summary>
    public static string CronOf(ISweep sweep) => sweep.Every switch
    {
        { TotalSeconds: < 60 } every => $"*/{(int)every.TotalSeconds} * * * * *",
        { TotalMinutes: < 60 } every => $"0 */{(int)every.TotalMinutes} * * * *",
        var every => $"0 0 */{(int)every.TotalHours} * * *",
    };

    [JobDisplayName("{0}")]
    public async Task RunAsync(string sweep, CancellationToken ct)
    {
        // While versions change, a job may be a newer program's: one of those does it.
        if (runner.Sweeps.Any(candidate => candidate.Name == sweep))
            await runner.RunAsync(sweep, ct);
    }
}
