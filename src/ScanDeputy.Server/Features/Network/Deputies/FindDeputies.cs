using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Deputies;

/// <summary>Why somebody is the asker's deputy.</summary>
public enum DeputyMatch
{
    /// <summary>Elected by the constituency of the place.</summary>
    Constituency,

    /// <summary>Sits in the station, or in one of the place.</summary>
    Station,

    /// <summary>Sits in the station nearest to the point: districts have no borders on the map here.</summary>
    NearestStation,

    /// <summary>Has the name.</summary>
    Name,
}

/// <summary>找我的代表: by a station's code, by a point on the map, by a district or by name; each with the reason.</summary>
public static class FindDeputies
{
    private const int LongestName = 50;

    public sealed record Query
    {
        /// <summary>A station's code.</summary>
        public string? Code { get; init; }

        public string? Lat { get; init; }

        public string? Lng { get; init; }

        /// <summary>A town, village or community: a statistical code of 9 or 12 digits. With <see cref="Q"/> any district.</summary>
        public string? District { get; init; }

        /// <summary>The beginning of a name; of those whom another parameter finds, any part of it.</summary>
        public string? Q { get; init; }

        /// <summary>行业小组 or 专业小组, of those who have made theirs public; with a district of a county or smaller it needs nothing else.</summary>
        public string? Group { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <summary>Which of those that were found, and which part of them.</summary>
    internal sealed record Narrow(string? Group, string Name, PageRequest Page);

    /// <param name="Text">In Chinese.</param>
    public sealed record Reason(DeputyMatch Kind, string Text);

    /// <param name="Code">Opens its page; null for one whose codes are all taken back.</param>
    public sealed record Seat(string Id, string Name, string? Code);

    /// <param name="Stations">Where the deputy sits: reports are written to them there.</param>
    public sealed record Item(
        string Id, string Name, DistrictLevel Level, GetStationByCode.District District, string Term, string? PhotoUrl, string Pledge, IReadOnlyList<Reason> Reasons, IReadOnlyList<Seat> Stations)
    {
        /// <summary>Where they work, where the office has made it public; the same of phone and groups.</summary>
        public string? Unit { get; init; }

        public string? Phone { get; init; }

        public IReadOnlyList<string> Groups { get; init; } = [];
    }

    public static void Map(RouteGroupBuilder api) => api.MapGet("/deputies", async ([AsParameters] Query query, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(query, ct)).ToHttp())
        .WithName("FindDeputies").Refuses(StationErrors.StationCodeUnknown).Produces<Page<Item>>();

    public sealed class Handler(Database database, StationCache stations, PersonalData crypto)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Query query, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After);
            if (page.Refusal is { } refusal)
                return refusal;

            DistrictCode? district = null;
            if (!string.IsNullOrEmpty(query.District) && !DistrictCode.TryParse(query.District, out district))
                return Refusal.OfField("district", ErrorTexts.Field("field_choice", "district"));

            var name = WrittenText.Clean(query.Q ?? "");
            if (name.Length > LongestName)
                return Refusal.OfField("q", ErrorTexts.Field("field_too_long", "q", LongestName));

            var narrow = new Narrow(query.Group, name, page.Value);
            if (!string.IsNullOrEmpty(query.Code))
            {
                return await stations.FindStationAsync(query.Code, ct) is { } station
                    ? await FoundAsync(reader => reader.OfStationAsync(station, DeputyMatch.Station, null), narrow, ct)
                    : new Refusal(StationErrors.StationCodeUnknown);
            }

            if (query.Lat is not null || query.Lng is not null)
            {
                return PlaceOf(query) is { } place
                    ? await FoundAsync(reader => reader.NearAsync(place), narrow, ct)
                    : Refusal.OfField("lat", "field_coordinates");
            }

            if (name.Length > 0)
                return await FoundAsync(reader => reader.NamedAsync(name, district ?? DistrictCode.Nation), narrow with { Name = "" }, ct);
            if (!string.IsNullOrEmpty(query.Group) && district is { Level: DistrictLevel.County })
                return await FoundAsync(reader => reader.NamedAsync("", district), narrow, ct);
            return district is { Level: >= DistrictLevel.Town }
                ? await FoundAsync(reader => reader.OfDistrictAsync(district), narrow, ct)
                : Refusal.OfField("district", "field_my_place");
        }

        private async Task<Result<Page<Item>>> FoundAsync(Func<DeputyReader, Task> look, Narrow narrow, CancellationToken ct) => narrow.Page.Cut<Item>(
            await database.ReadAsync(
                async connection =>
                {
                    var reader = new DeputyReader(connection, crypto);
                    await look(reader);
                    return await reader.ItemsAsync(narrow);
                },
                ct),
            item => item.Id);

        private static GeoPoint? PlaceOf(Query query) =>
            double.TryParse(query.Lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            && double.TryParse(query.Lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var lng)
            && lat is >= -90 and <= 90 && lng is >= -180 and <= 180
                ? new GeoPoint(lat, lng)
                : null;
    }
}
