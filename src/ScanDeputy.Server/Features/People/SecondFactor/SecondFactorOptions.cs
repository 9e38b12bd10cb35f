using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>
/// The setting <c>SecondFactor__RequiredFor</c>: roles, with commas between, whose holders give a code of an authenticator beside their password. Whoever has
/// none yet sets one up before anything else. Everybody else with an office may have one.
/// </summary>
public sealed class SecondFactorOptions(IReadOnlyList<Role> requiredFor)
{
    public const string Setting = "SecondFactor:RequiredFor";

    private const string Nobody = "none";

    // They see, or let others see, what is of a whole county.
    private const string Usual = "administrator,securityAdministrator,supervisor";

    public bool IsRequiredFor(IEnumerable<Role> roles) => roles.Any(requiredFor.Contains);

    /// <exception cref="RefuseToStartException">What stands there is neither roles of an office nor <c>none</c>.</exception>
    public static SecondFactorOptions Read(IConfiguration configuration)
    {
        var text = configuration[Setting] ?? Usual;
        if (text.Trim().Equals(Nobody, StringComparison.OrdinalIgnoreCase))
            return new SecondFactorOptions([]);

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        var roles = names.Select(name => Enum.GetValues<Role>().FirstOrDefault(role => role.ToString().Equals(name, StringComparison.OrdinalIgnoreCase), Role.System)).ToList();
        return roles.Exists(role => role is Role.System or Role.Resident)
            ? throw new RefuseToStartException("SecondFactor__RequiredFor is 'none', or roles of an office with commas between, like administrator,supervisor,auditor.")
            : new SecondFactorOptions(roles);
    }
}
