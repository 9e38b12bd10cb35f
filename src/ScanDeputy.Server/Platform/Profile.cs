namespace ScanDeputy.Server.Platform;

/// <summary>The program cannot run with these settings: one clear line, exit code 78 (EX_CONFIG).</summary>
public sealed class RefuseToStartException(string message) : Exception(message)
{
    public const int ExitCode = 78;
}

/// <summary>
/// Embedded: one process with everything in it, for a first look and for development. Production: MySQL, Redis, the real WeChat.
/// </summary>
public enum Profile
{
    Embedded,
    Production,
}

public static class Profiles
{
    /// <exception cref="RefuseToStartException">An unknown profile, or the embedded one in Production.</exception>
    public static Profile Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var name = configuration["Profile"] ?? nameof(Profile.Embedded);
        if (!Enum.TryParse<Profile>(name, ignoreCase: true, out var profile) || !Enum.IsDefined(profile))
            throw new RefuseToStartException($"Profile '{name}' is unknown: use 'embedded' or 'production'.");
        if (profile == Profile.Embedded && environment.IsProduction())
            throw new RefuseToStartException("The embedded profile (sandbox, demo data, movable clock) does not start in Production: set Profile=production, or unset ASPNETCORE_ENVIRONMENT.");
        if (profile == Profile.Production)
            throw new RefuseToStartException("The production profile (MySQL, Redis) is not part of this version.");
        return profile;
    }
}
