using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Administration.Watchdog;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

public sealed class WatchdogTests
{
    private const string OpenCase = "(select id from (select min(k.id) as id from cases k where k.status = 'Handling' and k.due_on > '2026-05-18' and not exists (select 1 from stages g where g.case_id = k.id and g.verdict = 'Late')) one)";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_the_demo_it_says_nothing()
    {
        await using var server = await CaughtUpAsync();
        Assert.Equal(0, await TurnAsync(server));
        await PassAsync(server);
        Assert.Equal(0, await TurnAsync(server));
        Assert.Equal(WatchdogChecks.All.ToDictionary(check => check, _ => 0, StringComparer.Ordinal), Measured(server));
    }

    [Theory]
    [InlineData(WatchdogChecks.CasesWithoutStage, $"delete from stages where ended_at is null and case_id = {OpenCase}")]
    [InlineData(WatchdogChecks.CasesWithoutStage, $"update stages set owner_id = 'somebody' where ended_at is null and case_id = {OpenCase}")]
    [InlineData(WatchdogChecks.CasesWithoutStage, $"update stages set ended_at = null where case_id = {OpenCase}")]
    [InlineData(WatchdogChecks.CasesWithoutStage, "update cases set waiting_role = null, waiting_id = null where number = (select n from (select min(number) as n from cases where status = 'Adopted') one)")]
    [InlineData(WatchdogChecks.LateWithoutAlert, "delete from alerts where dedupe_key like 'stage/%' and kind in ('overdue', 'escalated', 'dueSoon') and case_id = (select min(k.id) from cases k where k.due_on < '2026-05-15' and k.status = 'Handling')")]
    [InlineData(WatchdogChecks.OutboxStuck, "insert into outbox (id, channel, payload, dedupe_key, status, attempts, next_attempt_at, created_at) values ('x', 'wechat', '{}', 'x', 'waiting', 0, 1, 1)")]
    [InlineData(WatchdogChecks.OutboxStuck, "insert into outbox (id, channel, payload, dedupe_key, status, attempts, next_attempt_at, created_at) values ('x', 'wechat', '{}', 'x', 'waiting', 5, 9999999999999, 1)")]
    [InlineData(WatchdogChecks.OrphanedLeases, "insert into outbox (id, channel, payload, dedupe_key, status, attempts, next_attempt_at, created_at, lease_owner, lease_until) values ('x', 'wechat', '{}', 'x', 'sending', 1, 9999999999999, 1, 'dead', 9999999999999)")]
    [InlineData(WatchdogChecks.OrphanedLeases, "insert into content_checks (id, case_id, status, attempts, next_attempt_at, lease_owner, lease_until) values ('x', (select min(id) from cases), 'waiting', 1, 9999999999999, 'dead', 9999999999999)")]
    public async Task A_planted_fault_is_told_to_the_administrator_once_a_day_and_measured(string check, string fault)
    {
        await using var server = await CaughtUpAsync();
        server.ExpectLog($"Watchdog: {check}");
        await PlantAsync(server, fault);

        // What belongs to no jurisdiction is told to the administrators of both.
        var told = check is WatchdogChecks.OutboxStuck or WatchdogChecks.OrphanedLeases ? 2 : 1;
        var first = await TurnAsync(server);
        Assert.Equal(WatchdogChecks.MayPassByItself(check) ? 0 : told, first);
        await PassAsync(server);
        Assert.Equal(told, first + await TurnAsync(server));
        await PassAsync(server);
        Assert.Equal(0, await TurnAsync(server));

        var alert = Assert.Single(await AlertsAsync(server));
        Assert.StartsWith("有1", alert, StringComparison.Ordinal);
        Assert.Equal(WatchdogChecks.All.ToDictionary(name => name, name => name == check ? 1 : 0, StringComparer.Ordinal), Measured(server));

        server.Services.GetRequiredService<MovableClock>().TryMoveTo(TestServer.UsualStart.AddDays(1));
        await BeatAsync(server);
        Assert.Equal(told, await TurnAsync(server));
    }

    [Theory]
    [InlineData("2026-10-31T23:59:00+08:00", 0)]
    [InlineData("2026-11-01T00:01:00+08:00", 1)]
    public async Task From_November_on_next_year_s_holidays_are_missed(string at, int told)
    {
        await using var server = await TestServer.StartAsync(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
        server.ExpectLog("Watchdog: calendar-missing");
        // The administrators of both jurisdictions.
        Assert.Equal(2 * told, await TurnAsync(server));
        Assert.Equal(told, (await AlertsAsync(server)).Count(text => text.StartsWith("2027年", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stage_whose_clock_is_stopped_is_not_late()
    {
        await using var server = await CaughtUpAsync();
        using (var anyone = server.Anonymous())
            (await anyone.MoveClockAsync(TestServer.UsualStart.AddDays(40))).Expect(HttpStatusCode.OK);
        var paused = await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryFirstAsync<int>("select count(*) from stages where ended_at is null and clock_stopped = 1 and due_on < '2026-06-01'"), Ct);
        Assert.True(paused > 0, "The demo has no paused stage past its date.");
        await TurnAsync(server);
        Assert.Equal(0, Measured(server)[WatchdogChecks.LateWithoutAlert]);
    }

    /// <summary>A server whose sweeps have done what was due when it started.</summary>
    private static async Task<TestServer> CaughtUpAsync()
    {
        var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        (await anyone.AdvanceAsync("PT1M")).Expect(HttpStatusCode.OK);
        return server;
    }

    private static Task<int> TurnAsync(TestServer server) => server.Services.GetServices<ISweep>().OfType<WatchdogSweep>().Single().RunAsync(Ct);

    /// <summary>The worker itself lives on.</summary>
    private static Task<int> BeatAsync(TestServer server) => server.Services.GetServices<ISweep>().OfType<HeartbeatSweep>().Single().RunAsync(Ct);

    private static async Task PassAsync(TestServer server)
    {
        var clock = server.Services.GetRequiredService<MovableClock>();
        clock.TryMoveTo(clock.GetUtcNow().AddMinutes(5));
        await BeatAsync(server);
    }

    private static async Task PlantAsync(TestServer server, string fault)
    {
        var changed = await server.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync(fault), Ct);
        Assert.True(changed > 0);
    }

    private static async Task<IReadOnlyList<string>> AlertsAsync(TestServer server)
    {
        using var administrator = await server.AsAsync("admin-1");
        var alerts = (await administrator.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK);
        return [.. alerts["items"].AsArray().Where(alert => (string)alert!["kind"]! == "watchdog").Select(alert => (string)alert!["text"]!)];
    }

    private static Dictionary<string, int> Measured(TestServer server)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        var measured = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == WatchdogSweep.Metric)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured[(string)tags[0].Value!] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured.ToDictionary(StringComparer.Ordinal);
    }
}
