using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Routing;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>The accounts that answer for a stage's owner: one deputy, an agency's handlers, or all staff of an office.</summary>
public static class StageOwnerAccounts
{
    /// <summary>Staff of a town hear of what lies in it and of nothing else; who has no town, of all of the jurisdiction. Of users, as <c>u</c>.</summary>
    public const string InTheirTown = "(u.town is null or u.town = @Town)";

    /// <param name="district">The case's.</param>
    public static Task<IReadOnlyList<string>> FindAsync(WriteScope scope, string jurisdiction, string district, Role role, string? ownerId)
    {
        var parameters = new { jurisdiction, Role = role.ToString(), ownerId, Town = TownOf(district) };
        return role switch
        {
            Role.Deputy => scope.ListAsync<string>("select id from users where deputy_id = @ownerId and active = 1 order by id", parameters),
            Role.AgencyHandler => scope.ListAsync<string>("select id from users where agency_id = @ownerId and active = 1 order by id", parameters),
            _ => scope.ListAsync<string>(OfficeStaff, parameters),
        };
    }

    /// <summary>As accounts name it; null when the district is wider than a town.</summary>
    public static string? TownOf(string district) => DistrictCode.Parse(district).Town?.ToString();

    private const string OfficeStaff = $"""
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = @Role and u.active = 1 and {InTheirTown} order by u.id
        """;
}
