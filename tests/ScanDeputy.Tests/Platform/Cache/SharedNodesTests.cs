using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>Two whole servers on one database and one Redis: what one changes counts on the other at once, with Redis and without.</summary>
public sealed class SharedNodesTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private TestServer _a = null!;
    private TestServer _b = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _a = await StartAsync(null);
        _b = await StartAsync(_a.Directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _b.DisposeAsync();
        await _a.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Session_ended_on_one_node_is_over_on_the_other_at_once()
    {
        for (var round = 0; round < 10; round++)
        {
            using var onA = await _a.AsAsync("resident-1");
            using var onB = new ApiClient(_b.Address, onA.Token);
            // Twice, so that both nodes hold a copy.
            for (var i = 0; i < 2; i++)
            {
                (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
                (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
            }

            (await onA.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);

            (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
            (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Session_that_is_asked_for_while_it_ends_is_not_kept_alive_by_a_late_copy()
    {
        for (var round = 0; round < 10; round++)
        {
            using var onA = await _a.AsAsync("resident-1");
            using var onB = new ApiClient(_b.Address, onA.Token);
            var asking = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => onB.GetAsync("/api/v1/me")));
            (await onA.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
            (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
            await asking;
            (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Session_is_read_once_and_its_copy_used()
    {
        using var onA = await _a.AsAsync("resident-1");
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        // Behind the program's back: only a copy can still say yes.
        await WriteAsync("update sessions set revoked_at = 1");
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await _redis.StopAsync();
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_ended_while_redis_is_away_stays_over_when_its_old_copy_is_back()
    {
        using var onA = await _a.AsAsync("resident-1");
        using var onB = new ApiClient(_b.Address, onA.Token);
        (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await _redis.HangAsync();
        (await onA.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
        await _redis.GoOnAsync();

        // The copy is in Redis still, until the first node finds it again and takes it away; nobody may use it meanwhile.
        await Poll.UntilAsync(
            async () =>
            {
                (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
                return _b.Services.GetRequiredService<RedisLink>().IsSettled;
            },
            "The other node did not find Redis.");
        (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Copy_of_a_session_does_not_outlive_the_session()
    {
        using var onA = await _a.AsAsync("resident-1");
        await WriteAsync("update sessions set expires_at = @Soon", TestServer.UsualStart.AddMinutes(20));
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await onA.AdvanceAsync("PT30M");

        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Station_changed_on_one_node_is_seen_on_the_other_when_it_is_told()
    {
        using var onA = _a.Anonymous();
        using var onB = _b.Anonymous();
        var code = await onA.FirstStationCodeAsync();
        var path = $"/api/v1/station-codes/{code}";
        var id = (string)(await onA.GetAsync(path))["station"]["id"]!;
        for (var round = 0; round < 3; round++)
        {
            var before = (string)(await onB.GetAsync(path))["station"]["name"]!;
            await WriteAsync($"update stations set name = '第{round}站' where id = '{id}'");
            Assert.Equal(before, (string)(await onB.GetAsync(path))["station"]["name"]!);

            await _a.Services.GetRequiredService<StationCache>().InvalidateAsync(id, CancellationToken.None);

            Assert.Equal($"第{round}站", (string)(await onB.GetAsync(path))["station"]["name"]!);
            Assert.Equal($"第{round}站", (string)(await onA.GetAsync(path))["station"]["name"]!);
        }
    }

    [Fact]
    public async Task Limit_is_one_for_both_nodes()
    {
        using var onA = await _a.AsAsync("resident-1");
        using var onB = new ApiClient(_b.Address, onA.Token);
        var before = await CasesAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => (i % 2 == 0 ? onA : onB).SubmitAsync()));

        Assert.Equal(10, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(14, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(before + 10, await CasesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_call_answers_right_and_soon_while_redis_is_away_and_after(bool hanging)
    {
        using var onA = await _a.AsAsync("resident-1");
        var code = await onA.FirstStationCodeAsync();
        await WalkAsync(code);

        await (hanging ? _redis.HangAsync() : _redis.StopAsync());
        var slowest = await WalkAsync(code);
        // At most three uses of Redis in a call, 200 ms each, and the rest for a busy machine.
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal("ready", (string)(await onA.GetAsync("/healthz/ready")).Expect(HttpStatusCode.OK)["status"]!);
        Assert.NotEqual("ok", (string)(await onA.GetAsync("/healthz/ready"))["dependencies"]["redis"]!);

        await (hanging ? _redis.GoOnAsync() : _redis.RunAsync());
        await UpAsync(_a);
        await UpAsync(_b);
        await WalkAsync(code);
        Assert.Equal("ok", (string)(await onA.GetAsync("/healthz/ready"))["dependencies"]["redis"]!);
    }

    /// <summary>Signs in, opens a station, reports, is limited, reads, and signs out, each on the other node than the step before.</summary>
    /// <returns>How long the slowest call took.</returns>
    private async Task<TimeSpan> WalkAsync(string code)
    {
        var slowest = TimeSpan.Zero;
        using var onA = await _a.AsAsync("resident-2");
        using var onB = new ApiClient(_b.Address, onA.Token);
        await CallAsync(() => onB.GetAsync($"/api/v1/station-codes/{code}"), HttpStatusCode.OK);
        var submitted = await CallAsync(() => onA.SubmitAsync(key: "walk"), HttpStatusCode.Created);
        var again = await CallAsync(() => onB.SubmitAsync(key: "walk"), HttpStatusCode.Created);
        Assert.Equal((string)submitted["id"]!, (string)again["id"]!);
        await CallAsync(() => onB.CaseAsync((string)submitted["id"]!), HttpStatusCode.OK);
        await CallAsync(() => onA.PostAsync("/api/v1/auth/logout"), HttpStatusCode.NoContent);
        await CallAsync(() => onB.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        return slowest;

        async Task<ApiAnswer> CallAsync(Func<Task<ApiAnswer>> call, HttpStatusCode status)
        {
            var waited = Stopwatch.StartNew();
            var answer = (await call()).Expect(status);
            slowest = waited.Elapsed > slowest ? waited.Elapsed : slowest;
            return answer;
        }
    }

    private async Task<TestServer> StartAsync(string? directory)
    {
        var server = await TestServer.StartAsync(null, directory, "--Redis:Configuration", _redis.Configuration, "--Redis:ProbeEvery", "00:00:00.3", "--Limits:Enabled", "true");
        // A busy machine may make Redis seem slow for a moment, which is said and harms nothing.
        server.ExpectLog("goes on without it");
        await UpAsync(server);
        return server;
    }

    private static Task UpAsync(TestServer server) =>
        Poll.UntilAsync(() => server.Services.GetRequiredService<RedisLink>().IsSettled, "A server did not find Redis.");

    private Task<int> WriteAsync(string sql, DateTimeOffset? soon = null) =>
        _a.Services.GetRequiredService<Server.Platform.Database.Database>().WriteAsync(scope => scope.ExecuteAsync(sql, new { Soon = soon }), CancellationToken.None);

    private Task<long> CasesAsync() => _a.Services.GetRequiredService<Server.Platform.Database.Database>().ReadAsync(
        connection => Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "select count(*) from cases"), CancellationToken.None);
}
