using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>Stations near a place, nearest first, or all under a district, in order of name.</summary>
public static class ListStations
{
    public sealed record Query
    {
        public string? Lat { get; init; }

        public string? Lng { get; init; }

        public string? District { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <param name="Distance">Metres along the earth's surface from the place asked for; null when none was.</param>
    public sealed record Item(
        string Id, string Name, StationKind Kind, GetStationByCode.District District, string Address, GetStationByCode.Location? Location, string OpeningHours, int? Distance);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/stations", async ([AsParameters] Query query, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(query, ct)).ToHttp())
        .WithName("ListStations").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Query query, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After);
            if (page.Refusal is { } refusal)
                return refusal;

            if (query.Lat is not null || query.Lng is not null)
                return Place(query) is { } place ? await NearestAsync(place, page.Value.Limit, ct) : Refusal.OfField("lat", "field_coordinates");

            if (!DistrictCode.TryParse(query.District ?? "000000000000", out var district))
                return Refusal.OfField("district", ErrorTexts.Field("field_choice", "district"));

            return await UnderAsync(district, page.Value, ct);
        }

        /// <summary>A county has some hundred stations: all are read and sorted. A box of a degree each way keeps it so in a nation.</summary>
        private async Task<Page<Item>> NearestAsync(GeoPoint from, int limit, CancellationToken ct)
        {
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    $"{Select} where s.active = 1 and s.lat between @South and @North and s.lng between @West and @East",
                    new { South = from.Lat - 1, North = from.Lat + 1, West = from.Lng - 1.5, East = from.Lng + 1.5 }),
                ct);
            var items = rows.Select(row => row.ToItem((int)Math.Round(EarthDistance.Metres(from, new GeoPoint(row.Lat!.Value, row.Lng!.Value)))));
            return new Page<Item>([.. items.OrderBy(item => item.Distance).ThenBy(item => item.Id, StringComparer.Ordinal).Take(limit)], null);
        }

        private async Task<Page<Item>> UnderAsync(DistrictCode district, PageRequest page, CancellationToken ct)
        {
            var prefix = district.Level == DistrictLevel.Nation ? "" : district.Short;
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    $"{Select} where s.active = 1 and s.district >= @From and s.district <= @To and s.id > @After order by s.id limit @Limit",
                    new { From = prefix.PadRight(12, '0'), To = prefix.PadRight(12, '9'), After = page.After ?? "", Limit = page.Limit + 1 }),
                ct);
            return page.Cut<Item>([.. rows.Select(row => row.ToItem(null))], item => item.Id);
        }

        private static GeoPoint? Place(Query query) =>
            double.TryParse(query.Lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            && double.TryParse(query.Lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var lng)
            && lat is >= -90 and <= 90 && lng is >= -180 and <= 180
                ? new GeoPoint(lat, lng)
                : null;
    }

    private const string Select = """
        select s.id, s.name, s.kind, s.address, s.lat, s.lng, s.opening_hours, s.district, d.name as district_name
        from stations s join districts d on d.code = s.district
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Address { get; init; } = "";

        public double? Lat { get; init; }

        public double? Lng { get; init; }

        public string OpeningHours { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public Item ToItem(int? distance) => new(
            Id, Name, Enum.Parse<StationKind>(Kind), new GetStationByCode.District(District, DistrictName), Address,
            Lat is { } lat && Lng is { } lng ? new GetStationByCode.Location(lat, lng) : null, OpeningHours, distance);
    }
}
