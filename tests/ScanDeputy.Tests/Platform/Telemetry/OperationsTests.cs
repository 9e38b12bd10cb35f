using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;
using Db = ScanDeputy.Server.Platform.Database.Database;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>The metrics page of a running program.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TestServer _server = null!;

    private Uri PageAddress => new(new Uri(_server.Services.GetRequiredService<OperationsListener>().Urls.Single()), "/metrics");

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(settings: ["--Operations:Urls", "http://127.0.0.1:0"]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Page_is_well_formed_and_tells_of_requests_by_route_only()
    {
        using var chain = new CaseChain(_server);
        await chain.ToHandlingAsync();
        var code = await (await chain.AsAsync("resident-1")).FirstStationCodeAsync();
        await (await chain.AsAsync("resident-1")).GetAsync($"/s/{code}?from=query-of-somebody");

        using var answer = await _http.GetAsync(PageAddress, TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var page = ExpositionPage.Parse(text);
        Assert.Contains(page.Of("http_server_request_duration_seconds"), sample => sample.Labels.GetValueOrDefault("http_route") == "s/{code}");
        Assert.All((string[])[code, chain.CaseId, "query-of-somebody"], secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        Assert.True(page.Value("scandeputy_wechat_calls_total", ("call", "/sns/jscode2session"), ("errcode", "0")) >= 4);
        Assert.Equal(1, page.Value("scandeputy_database_up"));
        Assert.True(page.Value("dotnet_process_memory_working_set_bytes") > 0);
    }

    [Fact]
    public async Task Nothing_but_the_page_is_behind_its_port_and_the_page_is_behind_no_other()
    {
        foreach (var path in (string[])["/", "/healthz/live", "/sandbox", "/api/v1/me", "/metrics/x"])
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(PageAddress, path))));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new HttpRequestMessage(HttpMethod.Post, PageAddress)));

        var outside = new Uri(_server.Address, "/metrics");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new HttpRequestMessage(HttpMethod.Get, outside)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new HttpRequestMessage(HttpMethod.Get, outside) { Headers = { Host = PageAddress.Authority } }));
    }

    [Fact]
    public async Task Cases_are_counted_by_state_anew_after_fifteen_seconds()
    {
        var before = (await PageAsync()).Value("scandeputy_cases", ("status", "received"));
        using var resident = await _server.AsAsync("resident-1");
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);

        Assert.Equal(before, (await PageAsync()).Value("scandeputy_cases", ("status", "received")));
        Forward(TimeSpan.FromSeconds(16));
        var page = await PageAsync();
        Assert.Equal(before + 1, page.Value("scandeputy_cases", ("status", "received")));
        Assert.Equal(12, page.Of("scandeputy_cases").Count());
        Assert.Equal(await CountAsync("select count(*) from cases"), page.Of("scandeputy_cases").Sum(sample => sample.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(30)]
    public async Task Open_stages_are_counted_by_the_working_days_they_are_late(int days)
    {
        Forward(TimeSpan.FromDays(days) + TimeSpan.FromMinutes(1));
        await WriteAsync("update stages set clock_stopped = 1, next_alert_at = null where ended_at is null and kind = 'Handling' and round = 1");
        var page = await PageAsync();

        var today = ChinaTime.Today(_server.Services.GetRequiredService<TimeProvider>());
        var stages = await ReadAsync(
            "select kind as Kind, due_on as DueOn, clock_stopped as Paused from stages where ended_at is null");
        var expected = stages.GroupBy(stage => (stage.Kind.ToLowerInvariant(), AgeOf(stage, today))).ToDictionary(group => group.Key, group => (double)group.Count());
        Assert.Equal(5 * Enum.GetValues<StageKind>().Length, page.Of("scandeputy_open_stages").Count());
        Assert.All(page.Of("scandeputy_open_stages"), sample => Assert.Equal(expected.GetValueOrDefault((sample["kind"], sample["age"])), sample.Value));
        Assert.Equal(stages.Count, page.Of("scandeputy_open_stages").Sum(sample => sample.Value));
    }

    [Fact]
    public async Task Sweeps_tell_how_they_ended_and_what_they_are_behind_with()
    {
        var runner = _server.Services.GetRequiredService<SweepRunner>();
        Assert.Empty((await PageAsync()).Of("scandeputy_sweep_last_success_seconds"));
        // Ten in the morning, three days on: reminders of the demo's stages are due.
        Forward(TimeSpan.FromDays(3));
        Assert.True((await PageAsync()).Value("scandeputy_sweep_lag_seconds", ("sweep", "deadlines")) > 3600);

        await runner.RunAsync("deadlines", CancellationToken.None);
        await runner.RunAsync("deadlines", CancellationToken.None);
        await WriteAsync("alter table stages rename to stages_away");
        _server.ExpectLog("Sweep deadlines failed");
        await runner.RunAsync("deadlines", CancellationToken.None);
        await WriteAsync("alter table stages_away rename to stages");
        Forward(TimeSpan.FromSeconds(60));

        var page = await PageAsync();
        foreach (var result in (string[])["done", "idle", "failed"])
            Assert.Equal(1, page.Value("scandeputy_sweep_runs_total", ("sweep", "deadlines"), ("result", result)));
        Assert.InRange(page.Value("scandeputy_sweep_last_success_seconds", ("sweep", "deadlines")), 60, 120);
        Assert.Equal(10, page.Value("scandeputy_sweep_interval_seconds", ("sweep", "deadlines")));
        Assert.Equal(0, page.Value("scandeputy_sweep_lag_seconds", ("sweep", "deadlines")));
    }

    [Fact]
    public async Task Outbox_tells_its_age_its_rows_and_its_failures()
    {
        var weChat = _server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        using var resident = await _server.AsAsync("resident-1");
        await _server.Services.GetRequiredService<SweepRunner>().RunAsync("outbox", CancellationToken.None);
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        Forward(TimeSpan.FromSeconds(90));
        var waiting = await PageAsync();
        Assert.True(waiting.Value("scandeputy_outbox_rows", ("status", "waiting")) >= 1);
        Assert.InRange(waiting.Value("scandeputy_outbox_oldest_seconds", ("channel", "wechat")), 90, 120);

        _server.ExpectLog("was not reached");
        weChat.Faults.DropNext("/cgi-bin/message/subscribe/send");
        await _server.Services.GetRequiredService<SweepRunner>().RunAsync("outbox", CancellationToken.None);
        Forward(TimeSpan.FromSeconds(16));
        var sent = await PageAsync();
        Assert.Equal(1, sent.Value("scandeputy_outbox_rows", ("status", "doubtful")));
        Assert.Equal(1, sent.Value("scandeputy_outbox_failures_total", ("channel", "wechat"), ("result", "doubtful")));
        Assert.Equal(1, sent.Value("scandeputy_wechat_calls_total", ("call", "/cgi-bin/message/subscribe/send"), ("errcode", "none")));
        Assert.Equal(0, sent.Value("scandeputy_outbox_oldest_seconds", ("channel", "wechat")));
    }

    [Fact]
    public async Task With_the_database_down_the_rest_is_still_told()
    {
        Assert.Equal(1, (await PageAsync()).Value("scandeputy_database_up"));
        await WriteAsync("alter table cases rename to cases_away");
        _server.ExpectLog("gauges could not be read");
        Forward(TimeSpan.FromSeconds(16));
        var down = await PageAsync();
        Assert.Equal(0, down.Value("scandeputy_database_up"));
        Assert.Empty(down.Of("scandeputy_cases"));
        Assert.Empty(down.Of("scandeputy_sweep_lag_seconds"));
        Assert.True(down.Value("dotnet_process_memory_working_set_bytes") > 0);

        await WriteAsync("alter table cases_away rename to cases");
        Forward(TimeSpan.FromSeconds(16));
        var up = await PageAsync();
        Assert.Equal(1, up.Value("scandeputy_database_up"));
        Assert.NotEmpty(up.Of("scandeputy_cases"));
    }

    private static string AgeOf(OpenStage stage, DateOnly today)
    {
        var due = DateOnly.Parse(stage.DueOn, System.Globalization.CultureInfo.InvariantCulture);
        if (today <= due)
            return "notDue";
        if (stage.Paused == 1)
            return "stopped";

        var late = 0;
        for (var day = due.AddDays(1); day <= today; day = day.AddDays(1))
            late += WorkingCalendar.Published.IsWorkingDay(day) ? 1 : 0;
        return late < 3 ? "0-2" : late < 11 ? "3-10" : ">10";
    }

    private async Task<ExpositionPage> PageAsync() => ExpositionPage.Parse(await _http.GetStringAsync(PageAddress, TestContext.Current.CancellationToken));

    private async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>The clock alone: nothing that is due is done.</summary>
    private void Forward(TimeSpan by)
    {
        var clock = _server.Services.GetRequiredService<MovableClock>();
        Assert.True(clock.TryMoveTo(clock.GetUtcNow() + by));
    }

    private Task WriteAsync(string sql) => _server.Services.GetRequiredService<Db>().WriteAsync(scope => scope.ExecuteAsync(sql), CancellationToken.None);

    private Task<long> CountAsync(string sql) => _server.Services.GetRequiredService<Db>().ReadAsync(connection => connection.ExecuteScalarAsync<long>(sql), CancellationToken.None);

    private async Task<IReadOnlyList<OpenStage>> ReadAsync(string sql) =>
        (await _server.Services.GetRequiredService<Db>().ReadAsync(connection => connection.QueryAsync<OpenStage>(sql), CancellationToken.None)).AsList();

    private sealed record OpenStage
    {
        public string Kind { get; init; } = "";

        public string DueOn { get; init; } = "";

        public long Paused { get; init; }
    }
}
