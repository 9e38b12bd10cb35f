using ScanDeputy.Server.Platform;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>The section "Sessions": how long whoever has an office stays signed in. 0 takes a bound away; residents have neither.</summary>
public sealed class StaffSessionOptions
{
    /// <summary>Without a call for this long they are signed out, to the minute.</summary>
    public TimeSpan StaffIdle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>From signing in, however much they do.</summary>
    public TimeSpan StaffLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether a session of somebody with an office has come to its end.</summary>
    public bool IsOver(DateTimeOffset signedInAt, DateTimeOffset usedAt, DateTimeOffset now) => IsPast(usedAt, StaffIdle, now) || IsPast(signedInAt, StaffLife, now);

    private static bool IsPast(DateTimeOffset since, TimeSpan bound, DateTimeOffset now) => bound > TimeSpan.Zero && since + bound <= now;

    /// <exception cref="RefuseToStartException">A time below 0, or an idle time shorter than it is measured.</exception>
    public static StaffSessionOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection("Sessions").Get<StaffSessionOptions>() ?? new StaffSessionOptions();
        return IsAllowed(options.StaffIdle) && IsAllowed(options.StaffLife)
            ? options
            : throw new RefuseToStartException("Sessions__StaffIdle and Sessions__StaffLife are times like 00:30:00, at least five minutes, or 0 for no bound.");
    }

    private static bool IsAllowed(TimeSpan time) => time == TimeSpan.Zero || time >= TimeSpan.FromMinutes(5);
}
