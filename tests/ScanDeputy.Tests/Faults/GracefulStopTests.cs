using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapper;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>SIGTERM, as every upgrade sends it: nobody notices, nothing is left half done, and it takes less than ten seconds.</summary>
[Collection(FaultsCollection.Name)]
public sealed class GracefulStopTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task An_api_node_says_so_first_answers_everybody_and_goes()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        var node = await cluster.StartNodeAsync("api");
        using var resident = await cluster.AsAsync("resident-1", node);
        using var red = new CancellationTokenSource();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        // These do as a balancer does: they ask until the node says that it goes.
        var callers = Enumerable.Range(0, 8).Select(_ => CallAsync(resident, statuses, red.Token)).ToList();
        await Poll.UntilAsync(() => statuses.Count > 100, "No load came about.");
        var slow = SendSlowlyAsync(node.Address, TimeSpan.FromSeconds(4));
        var stopping = node.StopAsync();

        using var http = new HttpClient { BaseAddress = node.Address };
        await Poll.UntilAsync(async () => await StatusAsync(http, "/healthz/ready") == HttpStatusCode.ServiceUnavailable, "Readiness stayed green.", seconds: 5);
        await red.CancelAsync();
        // Whoever has not yet heard of it is still served.
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/healthz/live"));
        Assert.Equal(HttpStatusCode.OK, (await resident.GetAsync("/api/v1/cases?role=mine")).Status);
        await Task.WhenAll(callers);
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.StartsWith("HTTP/1.1 401", await slow, StringComparison.Ordinal);
        Assert.InRange(await stopping, TimeSpan.Zero, Longest);
    }

    [Fact]
    public async Task A_worker_finishes_what_it_sends_and_gives_back_the_rest()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        var api = await cluster.StartNodeAsync("api");
        using var load = await MixedLoad.StartAsync(cluster, [api], residents: 8);
        await Poll.UntilAsync(() => load.Book.Submitted.Count > 25, "No load came about.", seconds: 60);
        await load.FinishAsync();
        using var database = cluster.OpenDatabase();
        var dates = new DueDates(database, WallClock.Real.GetUtcNow());
        await dates.WakeOutboxAsync();
        cluster.WeChat.Control.Switches.Latency = TimeSpan.FromSeconds(1);

        var worker = await cluster.StartNodeAsync("worker");
        await Poll.UntilAsync(async () => await CountAsync(database, Leased) > 10 && await CountAsync(database, Sending) > 0, "The worker does not work.");
        Assert.InRange(await worker.StopAsync(), TimeSpan.Zero, Longest);

        Assert.Equal(0, await CountAsync(database, Sending));
        Assert.Equal(0, await CountAsync(database, Leased));
        Assert.Equal(0, await CountAsync(database, "select count(*) from outbox where status = 'doubtful'"));
        Assert.Equal(0, await new Aftermath(cluster, database).CheckMessagesAsync());
        // It was in the midst of both, and what it gave back is due at once, its attempts unused.
        Assert.True(await CountAsync(database, "select count(*) from outbox where status = 'waiting'") > 0);
        Assert.True(await CountAsync(database, "select count(*) from content_checks where status = 'waiting' and attempts = 0") > 10);
        Assert.Equal(0, await CountAsync(database, "select count(*) from content_checks where status = 'waiting' and next_attempt_at > unix_timestamp(now(3)) * 1000"));
    }

    private const string Leased = "select count(*) from content_checks where lease_owner is not null";

    private const string Sending = "select count(*) from outbox where status = 'sending'";

    private static Task<int> CountAsync(Server.Platform.Database.MySql.MySqlDatabase database, string sql) =>
        database.ReadAsync(connection => connection.QueryFirstAsync<int>(sql), CancellationToken.None);

    private static async Task CallAsync(ApiClient resident, ConcurrentBag<HttpStatusCode> statuses, CancellationToken red)
    {
        while (!red.IsCancellationRequested)
            statuses.Add((await resident.GetAsync("/api/v1/cases?role=mine&limit=5")).Status);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <summary>A phone in a cellar: its body takes as long. Without a token, so it is answered 401 when it is read.</summary>
    private static async Task<string> SendSlowlyAsync(Uri address, TimeSpan length)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /api/v1/me HTTP/1.1\r\nHost: {address.Authority}\r\n"));
        await Task.Delay(length);
        await stream.WriteAsync("Connection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(Longest);
    }
}
