namespace ScanDeputy.Domain.Stations;

/// <summary>What the record of an issued code says: a rotated one was followed by another, a revoked one was taken back.</summary>
public enum CodeStatus
{
    Active,
    Rotated,
    Revoked,
}

/// <summary>Whether a code opens its station. An old code within its grace time still does (handbook §6).</summary>
public static class CodeStanding
{
    /// <summary>Whoever has opened the form while the code was good can still send it: people write slowly, and nothing they wrote may be lost.</summary>
    public static TimeSpan TimeToSend { get; } = TimeSpan.FromHours(2);

    /// <summary>Whether a report under this code is still taken.</summary>
    public static bool TakesReports(CodeStatus status, DateTimeOffset? graceUntil, DateTimeOffset? revokedAt, DateTimeOffset now) =>
        Opens(status, graceUntil, now) || (status == CodeStatus.Revoked ? revokedAt : graceUntil) is { } ended && now < ended + TimeToSend;

    /// <param name="graceUntil">The instant from which a rotated code no longer opens the station; exclusive.</param>
    public static bool Opens(CodeStatus status, DateTimeOffset? graceUntil, DateTimeOffset now) => status switch
    {
        CodeStatus.Active => true,
        CodeStatus.Rotated => graceUntil is { } until && now < until,
        _ => false,
    };
}
