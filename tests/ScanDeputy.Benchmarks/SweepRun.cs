using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>
/// How long one turn of the deadline sweep takes when a thousand stages are due at once, as after midnight: the demo's two hundred cases, copied
/// until there are as many as asked for. Prints how long each turn took; the first one compiles.
/// </summary>
internal static class SweepRun
{
    private const int Turns = 6;

    public static async Task RunAsync(TimeProvider clock, int cases, int due, string connectionString)
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-sweep-").FullName;
        try
        {
            string[] where = connectionString.Length > 0 ? ["--Database:ConnectionString", connectionString] : [];
            await using var app = ServerSetup.Build(
                ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Jobs:Enabled", "false", .. where], clock, builder => builder.Logging.ClearProviders());
            await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
            var database = app.Services.GetRequiredService<Database>();
            await GrowAsync(database, cases);
            var sweep = app.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "deadlines");
            await sweep.RunAsync(CancellationToken.None);
            for (var turn = 0; turn < Turns; turn++)
                await MeasureAsync(database, sweep, due, clock);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Database database, ISweep sweep, int due, TimeProvider clock)
    {
        await database.WriteAsync(scope => scope.ExecuteAsync(MakeDue, new { due }), CancellationToken.None);
        var before = await CountAsync(database, "select count(*) from alerts");
        var (started, processor) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var taken = await sweep.RunAsync(CancellationToken.None);
        var (length, used) = (clock.GetElapsedTime(started), Environment.CpuUsage.TotalTime - processor);
        var alerts = await CountAsync(database, "select count(*) from alerts") - before;
        var cases = await CountAsync(database, "select count(*) from cases");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{database.Dialect.Name}, {cases} cases, {taken} due stages, {alerts} alerts: {length.TotalMilliseconds:F0} ms, {used.TotalMilliseconds:F0} ms of the program's processor time"));
    }

    private static Task<long> CountAsync(Database database, string sql) => database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(sql), CancellationToken.None);

    private static async Task GrowAsync(Database database, int cases)
    {
        var originals = await CountAsync(database, "select count(*) from cases");
        for (var copy = 1; copy * originals < cases; copy++)
            await database.WriteAsync(scope => CopyAsync(scope, copy), CancellationToken.None);
    }

    private static async Task<int> CopyAsync(WriteScope scope, int copy)
    {
        var suffix = copy.ToString("D6", CultureInfo.InvariantCulture);
        await scope.ExecuteAsync(CopyCases
            .Replace("NEW_ID", Join(scope, "substr(id, 1, 26)", suffix), StringComparison.Ordinal)
            .Replace("NEW_NUMBER", Join(scope, "number", $"-{suffix}"), StringComparison.Ordinal));
        return await scope.ExecuteAsync(CopyStages.Replace("NEW_ID", Join(scope, "substr(case_id, 1, 26)", suffix), StringComparison.Ordinal));
    }

    private static string Join(WriteScope scope, string column, string text) => scope.Dialect.Name == "sqlite" ? $"{column} || '{text}'" : $"concat({column}, '{text}')";

    private const string CopyCases = """
        insert into cases (id, number, version, status, jurisdiction, station_id, district, town, category_id, resident_id, deputy_id, lead_agency_id, title, text, search_text, place_address,
          lat, lng, contact_encrypted, share_with_agency, is_public, content_status, fingerprint, waiting_role, waiting_id, stage_kind, open_stage, due_on, clock_stopped, expires_on, created_at, updated_at)
        select NEW_ID, NEW_NUMBER, version, status, jurisdiction, station_id, district, town, category_id, resident_id, deputy_id, lead_agency_id, title, text, search_text, place_address,
          lat, lng, contact_encrypted, share_with_agency, is_public, content_status, fingerprint, waiting_role, waiting_id, stage_kind, open_stage, due_on, clock_stopped, expires_on, created_at, updated_at
        from cases where number not like '%-%-%-%'
        """;

    private const string CopyStages = """
        insert into stages (case_id, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, ended_at, limit_days, paused_days, extension_days, due_on,
          clock_stopped, provisional, verdict, policy_version, calendar_version, alert_step, next_alert_at)
        select NEW_ID, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, ended_at, limit_days, paused_days, extension_days, due_on,
          clock_stopped, provisional, verdict, policy_version, calendar_version, alert_step, next_alert_at
        from stages where case_id in (select id from cases where number not like '%-%-%-%')
        """;

    private const string MakeDue = """
        update stages set next_alert_at = 1 where case_id in (select case_id from (select case_id from stages where next_alert_at > 1 order by case_id limit @due) few)
          and next_alert_at > 1
        """;
}
