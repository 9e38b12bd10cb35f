using Dapper;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>A code that opens each of some stations, for lists that lead to their pages.</summary>
public sealed class OpenCodes(Database database)
{
    /// <returns>By the station; without those that have none in use.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(IEnumerable<string> stations, CancellationToken ct)
    {
        var ids = stations.ToList();
        if (ids.Count == 0)
            return new Dictionary<string, string>(StringComparer.Ordinal);

        var rows = await database.ReadAsync(connection => connection.QueryAsync<(string Station, string Code)>(Select, new { ids }), ct);
        return rows.DistinctBy(row => row.Station).ToDictionary(row => row.Station, row => row.Code, StringComparer.Ordinal);
    }

    private const string Select = $"""
        select station_id, code from station_codes where station_id in @ids and status = '{nameof(CodeStatus.Active)}' and deputy_id is null order by station_id, issued_at desc, code
        """;
}
