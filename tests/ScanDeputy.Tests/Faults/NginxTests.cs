using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Infra.Nginx;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>Two api nodes behind nginx with the configuration that is shipped.</summary>
[Collection(FaultsCollection.Name)]
public sealed class NginxTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_node_dies_and_only_what_it_was_doing_is_asked_again()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        ClusterNode[] apis = [cluster.Add("api"), cluster.Add("api")];
        await Task.WhenAll(apis.Select(api => api.StartAsync()));
        await using var nginx = await NginxProcess.StartAsync("scandeputy", [.. apis.Select(api => api.Address.Port)]);
        using var load = await MixedLoad.StartAsync(cluster, apis, gate: nginx.Address);
        await Poll.UntilAsync(() => load.Book.Submitted.Count > 15, "No load came about.", seconds: 60);
        await apis[0].KillAsync();
        var sofar = load.Book.Submitted.Count;
        await Poll.UntilAsync(() => load.Book.Submitted.Count > sofar + 15, "The load did not go on.", seconds: 60);
        await apis[0].StartAsync();
        await Poll.UntilAsync(() => load.Book.Submitted.Count > sofar + 25, "The load did not go on.", seconds: 60);
        await load.FinishAsync();

        using var database = cluster.OpenDatabase();
        await new Aftermath(cluster, database).CheckPromisesAsync(load);
        output.WriteLine($"{load.Book.Answers} answers, {load.Book.Refused} of them 503; {load.Book.Lost} were cut off.");
        // Only what the dead node was just doing: a write, or an answer that had begun, nginx may not send to the other by itself.
        Assert.InRange(load.Book.Refused + load.Book.Lost, 0, 12);
    }

    [Fact]
    public async Task A_client_is_who_nginx_says_and_nobody_else_is_believed()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        (cluster.Settings["Proxies__Trusted"], cluster.Settings["Limits__WritesPerAddress"]) = ("127.0.0.1", "5");
        ClusterNode[] apis = [cluster.Add("api"), cluster.Add("api")];
        await Task.WhenAll(apis.Select(api => api.StartAsync()));
        await using var nginx = await NginxProcess.StartAsync("scandeputy", [.. apis.Select(api => api.Address.Port)]);

        // Counted by the client's own address, over both nodes.
        var counted = await FiveAreLetInAsync(nginx.Address, "127.0.2", forged: false);
        Assert.Equal([429, 429, 429, 429, 429, 429], await TryAsync(nginx.Address, counted, forged: true));
        await FiveAreLetInAsync(nginx.Address, "127.0.3", forged: true);
        // Past nginx: what somebody writes about themselves counts for nothing.
        await FiveAreLetInAsync(apis[0].Address, "127.0.4", forged: true);
    }

    /// <summary>
    /// A call for which Redis takes longer than the program's patience is counted by its node alone, as a busy machine brings about now and then: then
    /// once more from another address.
    /// </summary>
    /// <returns>The address from which it was so.</returns>
    private static async Task<string> FiveAreLetInAsync(Uri address, string network, bool forged)
    {
        IReadOnlyList<int> statuses = [];
        for (var host = 1; host <= 3; host++)
        {
            statuses = await TryAsync(address, $"{network}.{host}", forged);
            if (statuses is [401, 401, 401, 401, 401, 429])
                return $"{network}.{host}";
        }

        Assert.Equal([401, 401, 401, 401, 401, 429], statuses);
        return "";
    }

    /// <summary>Six wrong passwords, each for another account, sent from this loopback address.</summary>
    private static async Task<IReadOnlyList<int>> TryAsync(Uri address, string from, bool forged)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (context, ct) => ConnectAsync(from, context.DnsEndPoint, ct) };
        using var http = new HttpClient(handler) { BaseAddress = address };
        var statuses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/password") { Content = JsonContent.Create(new { userName = $"{from}/{i}/{forged}", password = "no" }) };
            if (forged)
                request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            using var answer = await http.SendAsync(request);
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    private static async ValueTask<Stream> ConnectAsync(string from, DnsEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
