using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>A town with about where it lies: GCJ-02 degrees, good enough for a map of the demo.</summary>
internal sealed record SeedTown(string Code, string Name, double Lat, double Lng, IReadOnlyList<SeedVillage> Villages)
{
    /// <summary>乡镇 have a congress of their own, 街道 have none.</summary>
    public bool HasCongress => Name.EndsWith('镇');
}

internal sealed record SeedVillage(string Code, string Name);

internal sealed record SeedDistricts(string County, string City, string Province, IReadOnlyList<SeedTown> Towns);

/// <summary>The jurisdiction and its real districts.</summary>
internal static class DistrictSeed
{
    private static readonly (double Lat, double Lng)[] Places =
    [
        (35.000, 118.280), (34.960, 118.210), (35.040, 118.300), (34.940, 118.300),
        (34.995, 118.340), (34.905, 118.200), (34.880, 118.260), (34.875, 118.330),
    ];

    public static async Task<SeedDistricts> RunAsync(Seeding seeding)
    {
        using var jurisdictions = seeding.Insert("jurisdictions", "code", "name", "number_prefix", "is_demo");
        await jurisdictions.RunAsync(DemoData.Jurisdiction, "罗庄区", DemoData.NumberPrefix, true);

        var all = DistrictData.Load(DemoData.Jurisdiction);
        using var districts = seeding.Insert("districts", "code", "name", "level", "parent", "search_text", "initials");
        foreach (var district in all)
            await districts.RunAsync(district.Code.ToString(), district.Name, district.Level, district.Parent?.ToString(), SearchText.Of(district.Name), PinyinInitials.Of(district.Name));

        return new SeedDistricts(
            CodeOf(all, DistrictLevel.County), CodeOf(all, DistrictLevel.City), CodeOf(all, DistrictLevel.Province),
            [.. all.Where(district => district.Level == DistrictLevel.Town).Select((town, i) => ToTown(town, all, i))]);
    }

    private static string CodeOf(IReadOnlyList<District> all, DistrictLevel level) => all.Single(district => district.Level == level).Code.ToString();

    private static SeedTown ToTown(District town, IReadOnlyList<District> all, int index) => new(
        town.Code.ToString(), town.Name, Places[index].Lat, Places[index].Lng,
        [.. all.Where(village => village.Parent == town.Code).Select(village => new SeedVillage(village.Code.ToString(), Spoken(village.Name)))]);

    /// <summary>As people say it: 黄山村, not 黄山村村民委员会.</summary>
    private static string Spoken(string name) => name
        .Replace("社区居民委员会", "社区", StringComparison.Ordinal)
        .Replace("村村民委员会", "村", StringComparison.Ordinal);
}
