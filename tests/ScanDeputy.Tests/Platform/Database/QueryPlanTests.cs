using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>
/// Every list, every sweep and every gauge, run on twenty thousand cases while the server writes down each query; then each query is explained. None
/// may read the whole of a table that grows with the years.
/// </summary>
public sealed partial class QueryPlanTests
{
    private static readonly string[] Growing = ["cases", "case_events", "stages", "outbox", "alerts", "content_checks", "attachments", "case_agencies", "case_followers", "sessions"];

    // Counting all cases by state is a walk along this small index, and it is made for that.
    private const string CountedWhole = "cases_status";

    private static readonly string[] Personas =
        ["resident-1", "deputy-1", "keeper-1", "committee-1", "government-1", "agency-1", "supervisor-1", "admin-1", "auditor-1", "town-1", "town-super-1"];

    [Fact]
    public async Task No_list_no_sweep_and_no_gauge_reads_a_whole_table()
    {
        MariaDbServer.SkipWithout();
        await using var database = await MariaDbServer.StartAsync("--log-output=TABLE");
        await database.ExecuteAsync("create database plans");
        await using var server = await TestServer.StartAsync(TestServer.UsualStart, null, "--Database:ConnectionString", database.ConnectionString("plans"));
        await database.ExecuteAsync("plans", Grow);
        await database.ExecuteAsync("set global general_log = 1");

        await ReadEveryListAsync(server);
        foreach (var sweep in server.Services.GetServices<ISweep>())
        {
            await sweep.RunAsync(CancellationToken.None);
            await sweep.NextDueAtAsync(CancellationToken.None);
        }

        Assert.True(WeChatEvent.TryRead(WeChatPush.Verdict("none", "pass").ToJsonString(), out var verdict));
        foreach (var receiver in server.Services.GetServices<IWeChatEventReceiver>())
            Assert.True(await receiver.TakeAsync(verdict, CancellationToken.None));
        foreach (var gauges in server.Services.GetServices<IDatabaseGauges>())
            await gauges.ReadAsync(CancellationToken.None);

        await database.ExecuteAsync("set global general_log = 0");
        var queries = await QueriesAsync(database);
        Assert.True(queries.Count > 60, $"Only {queries.Count} queries were seen.");
        var faults = new List<string>();
        foreach (var query in queries)
            faults.AddRange((await FullScansAsync(database, query)).Select(fault => $"{fault}\n  {query}"));
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private static async Task ReadEveryListAsync(TestServer server)
    {
        foreach (var persona in Personas)
        {
            using var client = await server.AsAsync(persona);
            foreach (var role in (string[])["mine", "inbox", "all"])
            {
                foreach (var filter in (string[])["", "&status=received", "&stage=handling", "&overdue=true", "&district=371311", "&q=路灯"])
                    await client.GetAsync($"/api/v1/cases?role={role}{filter}");
            }

            await client.GetAsync("/api/v1/alerts");
            await client.GetAsync("/api/v1/alerts?unread=true");
            foreach (var status in (string[])["failed", "doubtful", "waiting"])
                await client.GetAsync($"/api/v1/admin/outbox?status={status}");
            if ((await client.GetAsync("/api/v1/cases?role=all&limit=1")).Body?["items"]?.AsArray() is [{ } first, ..])
            {
                foreach (var part in (string[])["", "/events", "/stages", "/file.zip", "/similar"])
                    await client.GetAsync($"/api/v1/cases/{first["id"]}{part}");
            }
        }

        using var resident = await server.AsAsync("resident-1");
        var code = await resident.FirstStationCodeAsync();
        foreach (var category in (await resident.GetAsync($"/api/v1/station-codes/{code}"))["categories"].AsArray())
        {
            var report = new { stationCode = code, categoryId = category!["id"], text = ApiClient.LongEnough, place = new { lat = 35.0, lng = 118.3 } };
            await resident.PostAsync("/api/v1/cases/similar", report);
        }

        using var admin = await server.AsAsync("admin-1");
        await admin.PostAsync("/api/v1/admin/policies/preview", new { triageLimit = 5 });
        var policy = await admin.PostAsync("/api/v1/admin/policies", new { triageLimit = 5 });
        await admin.PostAsync("/api/v1/admin/policies/recompute", new { version = policy["version"] });
        await LeaveAsync(server, admin);
    }

    /// <summary>Whoever is away, and leaves, with whatever they had.</summary>
    private static async Task LeaveAsync(TestServer server, ApiClient admin)
    {
        using var deputy = await server.AsAsync("deputy-3");
        var (deputyId, supervisor) = ((string)(await deputy.GetAsync("/api/v1/me"))["deputyId"]!, await IdOfAsync("supervisor-3"));
        await deputy.PostAsync("/api/v1/me/away", new { from = "2026-05-15", until = "2026-05-16", substituteId = await IdOfAsync("committee-1") });
        (await admin.PostAsync($"/api/v1/admin/deputies/{deputyId}/leave", new { reason = "任期届满" })).Expect(System.Net.HttpStatusCode.OK);
        (await admin.PostAsync($"/api/v1/admin/staff/{supervisor}/leave")).Expect(System.Net.HttpStatusCode.OK);
        await admin.PostAsync($"/api/v1/admin/staff/{await IdOfAsync("agency-1")}/leave");

        async Task<string> IdOfAsync(string persona)
        {
            using var client = await server.AsAsync(persona);
            return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
        }
    }

    private static async Task<IReadOnlyList<string>> QueriesAsync(MariaDbServer database)
    {
        var log = await database.AskAsync(
            "plans", "select distinct replace(replace(convert(argument using utf8mb4), '\\r', ' '), '\\n', ' ') from mysql.general_log where command_type = 'Query'");
        return [.. log.Split('\n').Select(line => line.Trim()).Where(line => Reading().IsMatch(line) && Growing.Any(table => line.Contains(table, StringComparison.Ordinal)))];
    }

    private static async Task<IReadOnlyList<string>> FullScansAsync(MariaDbServer database, string query)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in TableName().Matches(query))
        {
            names.TryAdd(match.Groups["table"].Value, match.Groups["table"].Value);
            if (match.Groups["alias"].Success)
                names.TryAdd(match.Groups["alias"].Value, match.Groups["table"].Value);
        }

