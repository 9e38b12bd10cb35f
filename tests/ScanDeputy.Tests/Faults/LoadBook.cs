using System.Collections.Concurrent;
using System.Net;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Faults;

/// <summary>What the load was promised and what it met, for the checks afterwards. Safe from any thread.</summary>
internal sealed class LoadBook
{
    private long _answers;
    private long _refused;
    private long _lost;
    private long _longestTicks;

    /// <summary>Case ids by the idempotency key they were acknowledged under.</summary>
    public ConcurrentDictionary<string, string> Submitted { get; } = new(StringComparer.Ordinal);

    /// <summary>The highest version that a 200 spoke of, by case id.</summary>
    public ConcurrentDictionary<string, int> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>What should not have happened.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Answers 503 and 429.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Calls whose node died.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks));

    public void Note(string call, ApiAnswer answer, TimeSpan took)
    {
        Interlocked.Increment(ref _answers);
        for (var longest = _longestTicks; took.Ticks > longest; longest = _longestTicks)
            Interlocked.CompareExchange(ref _longestTicks, took.Ticks, longest);
        if (answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            Interlocked.Increment(ref _refused);
            if (answer.Headers.RetryAfter is null)
                Wrong.Enqueue($"{call}: {(int)answer.Status} without Retry-After");
        }
        else if ((int)answer.Status is not ((>= 200 and < 300) or 409 or 412))
        {
            Wrong.Enqueue($"{call}: {(int)answer.Status} {answer.Body}");
        }
    }

    /// <param name="call">For people.</param>
    /// <param name="nodes">Where it may have gone. A balancer cannot repeat what a dying node had begun to answer.</param>
    /// <param name="deathsBefore">How often these nodes had died when the call began.</param>
    /// <param name="exception">How it ended.</param>
    public void NoteLoss(string call, IReadOnlyList<ClusterNode> nodes, int deathsBefore, Exception exception)
    {
        Interlocked.Increment(ref _lost);
        if (nodes.All(node => node.IsUp) && nodes.Sum(node => node.Deaths) == deathsBefore)
            Wrong.Enqueue($"{call}: alive and gave no answer: {exception.Message}");
    }

    /// <summary>A case was acknowledged under this key; never two under one.</summary>
    public void NoteSubmitted(string key, string id)
    {
        if (Submitted.GetOrAdd(key, id) != id)
            Wrong.Enqueue($"Key {key} was acknowledged as {Submitted[key]} and as {id}.");
    }

    public void NoteVersion(string id, int version) => Versions.AddOrUpdate(id, version, (_, known) => Math.Max(known, version));
}
