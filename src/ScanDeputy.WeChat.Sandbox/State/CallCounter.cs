using System.Collections.Concurrent;

namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>How often each known path was called, whatever the answer.</summary>
internal sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string path) => _counts.AddOrUpdate(path, 1, (_, n) => n + 1);

    public long Of(string? path) => path is null ? _counts.Values.Sum() : _counts.GetValueOrDefault(path);
}
