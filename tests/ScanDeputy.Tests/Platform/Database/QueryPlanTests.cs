using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Database.Plans;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>
/// Every list, every sweep and every gauge, run on a county after ten years while the server writes down each query; then each query is explained. None
/// may read the whole of a table that grows with the years.
/// </summary>
[Collection(GrownMariaDbCollection.Name)]
public sealed partial class QueryPlanTests(GrownMariaDb grown)
{
    private static readonly string[] Growing = ["cases", "case_events", "stages", "outbox", "alerts", "content_checks", "attachments", "case_agencies", "case_waits", "case_followers", "sessions"];

    // Counting all cases by state is a walk along this small index, and it is made for that.
    private const string CountedWhole = "cases_jurisdiction_status";

    [Fact]
    public async Task No_list_no_sweep_and_no_gauge_reads_a_whole_table()
    {
        MariaDbServer.SkipWithout();
        var queries = (await grown.QueriesOfAsync(RunEverythingAsync, "select|update|delete"))
            .Where(query => Growing.Any(table => query.Contains(table, StringComparison.Ordinal))).ToList();
        Assert.True(queries.Count > 60, $"Only {queries.Count} queries were seen.");
        var faults = new List<string>();
        foreach (var query in queries)
            faults.AddRange((await FullScansAsync(query)).Select(fault => $"{fault}\n  {query}"));
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private async Task RunEverythingAsync()
    {
        var services = grown.Program.Services;
        await ReadEveryListAsync(grown.Program);
        foreach (var sweep in services.GetServices<ISweep>())
        {
            await sweep.RunAsync(CancellationToken.None);
            await sweep.NextDueAtAsync(CancellationToken.None);
        }

        Assert.True(WeChatEvent.TryRead(WeChatPush.Verdict("none", "pass").ToJsonString(), out var verdict));
        foreach (var receiver in services.GetServices<IWeChatEventReceiver>())
            Assert.True(await receiver.TakeAsync(verdict, CancellationToken.None));
        foreach (var gauges in services.GetServices<IDatabaseGauges>())
            await gauges.ReadAsync(CancellationToken.None);
    }

    private static async Task ReadEveryListAsync(TestServer server)
    {
        foreach (var persona in ListCall.Personas)
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
        await admin.PostAsync($"/api/v1/admin/staff/{await IdOfAsync("agency-3")}/leave");

        async Task<string> IdOfAsync(string persona)
        {
            using var client = await server.AsAsync(persona);
            return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
        }
    }

    private async Task<IReadOnlyList<string>> FullScansAsync(string query)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in TableName().Matches(query))
        {
            names.TryAdd(match.Groups["table"].Value, match.Groups["table"].Value);
            if (match.Groups["alias"].Success)
                names.TryAdd(match.Groups["alias"].Value, match.Groups["table"].Value);
        }

        var plan = await grown.ExplainAsync(query);
        return
        [
            .. from step in plan
               where step.Type is "ALL" or "index" && names.TryGetValue(step.Table, out var table) && Growing.Contains(table) && step.Key != CountedWhole
               select $"{step.Type} of {names[step.Table]} (key {step.Key}, rows {step.Rows})",
        ];
    }

    [GeneratedRegex(@"\b(?:from|join|update)\s+(?<table>[a-z_]+)(?:\s+(?:as\s+)?(?<alias>[a-z]+[0-9]*)\b)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex TableName();
}
