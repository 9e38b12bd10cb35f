using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>
/// Looks for what must not be (handbook §5: nothing may be forgotten). Every query walks an index over what is open, late or waiting;
/// none reads what is finished.
/// </summary>
public sealed class WatchdogProbe(Database database, RuleBook book, TimeProvider clock)
{
    public const int CountsTo = 1000;
    private const int DeputiesAtOnce = 200;

    // WeChat has been refusing the row for longer than an hour by then (OutboxSweep's waits).
    private const int ManyAttempts = 5;
    private static readonly TimeSpan OutboxPatience = TimeSpan.FromHours(1);

    /// <summary>What is looked at, one after the other: what one look cannot read does not keep the others from theirs.</summary>
    public IReadOnlyList<WatchdogLook> Looks =>
    [
        new("stages", ct => database.ReadAsync(CasesWithoutStageAsync, ct)),
        new("alerts", ct => new LateStages(clock).FindAsync(database, ct)),
        new("outbox", ct => database.ReadAsync(StuckAndOrphanedAsync, ct)),
        new("parked", ct => database.ReadAsync(ParkedAsync, ct)),
        new("calendar", ct => database.ReadAsync(MissingYearsAsync, ct)),
    ];

    public async Task<IReadOnlyList<WatchdogFinding>> LookAsync(CancellationToken ct)
    {
        var findings = new List<WatchdogFinding>();
        foreach (var look in Looks)
            findings.AddRange(await look.FindAsync(ct));
        return findings;
    }

    /// <summary>The jurisdictions that lack a year, with the year: each imports its notices itself.</summary>
    public async Task<IReadOnlyList<WatchdogFinding>> MissingYearsAsync(DbConnection connection)
    {
        var today = ChinaTime.Today(clock);
        if ((await book.EverywhereAsync(connection)).MissingYear(today) is null)
            return [];

        var findings = new List<WatchdogFinding>();
        foreach (var jurisdiction in await connection.QueryAsync<string>("select code from jurisdictions order by code"))
        {
            if ((await book.LoadAsync(connection, jurisdiction)).Calendar.MissingYear(today) is { } year)
                findings.Add(new WatchdogFinding(WatchdogChecks.CalendarMissing, jurisdiction, 1, year.ToString(CultureInfo.InvariantCulture)));
        }

        return findings;
    }

    private static async Task<IReadOnlyList<WatchdogFinding>> CasesWithoutStageAsync(DbConnection connection)
    {
        // By deputy, because that index holds the status as well; the last turn is for cases without a deputy.
        var deputies = (await connection.QueryAsync<string>("select id from deputies")).AsList();
        var found = new List<Subject>();
        foreach (var some in deputies.Chunk(DeputiesAtOnce))
            found.AddRange(await connection.QueryAsync<Subject>($"{SelectStageless} and k.deputy_id in @some limit {CountsTo}", new { some }));
        found.AddRange(await connection.QueryAsync<Subject>($"{SelectStageless} and k.deputy_id is null limit {CountsTo}"));
        return [.. Findings(WatchdogChecks.CasesWithoutStage, found)];
    }

    internal static IEnumerable<WatchdogFinding> Findings(string check, IEnumerable<Subject> subjects) => subjects
        .GroupBy(subject => subject.Jurisdiction, StringComparer.Ordinal)
        .Select(group => new WatchdogFinding(check, group.Key, Math.Min(group.Count(), CountsTo), group.Min(subject => subject.Number) ?? ""));

    private async Task<IReadOnlyList<WatchdogFinding>> StuckAndOrphanedAsync(DbConnection connection)
    {
        var now = clock.GetUtcNow();
        var parameters = new { DueBefore = now - OutboxPatience, SeenAfter = now - HeartbeatSweep.Silence, ManyAttempts, CountsTo };
        var stuck = await connection.QueryFirstAsync<int>(CountStuck, parameters);
        var orphaned = await connection.QueryFirstAsync<int>(CountOrphanedMessages, parameters) + await connection.QueryFirstAsync<int>(CountOrphanedChecks, parameters);
        WatchdogFinding[] found = [new(WatchdogChecks.OutboxStuck, null, stuck, ""), new(WatchdogChecks.OrphanedLeases, null, orphaned, "")];
        return [.. found.Where(finding => finding.Count > 0)];
    }

    private static async Task<IReadOnlyList<WatchdogFinding>> ParkedAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Parked>(CountParked)).Select(row => new WatchdogFinding(WatchdogChecks.RowsParked, row.Jurisdiction, Math.Min(row.Total, CountsTo), row.Sweep))];

    // The states that demand a stage: CaseHistory opens one on the way into each of them. An answer's verdict may be over while the resident's evaluation is not.
    private const string SelectStageless = """
        select k.jurisdiction, k.number from cases k
        where (k.status in ('Received', 'Adopted', 'HandedOver', 'Assigned', 'Handling') or (k.status in ('Replied', 'Evaluated') and k.stage_kind is not null)) and (
          k.waiting_role is null or (k.waiting_role in ('Deputy', 'AgencyHandler') and k.waiting_id is null)
          or (select count(*) from stages g where g.case_id = k.id and g.ended_at is null) <> 1
          or not exists (select 1 from stages g where g.case_id = k.id and g.ended_at is null and g.kind = k.stage_kind
            and g.owner_role = k.waiting_role and coalesce(g.owner_id, '') = coalesce(k.waiting_id, '')))
        """;

    private const string CountStuck = """
        select count(*) from (
          select 1 from outbox where status in ('waiting', 'sending') and (next_attempt_at < @DueBefore or attempts >= @ManyAttempts) limit @CountsTo) stuck
        """;

    private const string CountOrphanedMessages = """
        select count(*) from (
          select 1 from outbox o left join nodes n on n.id = o.lease_owner and n.seen_at > @SeenAfter
          where o.status = 'sending' and n.id is null limit @CountsTo) orphaned
        """;

    private const string CountOrphanedChecks = """
        select count(*) from (
          select 1 from content_checks q left join nodes n on n.id = q.lease_owner and n.seen_at > @SeenAfter
          where q.status = 'waiting' and q.lease_owner is not null and n.id is null limit @CountsTo) orphaned
        """;

    private const string CountParked = """
        select jurisdiction, count(*) as total, min(sweep) as sweep from sweep_failures where parked_at is not null group by jurisdiction
        """;

    private sealed record Parked
    {
        public string? Jurisdiction { get; init; }

        public int Total { get; init; }

        public string Sweep { get; init; } = "";
    }

    internal sealed record Subject
    {
        public string Jurisdiction { get; init; } = "";

        public string Number { get; init; } = "";
    }
}
