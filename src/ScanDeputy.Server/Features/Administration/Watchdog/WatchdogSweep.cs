using System.Diagnostics.Metrics;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Outbox;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>
/// Every few minutes tells the administrators of a jurisdiction what must not be, each thing once a day, and keeps the numbers as a
/// metric. Silent while all is well.
/// </summary>
public sealed partial class WatchdogSweep : ISweep
{
    public const string Metric = "scandeputy.watchdog.findings";

    // Less than one interval, so that the second turn confirms what the first has seen.
    private static readonly TimeSpan Confirmation = TimeSpan.FromMinutes(4);

    private readonly Database _database;
    private readonly WatchdogProbe _probe;
    private readonly NoticeWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ILogger<WatchdogSweep> _logger;
    private readonly Dictionary<string, DateTimeOffset> _firstSeenAt = new(StringComparer.Ordinal);
    private IReadOnlyList<WatchdogFinding>? _last;

    public WatchdogSweep(Database database, WatchdogProbe probe, NoticeWriter writer, IMeterFactory meters, TimeProvider clock, ILogger<WatchdogSweep> logger)
    {
        (_database, _probe, _writer, _clock, _logger) = (database, probe, writer, clock, logger);
        meters.Create("ScanDeputy").CreateObservableGauge(Metric, Measure, description: "What the watchdog found at its last turn, by check.");
    }

    public string Name => "watchdog";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var findings = await _probe.LookAsync(ct);
        _last = findings;
        foreach (var gone in _firstSeenAt.Keys.Except(findings.Select(finding => finding.Check), StringComparer.Ordinal).ToList())
            _firstSeenAt.Remove(gone);

        var told = 0;
        foreach (var finding in findings.Where(IsCertain))
            told += await TellAsync(finding, ct);
        return told;
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
        var told = await _database.WriteAsync(scope => WriteAsync(scope, finding), ct);
        if (told > 0)
            Log.Found(_logger, finding.Check, finding.Count, finding.Jurisdiction, finding.Example);
        return told;
    }

    private async Task<int> WriteAsync(WriteScope scope, WatchdogFinding finding)
    {
        var now = _clock.GetUtcNow();
        var text = NoticeTexts.Format($"watchdog.{finding.Check}", finding.Count, finding.Example);
        var administrators = await scope.ListAsync<string>(
            finding.Jurisdiction is null ? SelectAllAdministrators : SelectAdministrators, new { finding.Jurisdiction });
        var written = 0;
        foreach (var administrator in administrators)
        {
            var key = $"watchdog/{finding.Check}/{Columns.Text(ChinaTime.Today(_clock))}";
            if (await scope.FirstOrDefaultAsync<int?>("select 1 from alerts where dedupe_key = @Key", new { Key = $"{key}/{administrator}" }) is not null)
                continue;

            _writer.Write(scope, new Platform.Outbox.Notice(administrator, "watchdog", 0, null, null, null, text, key, now), now);
            written++;
        }

        return written;
    }

    private IEnumerable<Measurement<int>> Measure() => _last is not { } findings
        ? []
        : WatchdogChecks.All.Select(check => new Measurement<int>(
            findings.Where(finding => finding.Check == check).Sum(finding => finding.Count), new KeyValuePair<string, object?>("check", check)));

    private const string SelectAdministrators = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role = 'Administrator' and u.active = 1 order by u.id
        """;

    private const string SelectAllAdministrators = """
        select u.id from jurisdictions j join user_roles r on r.jurisdiction = j.code and r.role = 'Administrator'
        join users u on u.id = r.user_id
        where u.active = 1 order by u.id
        """;

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "Watchdog: {Check} found {Count} ({Jurisdiction}, {Example}); see docs/operations/check.md.")]
        public static partial void Found(ILogger logger, string check, int count, string? jurisdiction, string example);
    }
}
