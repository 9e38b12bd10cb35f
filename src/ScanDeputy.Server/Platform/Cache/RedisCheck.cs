using ScanDeputy.Server.Platform.Checks;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>Does Redis take a write? Without it the program is slower, never wrong: that is a warning.</summary>
public sealed class RedisCheck(RedisLink link, TimeProvider clock) : IDependencyCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public CheckNeeds Needs => CheckNeeds.Nothing;

    public string Name => "redis";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        // A command starts no background services: the link lives for this check only.
        await link.StartAsync(ct);
        var started = clock.GetTimestamp();
        while (link.State != RedisState.Up && clock.GetElapsedTime(started) < Longest)
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);

        var state = link.State;
        await link.StopAsync(ct);
        return [state == RedisState.Up
            ? CheckResult.Ok(Name, "takes writes in time")
            : CheckResult.Warning(Name, "does not take a write in time: Redis__Configuration, its password, maxmemory, or it is away; the program goes on without it, slower")];
    }
}
