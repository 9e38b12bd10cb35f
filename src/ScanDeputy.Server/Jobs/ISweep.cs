namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Work that is found by a query and done at most once however often, and by however many, it is run (architecture, decision 2).
/// The engine decides when, never whether.
/// </summary>
public interface ISweep
{
    /// <summary>Short and stable; used in logs and as the actor of what the sweep does.</summary>
    string Name { get; }

    TimeSpan Every { get; }

    /// <summary>Engines that know queues give each kind its own, so that none waits behind another.</summary>
    SweepKind Kind => SweepKind.Maintenance;

    /// <summary>True when each worker must run it for itself; otherwise one worker's turn serves all.</summary>
    bool OnEveryNode => false;

    /// <summary>Does what is due now; a sweep whose work costs others something may leave the rest to its next turn.</summary>
    /// <returns>How many rows it changed; 0 only when nothing is left to do.</returns>
    Task<int> RunAsync(CancellationToken ct);

    /// <summary>The earliest instant at which there will be something to do, or null; lets a moved clock stop at each such instant.</summary>
    Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct);
}

/// <summary>What is late when a sweep is.</summary>
public enum SweepKind
{
    /// <summary>Housekeeping.</summary>
    Maintenance,

    /// <summary>Alerts and what happens to a case by itself.</summary>
    Deadlines,

    /// <summary>What leaves the program.</summary>
    Outbox,
}
