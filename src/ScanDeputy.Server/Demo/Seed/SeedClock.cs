namespace ScanDeputy.Server.Demo.Seed;

/// <summary>Stands where the seed puts it: at the instant of the event that is being written.</summary>
internal sealed class SeedClock(DateTimeOffset at) : TimeProvider
{
    public DateTimeOffset At { get; set; } = at;

    public override DateTimeOffset GetUtcNow() => At.ToUniversalTime();
}
