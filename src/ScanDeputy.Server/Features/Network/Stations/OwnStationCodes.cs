using Dapper;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>The codes by which stations' own staff open them, so that they need not scan their doors to write down what a visitor says.</summary>
public sealed class OwnStationCodes(Database database)
{
    /// <param name="Code">The newest of the station's own that is in use.</param>
    public sealed record Item(string StationId, string Station, string Code);

    /// <returns>Nothing for who keeps no station, and none of a station without a code that is in use.</returns>
    public async Task<IReadOnlyList<Item>> FindAsync(CurrentUser user, CancellationToken ct) => user.StationIds.Count == 0
        ? []
        : [.. (await database.ReadAsync(connection => connection.QueryAsync<Item>(Select, new { user.StationIds }), ct)).DistinctBy(item => item.StationId)];

    private const string Select = $"""
        select s.id as station_id, s.name as station, c.code from station_codes c join stations s on s.id = c.station_id
        where c.station_id in @StationIds and c.status = '{nameof(CodeStatus.Active)}' and s.active = 1
        order by s.name, s.id, c.issued_at desc
        """;
}
