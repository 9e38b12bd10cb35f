using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Demo.Seed;

/// <param name="Town">Null for one that serves the whole county.</param>
/// <param name="Seats">How many deputies are placed here; a trade station has them as a second group.</param>
internal sealed record SeedStation(string Id, string Name, StationKind Kind, string District, SeedTown? Town, int Seats);

/// <summary>45 stations of all six kinds; the first is the three personas' own.</summary>
internal static class StationSeed
{
    public const int FirstStationSeats = 3;
    private const string Desk = "周一至周五 8:30–17:30";

    private static readonly string[] Roads = ["文化路", "双月路", "通达路", "新华路", "清河路", "龙潭路", "湖东路", "金湖路"];

    private static readonly (string Name, int Town)[] Studios = [("沂蒙暖心", 2), ("银龄话桑榆", 0), ("双月湖畔", 2), ("田间地头", 5)];

    private static readonly (string Name, int Town)[] Trades = [("教育", 2), ("医疗卫生", 0), ("陶瓷建材", 1), ("现代农业", 6)];

    private static readonly (StationKind Kind, string Title)[] Others =
    [
        (StationKind.DeputyHome, "人大代表之家"), (StationKind.Household, "人大代表家庭联络点"), (StationKind.Legislation, "基层立法联系点"),
        (StationKind.Business, "营商环境监测点"), (StationKind.Opinion, "社情民意观察点"), (StationKind.Mediation, "人大代表调解室"),
    ];

    private static readonly (string Route, int Seats)[] Vans = [("早市夜市专线", 10), ("乡村巡回专线", 9), ("园区企业专线", 9)];

    public static async Task<IReadOnlyList<SeedStation>> RunAsync(Seeding seeding, SeedDistricts districts)
    {
        var dice = new Dice(45);
        var stations = new List<SeedStation>();
        using var insert = seeding.Insert(
            "stations", "id", "jurisdiction", "district", "name", "kind", "address", "lat", "lng", "cell", "opening_hours", "active", "search_text", "reference");
        foreach (var plan in Plans(districts, dice))
        {
            var station = new SeedStation(seeding.NewId(), plan.Name, plan.Kind, plan.District, plan.ServesCounty ? null : plan.Near, plan.Seats);
            var moves = plan.Kind == StationKind.Mobile;
            double? lat = moves ? null : Near(plan.Near.Lat, dice), lng = moves ? null : Near(plan.Near.Lng, dice);
            await insert.RunAsync(
                station.Id, DemoData.Jurisdiction, station.District, station.Name, station.Kind, plan.Address, lat, lng, MapCell.CodeOf(lat, lng), moves ? "每周二、周四，行程提前公布" : Desk, true, SearchText.Of(station.Name, plan.Address),
                Seeding.Number('S', stations.Count + 1));
            stations.Add(station);
        }

        return stations;
    }

    private static IEnumerable<Plan> Plans(SeedDistricts districts, Dice dice)
    {
        var towns = districts.Towns;
        yield return new Plan($"{towns[0].Name}人大代表联络站", StationKind.Liaison, towns[0].Code, towns[0], Street(towns[0], dice), FirstStationSeats);
        foreach (var town in towns)
            yield return new Plan($"{town.Name}人大代表中心站", StationKind.Central, town.Code, town, $"罗庄区{town.Name}便民服务中心二楼", 12);
        for (var i = 0; i < 11; i++)
        {
            var (town, village) = (towns[(i + 2) % 8], VillageOf(towns[(i + 2) % 8], i));
            yield return new Plan($"{town.Name}{village.Name}片区人大代表联络站", StationKind.Liaison, town.Code, town, Street(town, dice), 9);
        }

        for (var i = 0; i < 14; i++)
        {
            var (town, village) = (towns[i % 8], VillageOf(towns[i % 8], i + 5));
            var (kind, title) = i < 14 - Others.Length ? (StationKind.Point, "人大代表联络点") : Others[i - 14 + Others.Length];
            yield return new Plan(
                $"{village.Name}{title}", kind, village.Code, town, $"罗庄区{town.Name}{village.Name}党群服务中心一楼", 7);
        }

        foreach (var (name, at) in Studios)
            yield return new Plan($"“{name}”人大代表工作室", StationKind.Studio, towns[at].Code, towns[at], Street(towns[at], dice), 4);
        foreach (var (name, at) in Trades)
            yield return new Plan($"罗庄区{name}行业人大代表联络站", StationKind.Trade, districts.County, towns[at], Street(towns[at], dice), 8, true);
        foreach (var (route, seats) in Vans)
            yield return new Plan($"罗庄区人大代表流动站（{route}）", StationKind.Mobile, districts.County, towns[0], "流动服务车，无固定地点", seats, true);
    }

    private static string Street(SeedTown town, Dice dice) => $"罗庄区{town.Name}{dice.Of(Roads)}{dice.Below(180) + 6}号";

    private static SeedVillage VillageOf(SeedTown town, int number) => town.Villages[number * 3 % town.Villages.Count];

    /// <summary>Within about a kilometre and a half.</summary>
    private static double Near(double degrees, Dice dice) => Math.Round(degrees + ((dice.Fraction() - 0.5) * 0.028), 6);

    private sealed record Plan(string Name, StationKind Kind, string District, SeedTown Near, string Address, int Seats, bool ServesCounty = false);
}
