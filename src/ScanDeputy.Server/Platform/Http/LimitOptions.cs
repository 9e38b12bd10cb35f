using ScanDeputy.Server.Platform.Cache;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>The section "Limits": how often, within fixed windows. 0 takes one limit away, <see cref="Enabled"/> all of them.</summary>
public sealed class LimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Reports of one person in 10 minutes.</summary>
    public int SubmissionsPerUser { get; set; } = 10;

    /// <summary>Reports at one station in an hour: a crowded reception day, not a flood.</summary>
    public int SubmissionsPerStation { get; set; } = 120;

    /// <summary>Writing calls of one client address in a minute. Generous: a whole office, or a village behind a carrier's gateway, comes from one.</summary>
    public int WritesPerAddress { get; set; } = 600;

    /// <summary>Passwords tried from one client address in 10 minutes, right or wrong; one account's own limit is <c>SignInWithPassword</c>'s.</summary>
    public int SignInsPerAddress { get; set; } = 100;

    internal RateLimit Submissions => new("submissions-user", SubmissionsPerUser, TimeSpan.FromMinutes(10));

    internal RateLimit StationSubmissions => new("submissions-station", SubmissionsPerStation, TimeSpan.FromHours(1));

    internal RateLimit Writes => new("writes-address", WritesPerAddress, TimeSpan.FromMinutes(1));

    internal RateLimit SignIns => new("sign-ins-address", SignInsPerAddress, TimeSpan.FromMinutes(10));

    /// <exception cref="RefuseToStartException">A limit is not a number, or below 0.</exception>
    public static LimitOptions From(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection("Limits").Get<LimitOptions>() ?? new LimitOptions();
            if (options is { SubmissionsPerUser: >= 0, SubmissionsPerStation: >= 0, WritesPerAddress: >= 0, SignInsPerAddress: >= 0 })
                return options;
        }
        catch (InvalidOperationException)
        {
            // Not a number, or neither true nor false.
        }

        throw new RefuseToStartException("Limits__… cannot be read: each is a whole number from 0 (no limit) up, Limits__Enabled is true or false.");
    }
}
