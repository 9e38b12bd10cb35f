using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>The accounts that answer for a stage's owner: one deputy, an agency's handlers, or all staff of an office.</summary>
public static class StageOwnerAccounts
{
    public static Task<IReadOnlyList<string>> FindAsync(WriteScope scope, string jurisdiction, Role role, string? ownerId)
    {
        var parameters = new { jurisdiction, Role = role.ToString(), ownerId };
        return role switch
        {
            Role.Deputy => scope.ListAsync<string>("select id from users where deputy_id = @ownerId and active = 1 order by id", parameters),
            Role.AgencyHandler => scope.ListAsync<string>("select id from users where agency_id = @ownerId and active = 1 order by id", parameters),
            _ => scope.ListAsync<string>(OfficeStaff, parameters),
        };
    }

    private const string OfficeStaff = """
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = @Role and u.active = 1 order by u.id
        """;
}
