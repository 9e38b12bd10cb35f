using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Demo.Seed;

/// <param name="StationId">Where the deputy is placed first.</param>
internal sealed record SeedDeputy(string Id, string Name, DistrictLevel Level, string StationId);

/// <summary>340 deputies of five levels, each placed in a station; some belong to a trade station as well.</summary>
internal static class DeputySeed
{
    private static readonly string[] Pledges =
    [
        "倾听民声，件件有回音", "关注老旧小区改造和物业服务", "盯紧路灯、井盖这些身边小事", "为乡村道路和水利多跑腿", "让孩子上学的路更安全",
        "推动家门口的医疗服务更方便", "帮企业解难题，促就业增收", "守护绿水青山，改善人居环境", "把群众的急难愁盼放在心上", "多走访、多调研、多提务实建议",
    ];

    public static async Task<IReadOnlyList<SeedDeputy>> RunAsync(Seeding seeding, SeedDistricts districts, IReadOnlyList<SeedStation> stations)
    {
        var names = new PersonNames(340);
        var dice = new Dice(341);
        var deputies = new List<SeedDeputy>();
        using var insert = seeding.Insert("deputies", "id", "jurisdiction", "district", "name", "level", "pledge", "term", "active", "reference");
        using var place = seeding.Insert("station_deputies", "station_id", "deputy_id", "position");
        foreach (var station in stations.Where(station => station.Kind != StationKind.Trade))
        {
            for (var seat = 0; seat < station.Seats; seat++)
            {
                var town = station.Town ?? dice.Of(districts.Towns);
                var level = LevelOf(station, seat, town);
                var deputy = new SeedDeputy(seeding.NewId(), names.Next(), level, station.Id);
                await insert.RunAsync(
                    deputy.Id, DemoData.Jurisdiction, Constituency(level, districts, town, dice), deputy.Name, level,
                    dice.Of(Pledges) + "（演示数据）", TermOf(level), true, Seeding.Number('D', deputies.Count + 1));
                await place.RunAsync(station.Id, deputy.Id, seat + 1);
                deputies.Add(deputy);
            }
        }

        await JoinTradesAsync(place, stations, deputies);
        return deputies;
    }

    /// <summary>Every trade's own deputies; not the three of the first station, so that it stays plain who gets what there.</summary>
    private static async Task JoinTradesAsync(SeedInsert place, IReadOnlyList<SeedStation> stations, List<SeedDeputy> deputies)
    {
        var candidates = deputies.Where(deputy => deputy.StationId != stations[0].Id && deputy.Level is DistrictLevel.City or DistrictLevel.County).ToList();
        var next = 0;
        foreach (var trade in stations.Where(station => station.Kind == StationKind.Trade))
        {
            for (var seat = 0; seat < trade.Seats; seat++, next += 5)
                await place.RunAsync(trade.Id, candidates[next % candidates.Count].Id, seat + 1);
        }
    }

    private static DistrictLevel LevelOf(SeedStation station, int seat, SeedTown town) => (station.Kind, seat) switch
    {
        (StationKind.Central, 0) => town.Code is "371311001000" or "371311102000" ? DistrictLevel.Nation : DistrictLevel.Province,
        (_, 1) => DistrictLevel.City,
        _ when town.HasCongress && seat % 3 != 0 => DistrictLevel.Town,
        _ => DistrictLevel.County,
    };

    /// <summary>Who elects them: the province the nation's, the city the province's, the county the city's, voters the other two (选举法).</summary>
    private static string Constituency(DistrictLevel level, SeedDistricts districts, SeedTown town, Dice dice) => level switch
    {
        DistrictLevel.Nation => districts.Province,
        DistrictLevel.Province => districts.City,
        DistrictLevel.City => districts.County,
        DistrictLevel.County => town.Code,
        _ => dice.Of(town.Villages).Code,
    };

    private static string TermOf(DistrictLevel level) => level switch
    {
        DistrictLevel.Nation => "第十四届全国人大代表（演示数据）",
        DistrictLevel.Province => "第十四届省人大代表（演示数据）",
        DistrictLevel.City => "第二十届市人大代表（演示数据）",
        DistrictLevel.County => "第十九届区人大代表（演示数据）",
        _ => "第十九届镇人大代表（演示数据）",
    };
}