        var plan = await database.AskAsync("plans", $"explain {query}");
        return
        [
            .. from line in plan.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
               let columns = line.Split('\t')
               where columns[3] is "ALL" or "index" && names.TryGetValue(columns[2], out var table) && Growing.Contains(table) && columns[5] != CountedWhole
               select $"{columns[3]} of {names[columns[2]]} (key {columns[5]}, rows {columns[8]})",
        ];
    }

    // Copies belong to twenty other counties, and lie in the future or are done, so that sweeps find as little to do as they would in life.
    private const string Grow = """
        insert into cases select md5(concat(id, seq)), concat(number, '-', seq), version, status, concat('9', lpad(seq % 20, 5, '0')), station_id, district,
          category_id, md5(concat(resident_id, seq)), md5(concat(deputy_id, seq % 20)), lead_agency_id, title, text, place_address, lat, lng, contact_encrypted, share_with_agency, is_public, content_status, fingerprint,
          waiting_role, waiting_id, stage_kind, due_on, '2030-01-01', created_at, updated_at, null from cases join seq_1_to_100;
        insert into case_events select md5(concat(case_id, seq)), sequence, at, actor_id, actor_role, data, previous_hash, hash from case_events join seq_1_to_100;
        insert into stages select md5(concat(case_id, seq)), sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, ended_at, limit_days,
          paused_days, extension_days, due_on, provisional, verdict, policy_version, calendar_version, alert_step, next_alert_at + 100000000000
          from stages join seq_1_to_100;
        insert into case_agencies select md5(concat(case_id, seq)), agency_id, is_lead from case_agencies join seq_1_to_100;
        insert into alerts select md5(concat(id, seq)), recipient_id, kind, level, case_id, case_number, stage_kind, text, at, read_at,
          concat(dedupe_key, seq) from alerts join seq_1_to_100;
        insert into outbox (id, channel, payload, dedupe_key, status, attempts, next_attempt_at, created_at, done_at, jurisdiction)
          select md5(concat('o', seq)), 'wechat', '{"kind":"work","caseNumber":"1"}', concat('o', seq), if(seq % 2, 'sent', 'refused'), 1, seq, seq, seq, '371311' from seq_1_to_20000;
        insert into content_checks (id, case_id, attachment_id, status, suggestion, trace_id, attempts, next_attempt_at, lease_owner, lease_until, last_error) select md5(concat('c', seq)), (select min(id) from cases), null, 'passed', 'Pass', null, 1, seq, null, null, null from seq_1_to_20000;
        insert into attachments select md5(concat('a', seq)), (select min(id) from users), (select min(id) from cases), 'image/jpeg', 1, md5(seq), 1, 1, 'held', 0, seq, null, null
          from seq_1_to_20000;
        insert into sessions select md5(concat('s', seq)), (select min(id) from users), 0, 1, 9999999999999, null from seq_1_to_20000;
        analyze table cases, case_events, stages, case_agencies, alerts, outbox, content_checks, attachments, sessions;
        """;

    [GeneratedRegex(@"^(?:select|update|delete)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Reading();

    [GeneratedRegex(@"\b(?:from|join|update)\s+(?<table>[a-z_]+)(?:\s+(?:as\s+)?(?<alias>[a-z]+[0-9]*)\b)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableName();
}
