using System.Net;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Faults;

/// <summary>Somebody whose calls go to any of the nodes, and again to any of them until there is an answer, as the mini-program's do.</summary>
internal sealed class LoadCaller : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly IReadOnlyList<(string Name, IReadOnlyList<ClusterNode> Nodes, ApiClient Client)> _ways;
    private readonly LoadBook _book;

    /// <param name="nodes">All that may answer.</param>
    /// <param name="token">Good on each.</param>
    /// <param name="book">Gets what happened.</param>
    /// <param name="gate">A balancer before the nodes: any of them may be the one that answers.</param>
    public LoadCaller(IReadOnlyList<ClusterNode> nodes, string token, LoadBook book, Uri? gate)
    {
        _ways = gate is null
            ? [.. nodes.Select(node => (node.Name, (IReadOnlyList<ClusterNode>)[node], new ApiClient(node.Address, token)))]
            : [("balancer", nodes, new ApiClient(gate, token))];
        _book = book;
    }

    public Task<ApiAnswer> GetAsync(string path) => UntilAnsweredAsync($"GET {path}", client => client.GetAsync(path));

    /// <summary>Repeats under the same key, so it happens once.</summary>
    public Task<ApiAnswer> PostAsync(string path, object body, string key, int? version = null) =>
        UntilAnsweredAsync($"POST {path}", client => client.PostAsync(path, body, key, version));

    public void Dispose()
    {
        foreach (var (_, _, client) in _ways)
            client.Dispose();
    }

    private async Task<ApiAnswer> UntilAnsweredAsync(string call, Func<ApiClient, Task<ApiAnswer>> send)
    {
        var began = WallClock.Real.GetTimestamp();
        while (true)
        {
            var (name, nodes, client) = _ways[Random.Shared.Next(_ways.Count)];
            var deaths = nodes.Sum(node => node.Deaths);
            var started = WallClock.Real.GetTimestamp();
            try
            {
                var answer = await send(client);
                _book.Note($"{name} {call}", answer, WallClock.Real.GetElapsedTime(started));
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                    return answer;
            }
            catch (HttpRequestException exception)
            {
                _book.NoteLoss($"{name} {call}", nodes, deaths, exception);
            }

            if (WallClock.Real.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{call} was not answered for {Patience.TotalSeconds} seconds.");
            await Task.Delay(Pause);
        }
    }
}
