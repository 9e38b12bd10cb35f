using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Tests.Harness;
using StackExchange.Redis;
using Xunit;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>What one node changes counts on the other at once.</summary>
public sealed class SharedNodesTests : IAsyncLifetime
{
    private TwoNodes _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await TwoNodes.StartAsync(TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Session_ended_on_one_node_is_over_on_the_other_at_once()
    {
        for (var round = 0; round < 10; round++)
        {
            using var onA = await _nodes.A.AsAsync("resident-1");
            using var onB = new ApiClient(_nodes.B.Address, onA.Token);
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
            using var onA = await _nodes.A.AsAsync("resident-1");
            using var onB = new ApiClient(_nodes.B.Address, onA.Token);
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
        using var onA = await _nodes.A.AsAsync("resident-1");
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        // Behind the program's back: only a copy can still say yes.
        await _nodes.WriteAsync("update sessions set revoked_at = 1");
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await _nodes.Redis.StopAsync();
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_writes_to_Redis_gives_nobody_a_role()
    {
        using var onA = await _nodes.A.AsAsync("resident-1");
        using var administrator = await _nodes.A.AsAsync("admin-1");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_nodes.Redis.Configuration);
        var database = redis.GetDatabase();
        var (mine, theirs) = (await CopyOfAsync(onA), await CopyOfAsync(administrator));
        foreach (var planted in (string[])[
            mine.Text.Replace("Resident", "Administrator", StringComparison.Ordinal),
            mine.Text.Replace("resident", "administrator", StringComparison.Ordinal),
            // Another's copy as it is, and the same under this session's lease.
            theirs.Text,
            theirs.Text.Replace(theirs.Lease, mine.Lease, StringComparison.Ordinal),
            $"{mine.Lease}\n[{{\"id\":\"x\",\"role\":\"Administrator\"}}]",
            "", "\n\n\n", mine.Lease])
        {
            await database.StringSetAsync(mine.Key, planted);
            using var onB = new ApiClient(_nodes.B.Address, onA.Token);
            Assert.Equal(["resident"], (await onB.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK)["roles"].AsArray().Select(role => (string)role!));
            (await onB.GetAsync("/api/v1/admin/staff")).Expect(HttpStatusCode.Forbidden);
            await database.KeyDeleteAsync(mine.Key);
            await database.KeyDeleteAsync(mine.LeaseKey);
            mine = await CopyOfAsync(onA);
        }

        async Task<(string Key, string LeaseKey, string Text, string Lease)> CopyOfAsync(ApiClient client)
        {
            var before = Keys();
            // A node's own copy ends with its lease; the first call then leaves one in Redis.
            (await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
            var key = Keys().Except(before).Single(one => !one.EndsWith(":lease", StringComparison.Ordinal));
            var text = (string)(await database.StringGetAsync(key))!;
            var leaseKey = string.Join(':', key.Split(':')[..3]) + ":lease";
            return (key, leaseKey, text, (string)(await database.StringGetAsync(leaseKey))!);
        }

        HashSet<string> Keys() => [.. redis.GetServers()[0].Keys(pattern: "scandeputy:session:*").Select(key => (string)key!)];
    }

    [Fact]
    public async Task Copy_of_a_session_does_not_outlive_the_session()
    {
        using var onA = await _nodes.A.AsAsync("resident-1");
        await _nodes.WriteAsync("update sessions set expires_at = @Soon", TestServer.UsualStart.AddMinutes(20));
        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        await onA.AdvanceAsync("PT30M");

        (await onA.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Station_changed_on_one_node_is_seen_on_the_other_when_it_is_told()
    {
        using var onA = _nodes.A.Anonymous();
        using var onB = _nodes.B.Anonymous();
        var code = await onA.FirstStationCodeAsync();
        var path = $"/api/v1/station-codes/{code}";
        var id = (string)(await onA.GetAsync(path))["station"]["id"]!;
        for (var round = 0; round < 3; round++)
        {
            var before = (string)(await onB.GetAsync(path))["station"]["name"]!;
            await _nodes.WriteAsync($"update stations set name = '第{round}站' where id = '{id}'");
            Assert.Equal(before, (string)(await onB.GetAsync(path))["station"]["name"]!);

            await _nodes.A.Services.GetRequiredService<StationCache>().InvalidateAsync(id, CancellationToken.None);

            Assert.Equal($"第{round}站", (string)(await onB.GetAsync(path))["station"]["name"]!);
            Assert.Equal($"第{round}站", (string)(await onA.GetAsync(path))["station"]["name"]!);
        }
    }

    [Fact]
    public async Task Limit_is_one_for_both_nodes()
    {
        using var onA = await _nodes.A.AsAsync("resident-1");
        using var onB = new ApiClient(_nodes.B.Address, onA.Token);
        var before = await _nodes.CountCasesAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => (i % 2 == 0 ? onA : onB).SubmitAsync()));

        Assert.Equal(10, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(14, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(before + 10, await _nodes.CountCasesAsync());
    }
}
