using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>Somebody must be left who runs the system, and somebody who can let others in.</summary>
public static class Administrators
{
    /// <param name="Administrator">Whether one of them is in use.</param>
    /// <param name="Security">Whether somebody in use can let others in: a security administrator where duties are kept apart, else an administrator.</param>
    public readonly record struct Held(bool Administrator, bool Security)
    {
        /// <summary>The refusal's code for what was there before and is gone; null when nothing is.</summary>
        public string? LostSince(Held before) => before.Administrator && !Administrator ? PeopleErrors.LastAdministrator
            : before.Security && !Security ? PeopleErrors.LastSecurityAdministrator
            : null;
    }

    /// <summary>Holds the jurisdiction's administrators of both kinds until the transaction ends, as they are now: whoever changes one of them meanwhile waits.</summary>
    public static async Task<Held> HoldAsync(WriteScope scope, string jurisdiction)
    {
        var roles = await scope.ListAsync<string>(Select + scope.Dialect.ForUpdate, new { jurisdiction });
        var administrator = roles.Contains(nameof(Role.Administrator));
        return new Held(administrator, await Duties.AreApartAsync(scope, jurisdiction) ? roles.Contains(nameof(Role.SecurityAdministrator)) : administrator);
    }

    private const string Select = """
        select r.role from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role in ('Administrator', 'SecurityAdministrator') and u.active = 1 order by u.id, r.role
        """;
}
