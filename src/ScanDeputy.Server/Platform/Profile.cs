using ScanDeputy.Server.Platform.Http.Input;

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

/// <summary>What this process does: answers people, works through what is due, or both.</summary>
[Flags]
public enum NodeRoles
{
    None = 0,
    Api = 1,
    Worker = 2,
}

public static class Profiles
{
    /// <summary>Which environment this start is in: what the usual variables say, else the profile's own.</summary>
    public static string EnvironmentOf(string[] args)
    {
        var early = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables().AddCommandLine(args).Build();
        return early[HostDefaults.EnvironmentKey] is { Length: > 0 } said
            ? said
            : IsProduction(early) ? Environments.Production : Environments.Development;
    }

    /// <exception cref="RefuseToStartException">An unknown profile, or one in the wrong environment.</exception>
    public static Profile Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var name = configuration["Profile"] ?? nameof(Profile.Embedded);
        if (!EnumNames.TryParse<Profile>(name.ToLowerInvariant(), out var profile))
            throw new RefuseToStartException($"Profile '{name}' is unknown: use 'embedded' or 'production'.");
        if (profile == Profile.Embedded && environment.IsProduction())
            throw new RefuseToStartException("The embedded profile (sandbox, demo data, movable clock) does not start in Production: set Profile=production, or unset ASPNETCORE_ENVIRONMENT.");
        if (profile == Profile.Production && environment.IsDevelopment())
            throw new RefuseToStartException("The production profile does not start in Development: unset ASPNETCORE_ENVIRONMENT.");
        return profile;
    }

    /// <exception cref="RefuseToStartException">A role that does not exist, or none.</exception>
    public static NodeRoles ReadRoles(IConfiguration configuration)
    {
        var roles = NodeRoles.None;
        foreach (var name in (configuration["Roles"] ?? "api,worker").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= name.ToLowerInvariant() switch
            {
                "api" => NodeRoles.Api,
                "worker" => NodeRoles.Worker,
                _ => throw new RefuseToStartException($"Roles '{name}' is unknown: use 'api', 'worker' or 'api,worker'."),
            };
        }

        return roles == NodeRoles.None ? throw new RefuseToStartException("Roles is empty: use 'api', 'worker' or 'api,worker'.") : roles;
    }

    /// <summary>For what only takes another default there; <see cref="Read"/> has refused unknown names before.</summary>
    public static bool IsProduction(IConfiguration configuration) =>
        string.Equals(configuration["Profile"], nameof(Profile.Production), StringComparison.OrdinalIgnoreCase);
}
