using Microsoft.AspNetCore.Authorization;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// Which roles may call what, as named policies; groups of endpoints and pages ask for one of them. What somebody may see or do to
/// one particular case is decided by <c>CaseAccess</c>.
/// </summary>
public static class Rights
{
    public const string SignedIn = "signed-in";
    /// <summary>Who writes what becomes a case: a report, or a deputy's own suggestion.</summary>
    public const string Report = "report";

    public const string Official = "official";
    public const string Follow = "follow";

    /// <summary>Who has come to a station's reception.</summary>
    public const string Receive = "receive";
    /// <summary>What concerns a deputy alone: when they receive.</summary>
    public const string Deputise = "deputise";
    /// <summary>Who names agencies, case by case or by rules.</summary>
    public const string Assign = "assign";

    /// <summary>Who is alerted to what is late in an office.</summary>
    public const string Supervise = "supervise";

    public const string Publish = "publish";
    public const string Upload = "upload";

    /// <summary>Data of one's own jurisdiction: policies, calendars, master data, deliveries.</summary>
    public const string Administer = "administer";

    /// <summary>Accounts, roles, and how people sign in.</summary>
    public const string Secure = "secure";

    /// <summary>Who did and saw what.</summary>
    public const string Audit = "audit";

    /// <summary>Who leaves, who is away, and who takes over.</summary>
    public const string People = "people";

    public static IReadOnlyDictionary<string, IReadOnlyList<Role>> Policies { get; } = new Dictionary<string, IReadOnlyList<Role>>(StringComparer.Ordinal)
    {
        [SignedIn] = [.. Enum.GetValues<Role>().Where(role => role != Role.System)],
        [Report] = [Role.Resident, Role.StationKeeper, Role.Deputy],
        [Follow] = [Role.Resident],
        [Receive] = [Role.StationKeeper],
        [Deputise] = [Role.Deputy],
        [Assign] = [Role.GovernmentOffice, Role.Administrator],
        [Supervise] = [Role.Supervisor],
        [Publish] = [Role.CommitteeOffice],
        [Upload] = [Role.Resident, Role.StationKeeper, Role.Deputy, Role.AgencyHandler],
        [Official] =
        [
            Role.Deputy, Role.StationKeeper, Role.CommitteeOffice, Role.GovernmentOffice, Role.AgencyHandler, Role.Supervisor,
            Role.Administrator, Role.SecurityAdministrator, Role.Auditor,
        ],
        [Administer] = [Role.Administrator],
        [Secure] = [Role.Administrator, Role.SecurityAdministrator],
        [Audit] = [Role.Administrator, Role.Auditor],
        [People] = [Role.Administrator, Role.CommitteeOffice],
    };

    /// <summary>Whose holders may be a town's staff; everybody else has a narrower tie, or is the county's.</summary>
    public static IReadOnlyList<Role> OfTowns { get; } = [Role.CommitteeOffice, Role.GovernmentOffice, Role.Supervisor, Role.Auditor];

    // What concerns all of a jurisdiction is never a town's, whatever role somebody there has.
    private static readonly string[] OfCounties = [Administer, Secure, People, Audit];

    public static bool Allows(string policy, CurrentUser user) =>
        Policies[policy].Any(role => user.Is(role) && (!user.DutiesApart || Duties.Brings(role, policy))) && (user.Town is null || !OfCounties.Contains(policy, StringComparer.Ordinal));

    public static void Register(AuthorizationOptions options)
    {
        foreach (var name in Policies.Keys)
        {
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context =>
                (context.Resource as HttpContext)?.Features.Get<CurrentUser>() is { } user && Allows(name, user)));
        }
    }
}
