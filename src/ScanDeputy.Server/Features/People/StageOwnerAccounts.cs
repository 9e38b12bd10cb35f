using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>The accounts that answer for a stage's owner: one deputy, an agency's handlers, or all staff of an office.</summary>
public static class StageOwnerAccounts
{
    /// <summary>Staff of a town hear of what lies in it and of nothing else; who has no town, of all of the jurisdiction. Of users, as <c>u</c>.</summary>
    public const string InTheirTown = "(u.town is null or u.town = @Town)";

    /// <param name="district">The case's.</param>
    public static Task<IReadOnlyList<Recipient>> FindAsync(WriteScope scope, string jurisdiction, string district, Role role, string? ownerId)
    {
        var parameters = new { jurisdiction, Role = role.ToString(), ownerId, Town = TownOf(district) };
        return scope.ListAsync<Recipient>(role switch { Role.Deputy => OfDeputy, Role.AgencyHandler => OfAgency, _ => OfOffice }, parameters);
    }

    /// <summary>As accounts name it; null when the district is wider than a town.</summary>
    public static string? TownOf(string district) => DistrictCode.Parse(district).Town?.ToString();

    /// <summary>Of users, as <c>u</c>.</summary>
    public const string WasAway = "exists (select 1 from absences a where a.user_id = u.id)";

    /// <summary>What makes a <see cref="Recipient"/> of a user, as <c>u</c>.</summary>
    public const string RecipientColumns = $"u.id, {WasAway} as was_away";

    private const string Columns = $"select {RecipientColumns}";

    private const string OfDeputy = $"{Columns} from users u where u.deputy_id = @ownerId and u.active = 1 order by u.id";

    private const string OfAgency = $"{Columns} from users u where u.agency_id = @ownerId and u.active = 1 order by u.id";

    private const string OfOffice = $"""
        {Columns} from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @jurisdiction and r.role = @Role and u.active = 1 and {InTheirTown} order by u.id
        """;
}
