using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>
/// Copies of what a code opens, and which station a code belongs to. Whoever changes a station, its codes, deputies, reception days or
/// categories calls <see cref="InvalidateAsync"/> after the commit.
/// </summary>
public sealed class StationCache(ISharedCache cache, Database database)
{
    private const int Most = 10_000;
    private static readonly CacheKind Pages = new("station", TimeSpan.FromSeconds(60));

    // A code belongs to one station for ever (rotating makes another code), so this needs no end.
    private readonly ConcurrentDictionary<string, string> _stations = new(StringComparer.Ordinal);

    /// <returns>The station's id, or null when nothing like a code was typed or nobody has it.</returns>
    public async Task<string?> FindStationAsync(string? typedCode, CancellationToken ct)
    {
        if (!StationCode.TryRead(typedCode, out var parsed))
            return null;

        var code = parsed.ToString();
        if (_stations.TryGetValue(code, out var known))
            return known;

        var found = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string>(SelectStation, new { code }), ct);
        if (found is not null && _stations.Count < Most)
            _stations[code] = found;
        return found;
    }

    /// <param name="code">As printed.</param>
    /// <param name="today">China's date: reception days are counted from it.</param>
    /// <param name="load">Reads the database.</param>
    public Task<T?> GetAsync<T>(string code, DateOnly today, Func<Task<T?>> load)
        where T : class => cache.GetAsync(Pages, code, today.ToString("yyyyMMdd", CultureInfo.InvariantCulture), load);

    public async Task InvalidateAsync(string stationId, CancellationToken ct)
    {
        var codes = await database.ReadAsync(connection => connection.QueryAsync<string>(SelectCodes, new { stationId }), ct);
        await cache.ForgetAsync(Pages, codes.AsList());
    }

    /// <summary>Of all stations of a jurisdiction.</summary>
    public async Task InvalidateAllAsync(string jurisdiction, CancellationToken ct)
    {
        var codes = await database.ReadAsync(connection => connection.QueryAsync<string>(SelectAllCodes, new { jurisdiction }), ct);
        await cache.ForgetAsync(Pages, codes.AsList());
    }

    private const string SelectAllCodes = "select c.code from station_codes c join stations s on s.id = c.station_id where s.jurisdiction = @jurisdiction";

    private const string SelectCodes = "select code from station_codes where station_id = @stationId";

    private const string SelectStation = "select station_id from station_codes where code = @code";
}
