using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Deputies;

/// <summary>Gathers deputies with the reasons for which they are somebody's; the nearer reason first.</summary>
internal sealed class DeputyReader(DbConnection connection, PersonalData crypto)
{
    // Of a point: one may be a trade's, or just over the border.
    private const int NearestTaken = 3;
    private const int MostNamed = 5_000;
    private const int FarthestMetres = 50_000;
    private const string LastCharacter = "\U0010ffff";

    private readonly Dictionary<string, (Row Row, List<FindDeputies.Reason> Reasons)> _found = new(StringComparer.Ordinal);

    /// <param name="id">The station.</param>
    /// <param name="match">What makes it the asker's.</param>
    /// <param name="metres">How far it is, when somebody asked from a point.</param>
    public async Task OfStationAsync(string id, DeputyMatch match, int? metres)
    {
        var station = await connection.QueryFirstOrDefaultAsync<(string Name, string District)>("select name, district from stations where id = @id and active = 1", new { id });
        if (station.Name is null)
            return;

        Add(await connection.QueryAsync<Row>(OfStation, new { id }), match, _ => metres is { } far ? NetworkTexts.Format("deputy.nearest", station.Name, far) : NetworkTexts.Format("deputy.station", station.Name));
        // One of the whole county says nothing of where somebody lives.
        if (DistrictCode.Parse(station.District) is { Level: >= DistrictLevel.Town } place)
            await OfConstituenciesAsync(place, metres is null ? "deputy.constituency" : "deputy.constituency_near", station.Name);
    }

    public async Task NearAsync(GeoPoint from)
    {
        foreach (var near in (await NearestStations.FindAsync(connection, from, NearestTaken)).Where(near => near.Metres <= FarthestMetres))
            await OfStationAsync(near.Id, DeputyMatch.NearestStation, near.Metres);
    }

    public async Task OfDistrictAsync(DistrictCode place)
    {
        await OfConstituenciesAsync(place, "deputy.constituency", "");
        Add(await connection.QueryAsync<Row>(OfPlace, Range(place)), DeputyMatch.Station, row => NetworkTexts.Format("deputy.station", row.Why));
    }

    /// <summary>Of a nation only the first some thousand of a name.</summary>
    public async Task NamedAsync(string name, DistrictCode within) => Add(
        await connection.QueryAsync<Row>(OfName, new { Name = name, End = name + LastCharacter, From = within.ToString(), To = within.Last, Limit = MostNamed }), DeputyMatch.Name, row => name.Length > 0 ? NetworkTexts.Of("deputy.name") : NetworkTexts.Format("deputy.of_district", row.DistrictName));

    /// <summary>One more than the page holds, if there are so many.</summary>
    public async Task<IReadOnlyList<FindDeputies.Item>> ItemsAsync(FindDeputies.Narrow narrow)
    {
        var all = _found.Values
            .Where(one => (string.IsNullOrEmpty(narrow.Group) || one.Row.PublicGroups.Contains(narrow.Group, StringComparer.Ordinal)) && one.Row.Name.Contains(narrow.Name, StringComparison.Ordinal))
            .OrderBy(one => one.Reasons.Min(reason => reason.Kind)).ToList();
        var from = narrow.Page.After is { } after ? all.FindIndex(one => one.Row.Id == after) + 1 : 0;
        var some = all.Skip(from).Take(narrow.Page.Limit + 1).ToList();
        if (some.Count == 0)
            return [];

        var seats = (await connection.QueryAsync<(string DeputyId, string Id, string Name, string? Code)>(Seats, new { Ids = some.Select(one => one.Row.Id) })).ToLookup(seat => seat.DeputyId, StringComparer.Ordinal);
        return
        [
            .. from one in some
               let shown = one.Row.ToPublic(crypto)
               select new FindDeputies.Item(
                   one.Row.Id, one.Row.Name, Enum.Parse<DistrictLevel>(one.Row.Level), new GetStationByCode.District(one.Row.District, one.Row.DistrictName), one.Row.Term, shown.PhotoUrl, one.Row.Pledge,
                   one.Reasons, [.. seats[one.Row.Id].Select(seat => new FindDeputies.Seat(seat.Id, seat.Name, seat.Code))]) { Unit = shown.Unit, Phone = shown.Phone, Groups = shown.Groups },
        ];
    }

    private async Task OfConstituenciesAsync(DistrictCode place, string text, string station) => Add(
        await connection.QueryAsync<Row>(OfConstituency, Range(place)), DeputyMatch.Constituency, row => NetworkTexts.Format(text, row.Why, station));

    private void Add(IEnumerable<Row> rows, DeputyMatch match, Func<Row, string> text)
    {
        foreach (var row in rows)
        {
            if (!_found.TryGetValue(row.Id, out var one))
                _found[row.Id] = one = (row, []);
            var reason = new FindDeputies.Reason(match, text(row));
            if (!one.Reasons.Contains(reason))
                one.Reasons.Add(reason);
        }
    }

    /// <summary>The place, what lies in it, and the town that it lies in.</summary>
    private static object Range(DistrictCode place) => new { From = place.ToString(), To = place.Last, Town = place.Town!.ToString() };

    private const string Columns = $"p.id, p.name, p.level, p.district, d.name as district_name, p.term, p.pledge, {PublicDeputyRow.PublicColumns}";

    private const string OfStation = $"""
        select {Columns} from station_deputies m join deputies p on p.id = m.deputy_id join districts d on d.code = p.district
        where m.station_id = @id and p.active = 1 order by m.position, p.id
        """;

    private const string OfPlace = $"""
        select {Columns}, s.name as why from stations s join station_deputies m on m.station_id = s.id join deputies p on p.id = m.deputy_id join districts d on d.code = p.district
        where (s.district between @From and @To or s.district = @Town) and s.active = 1 and p.active = 1 order by s.name, m.position, p.id limit 400
        """;

    private const string OfConstituency = $"""
        select distinct {Columns}, c.name as why
        from constituency_districts x join constituencies c on c.id = x.constituency_id join constituency_deputies y on y.constituency_id = c.id
        join deputies p on p.id = y.deputy_id join districts d on d.code = p.district
        where (x.district between @From and @To or x.district = @Town) and c.active = 1 and p.active = 1 order by c.name, p.name, p.id limit 400
        """;

    private const string OfName = $"""
        select {Columns} from deputies p join districts d on d.code = p.district
        where p.name >= @Name and p.name < @End and p.active = 1 and p.district between @From and @To order by p.name, p.id limit @Limit
        """;

    private const string Seats = $"""
        select m.deputy_id, s.id, s.name,
          (select c.code from station_codes c where c.station_id = s.id and c.status = '{nameof(CodeStatus.Active)}' and c.deputy_id is null order by c.issued_at desc limit 1) as code
        from station_deputies m join stations s on s.id = m.station_id where m.deputy_id in @Ids and s.active = 1 order by s.name, s.id
        """;

    private sealed record Row : PublicDeputyRow
    {
        public string Name { get; init; } = "";

        public string Level { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public string Term { get; init; } = "";

        public string Pledge { get; init; } = "";

        /// <summary>The station or the constituency.</summary>
        public string Why { get; init; } = "";
    }
}
