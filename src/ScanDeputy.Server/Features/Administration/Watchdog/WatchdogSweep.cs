using System.Diagnostics.Metrics;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>
/// Every few minutes tells the administrators of a jurisdiction what must not be, each thing once a day, and keeps the numbers as a
/// metric. Silent while all is well.
/// </summary>
public sealed partial class WatchdogSweep : ISweep
{
    public const string Metric = "scandeputy.watchdog.findings";

    private const string Watchdog = "watchdog";

    // Less than one interval, so that the second turn confirms what the first has seen.
    private static readonly TimeSpan Confirmation = TimeSpan.FromMinutes(4);

    // A row is one of its looks, or a finding that is told.
    private static readonly RowSource Looks = new(Watchdog, OriginOfAsync) { Prefix = "look/" };
    private static readonly RowSource Findings = new(Watchdog, OriginOfAsync) { Prefix = "finding/" };

    private readonly RowFailures _failures;
    private readonly WatchdogProbe _probe;
    private readonly WatchdogNotices _notices;
    private readonly TimeProvider _clock;
    private readonly ILogger<WatchdogSweep> _logger;
    private readonly Dictionary<string, DateTimeOffset> _firstSeenAt = new(StringComparer.Ordinal);
    private IReadOnlyList<WatchdogFinding>? _last;

    public WatchdogSweep(RowFailures failures, WatchdogProbe probe, WatchdogNotices notices, IMeterFactory meters, TimeProvider clock, ILogger<WatchdogSweep> logger)
    {
        (_failures, _probe, _notices, _clock, _logger) = (failures, probe, notices, clock, logger);
        meters.Create("ScanDeputy").CreateObservableGauge(Metric, Measure, description: "What the watchdog found at its last turn, by check.");
    }

    public string Name => Watchdog;

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var findings = new List<WatchdogFinding>();
        var looks = await _failures.BeginAsync(Looks, ct);
        var failed = await looks.TakeEachAsync(_probe.Looks, look => look.Name, LookAsync, ct);
        _last = findings;
        foreach (var gone in _firstSeenAt.Keys.Except(findings.Select(finding => finding.Check), StringComparer.Ordinal).ToList())
            _firstSeenAt.Remove(gone);

        var telling = await _failures.BeginAsync(Findings, ct);
        return failed + await telling.TakeEachAsync([.. findings.Where(IsCertain)], finding => $"{finding.Check}/{finding.Jurisdiction}", TellAsync, ct);

        async Task<int> LookAsync(WatchdogLook look, CancellationToken token)
        {
            findings.AddRange(await look.FindAsync(token));
            return 0;
        }
    }

    /// <summary>Nothing that anybody waits for: it takes its turn by the interval alone.</summary>
    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    private bool IsCertain(WatchdogFinding finding)
    {
        var now = _clock.GetUtcNow();
        _firstSeenAt.TryAdd(finding.Check, now);
        return !WatchdogChecks.MayPassByItself(finding.Check) || now - _firstSeenAt[finding.Check] >= Confirmation;
    }

    private async Task<int> TellAsync(WatchdogFinding finding, CancellationToken ct)
    {
        var told = await _notices.TellAsync(finding, ct);
        if (told > 0)
            Log.Found(_logger, finding.Check, finding.Count, finding.Jurisdiction, finding.Example);
        return told;
    }

    private static Task<RowOrigin> OriginOfAsync(WriteScope scope, string key) =>
        Task.FromResult(key.Split('/') is [_, { Length: > 0 } jurisdiction] ? new RowOrigin(jurisdiction, null) : RowOrigin.Everywhere);

    private IEnumerable<Measurement<int>> Measure() => _last is not { } findings
        ? []
        : WatchdogChecks.All.Select(check => new Measurement<int>(
            findings.Where(finding => finding.Check == check).Sum(finding => finding.Count), new KeyValuePair<string, object?>("check", check)));

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "Watchdog: {Check} found {Count} ({Jurisdiction}, {Example}); see docs/operations/check.md.")]
        public static partial void Found(ILogger logger, string check, int count, string? jurisdiction, string example);
    }
}
