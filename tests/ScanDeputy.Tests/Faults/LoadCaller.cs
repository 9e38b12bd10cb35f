using System.Net;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Faults;

/// <summary>Somebody whose calls go to any of the nodes, and again to any of them until there is an answer, as the mini-program's do.</summary>
internal sealed class LoadCaller : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly IReadOnlyList<(ClusterNode Node, ApiClient Client)> _ways;
    private readonly LoadBook _book;
    private readonly bool _throughGate;

    /// <param name="nodes">All that may answer.</param>
    /// <param name="token">Good on each.</param>
    /// <param name="book">Gets what happened.</param>
    /// <param name="gate">A balancer before the nodes: behind it nobody may notice that one of them dies.</param>
    public LoadCaller(IReadOnlyList<ClusterNode> nodes, string token, LoadBook book, Uri? gate) =>
        (_ways, _book, _throughGate) = ([.. nodes.Select(node => (node, new ApiClient(gate ?? node.Address, token)))], book, gate is not null);

    public Task<ApiAnswer> GetAsync(string path) => UntilAnsweredAsync($"GET {path}", client => client.GetAsync(path));

    /// <summary>Repeats under the same key, so it happens once.</summary>
    public Task<ApiAnswer> PostAsync(string path, object body, string key, int? version = null) =>
        UntilAnsweredAsync($"POST {path}", client => client.PostAsync(path, body, key, version));

    public void Dispose()
    {
        foreach (var (_, client) in _ways)
            client.Dispose();
    }

    private async Task<ApiAnswer> UntilAnsweredAsync(string call, Func<ApiClient, Task<ApiAnswer>> send)
    {
        var began = WallClock.Real.GetTimestamp();
        while (true)
        {
            var (node, client) = _ways[Random.Shared.Next(_ways.Count)];
            var deaths = node.Deaths;
            var started = WallClock.Real.GetTimestamp();
            try
            {
                var answer = await send(client);
                _book.Note($"{node.Name} {call}", answer, WallClock.Real.GetElapsedTime(started));
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                    return answer;
            }
            catch (HttpRequestException exception)
            {
                _book.NoteLoss(call, node, _throughGate ? null : deaths, exception);
            }

            if (WallClock.Real.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{call} was not answered for {Patience.TotalSeconds} seconds.");
            await Task.Delay(Pause);
        }
    }
}
