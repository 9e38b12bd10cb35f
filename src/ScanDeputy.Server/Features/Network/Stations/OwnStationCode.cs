using Dapper;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>The code by which a station's own staff open it, so that they need not scan their door to write down what a visitor says.</summary>
public sealed class OwnStationCode(Database database)
{
    /// <returns>Null for who is no station's keeper, and for a station without a code that is in use.</returns>
    public async Task<string?> FindAsync(CurrentUser user, CancellationToken ct) => user.StationId is null
        ? null
        : await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string?>(Select, new { user.StationId }), ct);

    private const string Select = $"""
        select c.code from station_codes c join stations s on s.id = c.station_id
        where c.station_id = @StationId and c.status = '{nameof(CodeStatus.Active)}' and s.active = 1
        order by c.issued_at desc limit 1
        """;
}
