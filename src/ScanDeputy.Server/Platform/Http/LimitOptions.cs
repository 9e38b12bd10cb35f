using ScanDeputy.Server.Platform.Cache;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>The section "Limits": how often, within sliding windows. 0 takes one limit away, <see cref="Enabled"/> all of them.</summary>
public sealed class LimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>Writing calls of one client address in a minute. Generous: a whole office, or a village behind a carrier's gateway, comes from one.</summary>
    public int WritesPerAddress { get; set; } = 600;

    internal RateLimit Writes => new("writes-address", WritesPerAddress, TimeSpan.FromMinutes(1));

    /// <summary>Reads the section into one area's options.</summary>
    /// <param name="areAllowed">Whether every limit is 0 or more.</param>
    /// <exception cref="RefuseToStartException">A limit is not a number, or below 0.</exception>
    public static T Read<T>(IConfiguration configuration, Func<T, bool> areAllowed)
        where T : class, new()
    {
        try
        {
            var options = configuration.GetSection("Limits").Get<T>() ?? new T();
            if (areAllowed(options))
                return options;
        }
        catch (InvalidOperationException)
        {
            // Not a number, or neither true nor false.
        }

        throw new RefuseToStartException("Limits__… cannot be read: each is a whole number from 0 (no limit) up, Limits__Enabled is true or false.");
    }
}
