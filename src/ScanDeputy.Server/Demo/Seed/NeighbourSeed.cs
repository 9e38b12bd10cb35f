using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>
/// 兰山区, the jurisdiction next door: two stations, four deputies and three agencies, there to show that neither sees anything of the
/// other's. It begins without a single matter. Written after 罗庄区: what is listed by age begins with that.
/// </summary>
internal static class NeighbourSeed
{
    public const string Jurisdiction = "371302";
    private const string City = "371300000000";
    private const string County = "371302000000";

    // Categories are one list for the whole program: the same name needs another id.
    private const string CategoryPrefix = "ls-";

    private static readonly (string Code, string Name)[] Districts =
        [(County, "兰山区"), ("371302001000", "兰山街道"), ("371302002000", "银雀山街道"), ("371302003000", "金雀山街道")];

    private static readonly string[] Bureaus = ["兰山区综合行政执法局", "兰山区住房和城乡建设局", "兰山区交通运输局"];

    // As in the catalogue, with the place in Bureaus; the first is that of agency-4.
    private static readonly (string Id, int Agency)[] Categories =
        [("road-light", 0), ("sanitation", 0), ("parking", 0), ("manhole", 1), ("heating", 1), ("property", 1), ("road", 2), ("bus", 2)];

    private static readonly (string Name, StationKind Kind, int Town, string Address, double Lat, double Lng, int Seats)[] Stations =
    [
        ("兰山街道人大代表联络站", StationKind.Liaison, 1, "兰山区兰山街道考棚街18号", 35.0552, 118.3471, 1),
        ("银雀山街道人大代表中心站", StationKind.Central, 2, "兰山区银雀山街道便民服务中心二楼", 35.0486, 118.3529, 3),
    ];

    public static async Task RunAsync(Seeding seeding)
    {
        var names = new PersonNames(302);
        await InsertPlaceAsync(seeding);
        var agencies = await InsertAgenciesAsync(seeding);
        var deputies = await InsertStationsAsync(seeding, names);
        await InsertPeopleAsync(seeding, names, agencies, deputies);
    }

    private static async Task InsertPlaceAsync(Seeding seeding)
    {
        using var jurisdictions = seeding.Insert("jurisdictions", "code", "name", "number_prefix", "is_demo");
        await jurisdictions.RunAsync(Jurisdiction, "兰山区", "LS", true);
        using var districts = seeding.Insert("districts", "code", "name", "level", "parent", "search_text", "initials");
        foreach (var (code, name) in Districts)
            await districts.RunAsync(code, name, code == County ? DistrictLevel.County : DistrictLevel.Town, code == County ? City : County, SearchText.Of(name), PinyinInitials.Of(name));
    }

    private static async Task<IReadOnlyList<string>> InsertAgenciesAsync(Seeding seeding)
    {
        var ids = new List<string>();
        using var agencies = seeding.Insert("agencies", "id", "jurisdiction", "district", "name", "active");
        foreach (var name in Bureaus)
        {
            ids.Add(seeding.NewId());
            await agencies.RunAsync(ids[^1], Jurisdiction, County, name, true);
        }

        using var categories = seeding.Insert("categories", "id", "jurisdiction", "name", "icon", "stopper", "position");
        using var rules = seeding.Insert("agency_rules", "district", "category_id", "agency_id");
        var position = 0;
        foreach (var (id, agency) in Categories)
        {
            var category = CategoryCatalog.All.Single(category => category.Id == id);
            await categories.RunAsync(CategoryPrefix + id, Jurisdiction, category.Name, category.Icon, null, ++position);
            await rules.RunAsync(County, CategoryPrefix + id, ids[agency]);
        }

        foreach (var (id, name, icon, stopper) in CategoryCatalog.Stopped)
            await categories.RunAsync(CategoryPrefix + id, Jurisdiction, name, icon, stopper, ++position);
        return ids;
    }

    /// <summary>The first station has the persona's deputy alone.</summary>
    private static async Task<IReadOnlyList<SeedDeputy>> InsertStationsAsync(Seeding seeding, PersonNames names)
    {
        var dice = new Dice(302);
        var all = new List<SeedDeputy>();
        using var stations = seeding.Insert(
            "stations", "id", "jurisdiction", "district", "name", "kind", "address", "lat", "lng", "cell", "opening_hours", "active", "search_text");
        using var codes = seeding.Insert("station_codes", "code", "station_id", "placement", "status", "issued_at");
        using var deputies = seeding.Insert("deputies", "id", "jurisdiction", "district", "name", "level", "pledge", "term", "active");
        using var places = seeding.Insert("station_deputies", "station_id", "deputy_id", "position");
        foreach (var plan in Stations)
        {
            var (station, town) = (seeding.NewId(), Districts[plan.Town].Code);
            await stations.RunAsync(
                station, Jurisdiction, town, plan.Name, plan.Kind, plan.Address, plan.Lat, plan.Lng, MapCell.CodeOf(plan.Lat, plan.Lng), "周一至周五 8:30–17:30", true, SearchText.Of(plan.Name, plan.Address));
            await codes.RunAsync(StationCode.Create(dice.Bytes()).ToString(), station, "门口", CodeStatus.Active, seeding.Now.AddDays(-150));
            for (var seat = 1; seat <= plan.Seats; seat++)
            {
                var deputy = new SeedDeputy(seeding.NewId(), names.Next(), DistrictLevel.County, station);
                await deputies.RunAsync(
                    deputy.Id, Jurisdiction, town, deputy.Name, deputy.Level, "倾听民声，件件有回音（演示数据）", "第十九届区人大代表（演示数据）", true);
                await places.RunAsync(station, deputy.Id, seat);
                all.Add(deputy);
            }
        }

        return all;
    }

    private static async Task InsertPeopleAsync(Seeding seeding, PersonNames names, IReadOnlyList<string> agencies, IReadOnlyList<SeedDeputy> deputies)
    {
        SeedPerson[] people =
        [
            new(Role.Resident, names.Next()) { UserName = "resident-4" },
            new(Role.Deputy, deputies[0].Name) { UserName = "deputy-4", DeputyId = deputies[0].Id },
            new(Role.CommitteeOffice, names.Next()) { UserName = "committee-2" },
            new(Role.GovernmentOffice, names.Next()) { UserName = "government-2" },
            new(Role.AgencyHandler, names.Next()) { UserName = "agency-4", AgencyId = agencies[0] },
            new(Role.Administrator, names.Next()) { UserName = "admin-2" },
            .. deputies.Skip(1).Select(deputy => new SeedPerson(Role.Deputy, deputy.Name) { DeputyId = deputy.Id }),
            .. agencies.Skip(1).Select(agency => new SeedPerson(Role.AgencyHandler, names.Next()) { AgencyId = agency }),
        ];
        using var writer = new AccountWriter(seeding, Jurisdiction);
        // After the numbers of the personas of 罗庄区.
        foreach (var (person, i) in people.Select((person, i) => (person, i)))
            await writer.WriteAsync(person with { Phone = $"139000000{i + 51:D2}" });
    }
}
