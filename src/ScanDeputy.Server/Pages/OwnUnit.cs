using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Pages;

/// <summary>What stands below the name of an official at the top of a page: their unit, by its name, rather than what the program calls their part.</summary>
public sealed class OwnUnit(Database database)
{
    public const string Key = "Unit";

    public async Task<string?> OfAsync(CurrentUser user, CancellationToken ct)
    {
        if (user.Jurisdiction is null || user.Roles.All(role => role == Role.Resident))
            return null;

        var row = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<Row>(Select, new { user.Jurisdiction, user.AgencyId, user.Town, Station = user.StationIds is [var station, ..] ? station : null }), ct);
        return row is null ? null : string.Join('、', user.Roles.Where(role => role != Role.Resident).Select(role => NameOf(role, user, row)).Distinct(StringComparer.Ordinal));
    }

    private static string NameOf(Role role, CurrentUser user, Row row) => role switch
    {
        Role.AgencyHandler => row.Agency ?? Terms.Of(role),
        Role.StationKeeper => row.Station ?? Terms.Of(role),
        Role.Supervisor => $"{Terms.Find($"SupervisionLevel.{user.SupervisorLevel}")}{Terms.Of(role)}",
        Role.Deputy => Terms.Of(role),
        _ => row.Town is { } town ? $"{town}{Terms.Of(role)}" : OfficeNames.InShort(role, row.County),
    };

    private const string Select = """
        select j.name as county, a.name as agency, t.name as town, s.name as station
        from jurisdictions j left join agencies a on a.id = @AgencyId left join districts t on t.code = @Town left join stations s on s.id = @Station
        where j.code = @Jurisdiction
        """;

    private sealed record Row
    {
        public string County { get; init; } = "";

        public string? Agency { get; init; }

        public string? Town { get; init; }

        public string? Station { get; init; }
    }
}
