using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Platform.Time;

/// <summary>
/// The embedded profile's clock: runs on like the real one and can be moved forward. Time-outs and waiting use the real clock:
/// timers and timestamps are not moved.
/// </summary>
public sealed class MovableClock : TimeProvider
{
    private readonly TimeProvider _real;
    private long _offsetTicks;

    public MovableClock(TimeProvider real, DateTimeOffset? startAt)
    {
        _real = real;
        if (startAt is { } start)
            _offsetTicks = (start - real.GetUtcNow()).Ticks;
    }

    public override TimeZoneInfo LocalTimeZone { get; } =
        TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", ChinaTime.Offset, "Asia/Shanghai", "Asia/Shanghai");

    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    /// <returns>False, and nothing moved, when the instant is not later than now.</returns>
    public bool TryMoveTo(DateTimeOffset instant)
    {
        while (true)
        {
            var offset = Interlocked.Read(ref _offsetTicks);
            var wanted = (instant - _real.GetUtcNow()).Ticks;
            if (wanted <= offset)
                return false;
            if (Interlocked.CompareExchange(ref _offsetTicks, wanted, offset) == offset)
                return true;
        }
    }
}
