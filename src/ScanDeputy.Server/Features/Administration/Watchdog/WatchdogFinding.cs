namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>The names of the watchdog's checks: in metrics, alerts, texts and docs/operations/check.md.</summary>
public static class WatchdogChecks
{
    public const string CasesWithoutStage = "cases-without-stage";
    public const string LateWithoutAlert = "late-without-alert";
    public const string OutboxStuck = "outbox-stuck";
    public const string OrphanedLeases = "orphaned-leases";
    public const string RowsParked = "rows-parked";
    public const string CalendarMissing = "calendar-missing";

    public static readonly IReadOnlyList<string> All = [CasesWithoutStage, LateWithoutAlert, OutboxStuck, OrphanedLeases, RowsParked, CalendarMissing];

    /// <summary>After a stop, work is late until the sweeps have caught up: these count when they are still there some minutes later.</summary>
    public static bool MayPassByItself(string check) => check is LateWithoutAlert or OutboxStuck or OrphanedLeases;
}

/// <param name="Jurisdiction">Null when it concerns all.</param>
/// <param name="Count">How many; stops counting at <see cref="WatchdogProbe.CountsTo"/>.</param>
/// <param name="Example">A case's number, a sweep, or a year.</param>
public sealed record WatchdogFinding(string Check, string? Jurisdiction, int Count, string Example);

/// <summary>One of the watchdog's looks at the database.</summary>
public sealed record WatchdogLook(string Name, Func<CancellationToken, Task<IReadOnlyList<WatchdogFinding>>> FindAsync);
