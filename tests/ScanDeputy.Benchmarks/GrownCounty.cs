using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>
/// A county after ten years: the demo's cases copied, with their events, stages, agencies and followers, until there are as many as asked for.
/// What has ended is spread over the years, the stations, their deputies and ten thousand residents; what is under way is copied a few times
/// only, as it is now. One case in six is the neighbour's. Knows the columns from the database, so that it grows the data of an older or
/// newer program as well.
/// </summary>
internal static class GrownCounty
{
    // The demo's, which are older than any that came after it.
    private const int Templates = 200;
    private const int CopiesUnderWay = 3;
    private const int Residents = 10_000;
    private const int RowsAtOnce = 1000;
    private const string Neighbour = "371302";
    private static readonly TimeSpan Years = TimeSpan.FromDays(3650);
    private static readonly TimeSpan NextToIt = TimeSpan.FromSeconds(67);
    private static readonly HashSet<string> Ended = [nameof(CaseStatus.Closed), nameof(CaseStatus.Redirected), nameof(CaseStatus.Merged), nameof(CaseStatus.Withdrawn)];

    public static async Task GrowAsync(Database database, int cases)
    {
        // One transaction each: a server undoes less when it is interrupted, and its log stays small.
        await database.WriteAsync(scope => PlanAsync(scope, cases), CancellationToken.None);
        foreach (var (table, join, change) in Tables)
            await database.WriteAsync(scope => CopyAsync(scope, table, join, change), CancellationToken.None);
        foreach (var statement in Messages)
            await database.WriteAsync(scope => scope.ExecuteAsync(statement), CancellationToken.None);
        await database.WriteAsync(scope => scope.ExecuteAsync("drop table grown"), CancellationToken.None);
        await database.WriteAsync(
            scope => scope.ExecuteAsync(database.Dialect.Name == "sqlite" ? "analyze main" : $"analyze table {string.Join(", ", All)}"), CancellationToken.None);
    }

    private static readonly string[] All =
    [
        "jurisdictions", "districts", "stations", "deputies", "agencies", "categories", "users", "user_roles", "cases", "case_agencies", "case_waits", "case_followers", "case_events", "stages", "alerts",
        "outbox", "content_checks", "attachments", "sessions",
    ];

    private sealed record Template(string Id, string Status, string Jurisdiction, string ResidentId, string StationId, string District, string? DeputyId, long CreatedAt);

    private sealed record Seat(string Jurisdiction, string StationId, string District, string DeputyId);

    private static async Task<int> PlanAsync(WriteScope scope, int cases)
    {
        await scope.ExecuteAsync("""
            create table grown (template varchar(32) not null, id varchar(32) not null primary key, number varchar(24) not null, n integer not null, earlier bigint not null,
              jurisdiction varchar(6) not null, resident varchar(32) not null, station varchar(32) not null, district varchar(12) not null, town varchar(12), deputy varchar(32))
            """);
        foreach (var some in Enumerable.Range(0, Residents).Select(Resident).Chunk(RowsAtOnce))
            await scope.ExecuteAsync($"insert into users (id, active, created_at) values {string.Join(", ", some.Select(id => $"('{id}', 1, 0)"))}");

        var templates = await scope.ListAsync<Template>("select id, status, jurisdiction, resident_id, station_id, district, deputy_id, created_at from cases order by id limit @Templates", new { Templates });
        var seats = (await scope.ListAsync<Seat>(SelectSeats)).ToLookup(seat => seat.Jurisdiction, StringComparer.Ordinal);
        var ended = templates.Count(template => Ended.Contains(template.Status));
        var copies = 1 + ((cases - ((templates.Count - ended) * CopiesUnderWay)) / ended);
        var rows = templates.SelectMany((template, t) => Ended.Contains(template.Status)
            ? Enumerable.Range(1, copies).Select(n => OfThePast(template, t, n, copies, [.. seats[template.Jurisdiction]]))
            : Enumerable.Range(1, CopiesUnderWay).Select(n => Row(template, t, n, NextToIt * n, template.ResidentId, new Seat(template.Jurisdiction, template.StationId, template.District, template.DeputyId ?? "")))).Take(cases).ToList();
        foreach (var some in rows.Chunk(RowsAtOnce))
            await scope.ExecuteAsync($"insert into grown values {string.Join(", ", some)}");
        return rows.Count;
    }

    private static string OfThePast(Template template, int t, int n, int copies, IReadOnlyList<Seat> seats)
    {
        // Steps that share no divisor with the counts, so that everybody has their turn.
        var seat = seats[((t * 7) + (n * 13)) % seats.Count];
        return Row(template, t, n, Years / copies * n, Resident(((t * 331) + (n * 17)) % Residents), n % 6 == 5 ? seat with { Jurisdiction = Neighbour } : seat);
    }

