using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>One request, after the common checks.</summary>
internal sealed record WeChatCall(SandboxState State, HttpContext Http, WeChatBody Body)
{
    /// <summary>A query value; an empty one counts as left out.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>The wait a slow platform adds. By the wall clock: what is slow is the wire.</summary>
    public Task WaitLatencyAsync() =>
        State.Switches.Latency is { Ticks: > 0 } latency ? Task.Delay(latency, Http.RequestAborted) : Task.CompletedTask;
}
