using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>Stations near a place, nearest first; all under a district, in the order of districts; or both: a county's by their distance.</summary>
public static class ListStations
{
    public sealed record Query
    {
        [Range(-90d, 90d)]
        public string? Lat { get; init; }

        [Range(-180d, 180d)]
        public string? Lng { get; init; }

        public string? District { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <param name="Distance">Metres along the earth's surface from the place asked for; null when none was.</param>
    public sealed record Item(
        string Id, string Name, StationKind Kind, GetStationByCode.District District, string Address, GetStationByCode.Location? Location, string OpeningHours, string? Phone, int? Distance);

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

            if (!DistrictCode.TryParse(query.District ?? DistrictCode.Nation.ToString(), out var district))
                return Refusal.OfField("district", ErrorTexts.Field("field_choice", "district"));
            if (query.Lat is null && query.Lng is null)
                return await UnderAsync(district, page.Value, ct);
            var at = PlaceOf(query);
            if (at.Refusal is { } nowhere)
                return nowhere;
            var place = at.Value;

            // A county's are few: all of them are sorted, and can be leafed through.
            return query.District is not null && district.Level >= DistrictLevel.County
                ? await OfCountyAsync(district, place, page.Value, ct)
                : await NearestAsync(place, district, page.Value.Limit, ct);
        }

        private async Task<Page<Item>> NearestAsync(GeoPoint from, DistrictCode district, int limit, CancellationToken ct)
        {
            var (found, rows) = await database.ReadAsync(
                async connection =>
                {
                    var nearest = await NearestStations.FindAsync(connection, from, limit, district.Level == DistrictLevel.Nation ? null : district);
                    return nearest.Count == 0 ? (nearest, []) : (nearest, await connection.QueryAsync<Row>($"{Select} where s.id in @Ids", new { Ids = nearest.Select(one => one.Id) }));
                },
                ct);
            var byId = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
            // One may have been closed in between.
            return new Page<Item>([.. found.Where(one => byId.ContainsKey(one.Id)).Select(one => byId[one.Id].ToItem(one.Metres))], null);
        }

        private async Task<Page<Item>> OfCountyAsync(DistrictCode district, GeoPoint from, PageRequest page, CancellationToken ct)
        {
            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    $"{Select} where s.active = 1 and s.district >= @From and s.district <= @To", new { From = district.ToString(), To = district.Last }),
                ct);
            // Those without a fixed place come last.
            var items = rows.Select(row => row.ToItem(GeoPoint.Of(row.Lat, row.Lng) is { } place ? (int)Math.Round(EarthDistance.Metres(from, place)) : null))
                .OrderBy(item => item.Distance ?? int.MaxValue).ThenBy(item => item.Id, StringComparer.Ordinal).AsEnumerable();
            if (page.After is { } last)
                items = items.SkipWhile(item => item.Id != last).Skip(1);
            return page.Cut<Item>([.. items.Take(page.Limit + 1)], item => item.Id);
        }

        /// <summary>In the order of their districts, so that each page is a piece of one walk.</summary>
        private async Task<Page<Item>> UnderAsync(DistrictCode district, PageRequest page, CancellationToken ct)
        {
            var rows = await database.ReadAsync(
                async connection =>
                {
                    var (from, after) = (district.ToString(), "");
                    if (page.After is { } last)
                        (from, after) = (await connection.QueryFirstOrDefaultAsync<string>("select district from stations where id = @last", new { last }) ?? from, last);
                    return await connection.QueryAsync<Row>(SelectUnder, new { From = from, To = district.Last, After = after, Limit = page.Limit + 1 });
                },
                ct);
            return page.Cut<Item>([.. rows.Select(row => row.ToItem(null))], item => item.Id);
        }

        private static Result<GeoPoint> PlaceOf(Query query)
        {
            var (lat, lng) = (Degrees(query.Lat, 90), Degrees(query.Lng, 180));
            if (lat is { } y && lng is { } x)
                return new GeoPoint(y, x);

            IEnumerable<(string Name, double? Value)> both = [("lat", lat), ("lng", lng)];
            return new Refusal(ErrorCodes.Invalid)
            {
                Fields = both.Where(one => one.Value is null).ToDictionary(one => one.Name, _ => (IReadOnlyList<string>)["field_coordinates"], StringComparer.Ordinal),
            };
        }

        private static double? Degrees(string? text, double most) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
    }

    private const string Select = """
        select s.id, s.name, s.kind, s.address, s.lat, s.lng, s.opening_hours, s.phone, s.district, d.name as district_name
        from stations s join districts d on d.code = s.district
        """;

    private const string SelectUnder = $"""
        {Select}
        where s.active = 1 and s.district >= @From and s.district <= @To and (s.district > @From or s.id > @After) order by s.district, s.id limit @Limit
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

        public string Phone { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public Item ToItem(int? distance) => new(
            Id, Name, Enum.Parse<StationKind>(Kind), new GetStationByCode.District(District, DistrictName), Address,
            Lat is { } lat && Lng is { } lng ? new GetStationByCode.Location(lat, lng) : null, OpeningHours, Phone.Length > 0 ? Phone : null, distance);
    }
}