    private static string Row(Template template, int t, int n, TimeSpan before, string resident, Seat seat)
    {
        var earlier = (long)(before + TimeSpan.FromMinutes(t * 7)).TotalMilliseconds;
        var town = StageOwnerAccounts.TownOf(seat.District) is { } code ? $"'{code}'" : "null";
        var deputy = seat.DeputyId.Length > 0 ? $"'{seat.DeputyId}'" : "null";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"('{template.Id}', '{template.CreatedAt - earlier:x12}7{n % 4096:x3}8{t:x3}{n:x12}', 'G-{t}-{n}', {n}, {earlier}, '{seat.Jurisdiction}', '{resident}', '{seat.StationId}', '{seat.District}', {town}, {deputy})");
    }

    private static string Resident(int i) => string.Create(CultureInfo.InvariantCulture, $"{i:x32}");

    private const string SelectSeats = """
        select s.jurisdiction, s.id as station_id, s.district, m.deputy_id from stations s join station_deputies m on m.station_id = s.id
        where s.active = 1 order by s.id, m.deputy_id
        """;

    // The table as t, what is to be copied as c.
    private static readonly (string Table, string Join, Dictionary<string, string> Change)[] Tables =
    [
        ("cases", "t.id = c.template", new()
        {
            ["id"] = "c.id", ["number"] = "c.number", ["created_at"] = "t.created_at - c.earlier", ["updated_at"] = "t.updated_at - c.earlier",
            ["jurisdiction"] = "c.jurisdiction", ["resident_id"] = "c.resident", ["station_id"] = "c.station", ["district"] = "c.district", ["town"] = "c.town", ["deputy_id"] = "c.deputy",
        }),
        ("case_agencies", "t.case_id = c.template", new() { ["case_id"] = "c.id" }),
        ("case_waits", "t.case_id = c.template and c.n <= 3", new() { ["case_id"] = "c.id", ["place"] = "concat(substr(t.place, 1, 11), c.id)" }),
        ("case_followers", "t.case_id = c.template and c.n < 8", new() { ["case_id"] = "c.id" }),
        ("case_events", "t.case_id = c.template", new() { ["case_id"] = "c.id", ["at"] = "t.at - c.earlier" }),
        ("stages", "t.case_id = c.template", new() { ["case_id"] = "c.id", ["started_at"] = "t.started_at - c.earlier", ["ended_at"] = "t.ended_at - c.earlier" }),
    ];

    private static async Task<int> CopyAsync(WriteScope scope, string table, string join, Dictionary<string, string> change)
    {
        var columns = new List<string>();
        await using (var nothing = (DbDataReader)await scope.Connection.ExecuteReaderAsync($"select * from {table} where 1 = 0", transaction: scope.Transaction))
            columns.AddRange(Enumerable.Range(0, nothing.FieldCount).Select(nothing.GetName));
        return await scope.Connection.ExecuteAsync(
            $"insert into {table} ({string.Join(", ", columns)}) select {string.Join(", ", columns.Select(column => change.GetValueOrDefault(column, $"t.{column}")))} from grown c join {table} t on {join}",
            transaction: scope.Transaction, commandTimeout: 600);
    }

    // Whoever had to do with a case was told of it; the newest of that is unread, some of it could not be delivered, and a few rows are waiting.
    private static readonly string[] Messages =
    [
        """
        insert into alerts (id, recipient_id, kind, level, case_id, case_number, stage_kind, text, at, read_at, dedupe_key)
        select concat(substr(k.id, 1, 12), substr(u.id, 13, 8), substr(k.id, 21, 12)), u.id, 'work', 0, k.id, k.number, null, 'Text', k.created_at,
          case when c.n % 40 = 1 then null else k.created_at + 1000 end, concat('grown/', k.id, '/', u.id)
        from grown c join cases k on k.id = c.id join users u on u.deputy_id = k.deputy_id
        """,
        """
        insert into alerts (id, recipient_id, kind, level, case_id, case_number, stage_kind, text, at, read_at, dedupe_key)
        select concat(substr(k.id, 1, 12), substr(u.id, 13, 8), substr(k.id, 21, 12)), u.id, 'work', 0, k.id, k.number, null, 'Text', k.created_at,
          case when c.n % 40 = 1 then null else k.created_at + 1000 end, concat('grown/', k.id, '/', u.id)
        from grown c join cases k on k.id = c.id join user_roles r on r.role = 'CommitteeOffice' and r.jurisdiction = k.jurisdiction join users u on u.id = r.user_id
        """,
        """
        insert into outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, done_at, jurisdiction)
        select c.id, 'wechat', null, '{"kind":"work","caseNumber":"1","text":"Text","at":"2026-01-01T00:00:00+08:00"}', concat('grown/', c.id),
          case c.n % 100 when 1 then 'refused' when 2 then 'parked' when 3 then 'doubtful' when 4 then 'skipped' when 5 then 'waiting' else 'sent' end, 1,
          case when c.n % 100 = 5 then 9000000000000 - c.earlier else k.created_at end, k.created_at, k.created_at, k.jurisdiction
        from grown c join cases k on k.id = c.id
        """,
        """
        insert into content_checks (id, case_id, attachment_id, status, suggestion, trace_id, attempts, next_attempt_at)
        select c.id, c.id, null, 'passed', 'Pass', null, 1, k.created_at from grown c join cases k on k.id = c.id
        """,
        """
        insert into attachments (id, owner_id, case_id, content_type, size, sha256, width, height, content_status, position, created_at)
        select c.id, k.resident_id, c.id, 'image/jpeg', 1, c.id, 1, 1, 'passed', 0, k.created_at from grown c join cases k on k.id = c.id where c.n % 2 = 0
        """,
        """
        insert into sessions (id, user_id, refresh_count, created_at, expires_at, revoked_at)
        select c.id, k.resident_id, 0, k.created_at, 9000000000000, null from grown c join cases k on k.id = c.id where c.n % 2 = 1
        """,
    ];
}
