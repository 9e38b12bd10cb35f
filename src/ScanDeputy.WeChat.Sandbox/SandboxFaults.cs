using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox;

/// <summary>Faults to come. A path of null means whichever call is next.</summary>
public sealed class SandboxFaults
{
    private readonly SandboxState _state;

    internal SandboxFaults(SandboxState state) => _state = state;

    /// <summary>The next calls answer this errcode: -1 busy, 45009 quota, 43108 …</summary>
    public void FailNext(string? path, int errCode, int times = 1) => _state.Faults.FailNext(path, errCode, times);

    /// <summary>The next calls lose their connection: before anything is done, or after everything is.</summary>
    public void DropNext(string? path, int times = 1, bool afterwards = false) => _state.Faults.DropNext(path, times, afterwards);

    /// <summary>As if the ceiling of the running minute or day had just been reached.</summary>
    public void ExhaustQuota(string path, SandboxQuotaWindow window) => _state.Quotas.Exhaust(path, window);

    /// <summary>How many of the 100,000 limited codes are gone.</summary>
    public void SetLimitedCodeCount(int count) => _state.LimitedCodes = count;

    /// <summary>Every access token given out so far answers 40001.</summary>
    public void RevokeTokens() => _state.Tokens.RevokeAll();

    /// <summary>No more failing or dropped calls.</summary>
    public void Clear() => _state.Faults.Clear();
}
