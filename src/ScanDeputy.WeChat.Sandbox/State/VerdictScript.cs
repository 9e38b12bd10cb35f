namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Verdicts of the content checks: everything passes unless it holds a scripted text.</summary>
internal sealed class VerdictScript
{
    private readonly Lock _gate = new();
    private readonly List<Verdict> _verdicts = [];

    public void Add(string match, string suggest, int label)
    {
        ArgumentException.ThrowIfNullOrEmpty(match);
        if (suggest is not ("pass" or "review" or "risky")) throw new ArgumentException("suggest is pass, review or risky", nameof(suggest));
        lock (_gate)
        {
            _verdicts.RemoveAll(v => string.Equals(v.Match, match, StringComparison.Ordinal));
            _verdicts.Add(new Verdict(match, suggest, label));
        }
    }

    public Verdict For(string text)
    {
        lock (_gate) return _verdicts.Find(v => text.Contains(v.Match, StringComparison.Ordinal)) ?? Verdict.Pass;
    }
}

internal sealed record Verdict(string Match, string Suggest, int Label)
{
    public static readonly Verdict Pass = new("", "pass", 100);
}
