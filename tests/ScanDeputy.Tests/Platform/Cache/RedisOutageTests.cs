using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>Two nodes whose Redis goes and comes back: every answer is right, and none takes long.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private TwoNodes _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await TwoNodes.StartAsync(TimeSpan.FromMilliseconds(200));

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Session_ended_while_redis_is_away_stays_over_when_its_old_copy_is_back()
    {
        using var onA = await _nodes.A.AsAsync("resident-1");
        using var onB = new ApiClient(_nodes.B.Address, onA.Token);
        (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await _nodes.Redis.HangAsync();
        (await onA.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
        await _nodes.Redis.GoOnAsync();

        // The copy is in Redis still, until the first node finds it again and takes it away; nobody may use it meanwhile.
        await Poll.UntilAsync(
            async () =>
            {
                (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
                return _nodes.B.Services.GetRequiredService<RedisLink>().IsSettled;
            },
            "The other node did not find Redis.");
        (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_call_answers_right_and_soon_while_redis_is_away_and_after(bool hanging)
    {
        using var onA = await _nodes.A.AsAsync("resident-1");
        var code = await onA.FirstStationCodeAsync();
        var usual = await WalkAsync(code);

        await (hanging ? _nodes.Redis.HangAsync() : _nodes.Redis.StopAsync());
        var slowest = await WalkAsync(code);
        // At most three uses of Redis in a call, 200 ms each, and the rest for a busy machine, which is slow with Redis too.
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(2) + (4 * usual));
        Assert.Equal("ready", (string)(await onA.GetAsync("/healthz/ready")).Expect(HttpStatusCode.OK)["status"]!);
        Assert.NotEqual("ok", (string)(await onA.GetAsync("/healthz/ready"))["dependencies"]["redis"]!);

        await (hanging ? _nodes.Redis.GoOnAsync() : _nodes.Redis.RunAsync());
        await _nodes.UntilSettledAsync();
        await WalkAsync(code);
        Assert.Equal("ok", (string)(await onA.GetAsync("/healthz/ready"))["dependencies"]["redis"]!);
    }

    /// <summary>Signs in, opens a station, reports, is limited, reads, and signs out, each on the other node than the step before.</summary>
    /// <returns>How long the slowest call took.</returns>
    private async Task<TimeSpan> WalkAsync(string code)
    {
        var slowest = TimeSpan.Zero;
        using var onA = await _nodes.A.AsAsync("resident-2");
        using var onB = new ApiClient(_nodes.B.Address, onA.Token);
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
}
