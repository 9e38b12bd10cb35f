using System.Data.Common;
using Dapper;
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

    public IReadOnlyList<string> StationIds { get; private init; } = [];

    /// <summary>Null for who is of no town, but of all of the jurisdiction.</summary>
    public string? Town { get; init; }

    public bool Active { get; init; }

    public IReadOnlyList<Role> Roles { get; private init; } = [];

    /// <returns>Null for a resident, and for anybody of another jurisdiction.</returns>
    public static async Task<StaffMember?> FindAsync(WriteScope scope, string id, string jurisdiction) =>
        await ListAsync(scope.Connection, [id], jurisdiction, scope.Transaction) is [var person] ? person : null;

    /// <returns>Those of the jurisdiction who work here.</returns>
    public static async Task<IReadOnlyList<StaffMember>> ListAsync(
        DbConnection connection, IReadOnlyList<string> ids, string jurisdiction, DbTransaction? transaction = null)
    {
        var values = new { ids, jurisdiction };
        var people = await connection.QueryAsync<StaffMember>(Select, values, transaction);
        var roles = (await connection.QueryAsync<(string Id, string Role)>(SelectRoles, values, transaction)).ToLookup(row => row.Id, row => Enum.Parse<Role>(row.Role));
        var stations = (await connection.QueryAsync<(string Id, string Station)>(SelectStations, values, transaction)).ToLookup(row => row.Id, row => row.Station);
        return [.. people.Where(person => roles.Contains(person.Id)).Select(person => person with { Roles = [.. roles[person.Id]], StationIds = [.. stations[person.Id]] })];
    }

    /// <summary>
    /// Whether this one can do the other's work: of the same office or agency, keeping the same stations, the same deputy's, or, for a deputy, of the committee office.
    /// Standing in lends nobody a right: a town's staff do so for their own town's only.
    /// </summary>
    public bool CanStandInFor(StaffMember other) => Active && Id != other.Id && (Town is null || Town == other.Town) && other.Roles.Any(role => role switch
    {
        Role.Deputy => (other.DeputyId is not null && DeputyId == other.DeputyId) || Roles.Contains(Role.CommitteeOffice),
        Role.AgencyHandler => other.AgencyId is not null && AgencyId == other.AgencyId,
        Role.StationKeeper => other.StationIds.Count > 0 && other.StationIds.All(StationIds.Contains),
        _ => Roles.Contains(role),
    });

    private const string Select = """
        select id, jurisdiction, deputy_id, agency_id, town, active from users where id in @ids and jurisdiction = @jurisdiction
        """;

    private const string SelectRoles = "select user_id, role from user_roles where user_id in @ids and jurisdiction = @jurisdiction and role <> 'Resident'";

    private const string SelectStations = "select user_id, station_id from station_keepers where user_id in @ids";
}
