using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>An account of somebody who works here, as far as leaving and standing in for each other needs it.</summary>
internal sealed record StaffMember
{
    public string Id { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string? DeputyId { get; init; }

    public string? AgencyId { get; init; }

    public string? StationId { get; init; }

    /// <summary>Null for who is of no town, but of all of the jurisdiction.</summary>
    public string? Town { get; init; }

    public bool Active { get; init; }

    public IReadOnlyList<Role> Roles { get; private init; } = [];

    /// <returns>Null for a resident, and for anybody of another jurisdiction.</returns>
    public static async Task<StaffMember?> FindAsync(WriteScope scope, string id, string jurisdiction)
    {
        var person = await scope.FirstOrDefaultAsync<StaffMember>(Select, new { id, jurisdiction });
        if (person is null)
            return null;

        var roles = await scope.ListAsync<string>("select role from user_roles where user_id = @id and jurisdiction = @jurisdiction and role <> 'Resident'", new { id, jurisdiction });
        return roles.Count == 0 ? null : person with { Roles = [.. roles.Select(Enum.Parse<Role>)] };
    }

    /// <summary>
    /// Whether this one can do the other's work: of the same office, agency or station, the same deputy's, or, for a deputy, of the committee office.
    /// Standing in lends nobody a right: a town's staff do so for their own town's only.
    /// </summary>
    public bool CanStandInFor(StaffMember other) => Active && Id != other.Id && (Town is null || Town == other.Town) && other.Roles.Any(role => role switch
    {
        Role.Deputy => (other.DeputyId is not null && DeputyId == other.DeputyId) || Roles.Contains(Role.CommitteeOffice),
        Role.AgencyHandler => other.AgencyId is not null && AgencyId == other.AgencyId,
        Role.StationKeeper => other.StationId is not null && StationId == other.StationId,
        _ => Roles.Contains(role),
    });

    private const string Select = """
        select id, jurisdiction, deputy_id, agency_id, station_id, town, active from users where id = @id and jurisdiction = @jurisdiction
        """;
}
