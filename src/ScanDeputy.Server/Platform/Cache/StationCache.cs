using System.Collections.Concurrent;
using Dapper;
using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>What slices must know alike of stations and their codes.</summary>
public sealed class StationCache(Database.Database database)
{
    private const int Most = 10_000;

    // A code belongs to one station for ever (rotating makes another code), so this needs no end.
    private readonly ConcurrentDictionary<string, string> _stations = new(StringComparer.Ordinal);

    /// <returns>The station's id, or null when nothing like a code was typed or nobody has it.</returns>
    public async Task<string?> FindStationAsync(string? typedCode, CancellationToken ct)
    {
        if (!StationCode.TryParse(typedCode, out var parsed))
            return null;

        var code = parsed.ToString();
        if (_stations.TryGetValue(code, out var known))
            return known;

        var found = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string>(SelectStation, new { code }), ct);
        if (found is not null && _stations.Count < Most)
            _stations[code] = found;
        return found;
    }

    private const string SelectStation = "select station_id from station_codes where code = @code";
}
