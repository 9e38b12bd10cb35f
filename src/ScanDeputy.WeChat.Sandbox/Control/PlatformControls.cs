using System.Text.Json.Nodes;
using static ScanDeputy.WeChat.Sandbox.Control.PeopleControls;

namespace ScanDeputy.WeChat.Sandbox.Control;

/// <summary>What the platform lets happen: verdicts, switches, faults, pushes.</summary>
internal static class PlatformControls
{
    public static void Map(RouteGroupBuilder group, SandboxControl control)
    {
        group.MapPost("/verdicts", (NewVerdict v) => Done(() => control.ScriptVerdict(v.Match, v.Suggest, v.Label)));
        group.MapPut("/switches", (SwitchStates states) => Done(() => Set(control.Switches, states)));
        group.MapPost("/faults/fail-next", (Failure f) => Done(() => control.Faults.FailNext(f.Path, f.ErrCode, f.Times)));
        group.MapPost("/faults/drop-next", (Drop d) => Done(() => control.Faults.DropNext(d.Path, d.Times, d.Afterwards)));
        group.MapPost("/faults/exhaust-quota", (Quota q) => Done(() =>
            control.Faults.ExhaustQuota(q.Path, Enum.Parse<SandboxQuotaWindow>(q.Window, ignoreCase: true))));
        group.MapPost("/faults/revoke-tokens", () => Done(control.Faults.RevokeTokens));
        group.MapPost("/faults/limited-codes", (Limited l) => Done(() => control.Faults.SetLimitedCodeCount(l.Count)));
        group.MapDelete("/faults", () => Done(control.Faults.Clear));
        group.MapGet("/calls/count", (string? path) => new Count(control.CallCount(path)));
        group.MapPut("/callback", (SandboxPushOptions push) => Done(() => control.SetCallback(push)));
        group.MapPost("/callback/check", async (CancellationToken ct) => new Checked(await control.CheckCallbackAsync(ct)));
        group.MapPost("/pushes", (NewPush push) => Done(() => control.PushEvent(push.OpenId, push.Happening)));
        group.MapGet("/pushes", () => control.Pushes());
    }

    private static void Set(SandboxSwitches switches, SwitchStates states)
    {
        if (states.LatencyMilliseconds is { } latency) switches.Latency = TimeSpan.FromMilliseconds(latency);
        if (states.SourceIpDenied is { } denied) switches.SourceIpDenied = denied;
        if (states.SubscribeBanned is { } banned) switches.SubscribeBanned = banned;
        if (states.UndeliveredCode is { } code) switches.UndeliveredCode = code;
    }

    internal sealed record NewVerdict(string Match, string Suggest, int Label);

    /// <summary>Members left out stay as they are.</summary>
    internal sealed record SwitchStates(int? LatencyMilliseconds, bool? SourceIpDenied, bool? SubscribeBanned, int? UndeliveredCode);

    internal sealed record Failure(string? Path, int ErrCode, int Times = 1);

    internal sealed record Drop(string? Path, int Times = 1, bool Afterwards = false);

    internal sealed record Quota(string Path, string Window);

    internal sealed record Limited(int Count);

    internal sealed record Checked(bool Echoed);

    internal sealed record NewPush(string OpenId, JsonObject Happening);
}
