using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>
/// How long the command "recompute" takes: the demo's two hundred cases, copied until there are a hundred thousand in a SQLite file.
/// Copies have the events of their originals, so nothing must differ.
/// </summary>
internal static class RecomputeRun
{
    private const int Copies = 499;

    public static async Task RunAsync(TimeProvider clock)
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-recompute-").FullName;
        try
        {
            await using var app = ServerSetup.Build(
                ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Jobs:Enabled", "false"], clock, builder => builder.Logging.ClearProviders());
            await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
            var database = app.Services.GetRequiredService<Database>();
            foreach (var statement in Grow)
                await database.WriteAsync(scope => scope.ExecuteAsync(statement, new { Copies }), CancellationToken.None);

            var started = clock.GetTimestamp();
            var totals = await app.Services.GetRequiredService<DueDateCheck>().RunAsync(fault => Console.WriteLine(fault), CancellationToken.None);
            Console.WriteLine($"{totals.Cases} cases, {totals.Stages} due dates, {totals.Differences} differences: {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Numbers = "with recursive seq(n) as (select 1 union all select n + 1 from seq where n < @Copies)";

    // An id's copies stand beside it in the order of ids, as cases of one day would.
    private static readonly string[] Grow =
    [
        $"""
        {Numbers} insert into cases select id || '-' || n, number || '-' || n, version, status, jurisdiction, station_id, district, town, category_id,
          resident_id, deputy_id, lead_agency_id, title, text, search_text, place_address, lat, lng, contact_encrypted, share_with_agency, is_public, content_status,
          fingerprint, waiting_role, waiting_id, stage_kind, open_stage, due_on, clock_stopped, expires_on, created_at, updated_at, remind_at from cases join seq
        """,
        $"""
        {Numbers} insert into case_events select case_id || '-' || n, sequence, at, actor_id, actor_role, data, previous_hash, hash
          from case_events join seq
        """,
        $"""
        {Numbers} insert into stages select case_id || '-' || n, sequence, jurisdiction, kind, round, owner_role, owner_id, started_at, ended_at,
          limit_days, paused_days, extension_days, due_on, clock_stopped, provisional, verdict, policy_version, calendar_version, alert_step, next_alert_at from stages join seq
        """,
    ];
}
