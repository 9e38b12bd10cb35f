using ScanDeputy.Domain.Routing;

namespace ScanDeputy.Server.Demo.Seed;

internal sealed record SeedAgency(string Id, string Name);

/// <param name="Rules">The rules that were written, to find the lead by as the program does.</param>
internal sealed record SeedAgencies(IReadOnlyList<SeedAgency> All, AgencyRuleIndex Rules)
{
    public string LeadFor(string district, string categoryId) => AgencyRouting.Resolve(DistrictCode.Parse(district), categoryId, Rules).LeadAgencyId!;
}

/// <summary>Categories, the 23 agencies of the demo, and which of them leads what where.</summary>
internal static class AgencySeed
{
    // Places in Bureaus. The first three are the agencies of agency-1 to agency-3.
    public const int CityManagement = 0;
    public const int Housing = 1;
    public const int Transport = 2;
    public const int Water = 3;
    public const int Education = 4;
    public const int Health = 5;
    public const int TrafficPolice = 6;
    public const int NaturalResources = 7;
    public const int Development = 8;

    public static readonly IReadOnlyList<string> Bureaus =
    [
        "罗庄区综合行政执法局", "罗庄区住房和城乡建设局", "罗庄区交通运输局", "罗庄区水利局", "罗庄区教育和体育局", "罗庄区卫生健康局", "罗庄区公安交警大队",
        "罗庄区自然资源局", "罗庄区发展和改革局", "罗庄区生态环境分局", "罗庄区农业农村局", "罗庄区民政局", "罗庄区人力资源和社会保障局", "罗庄区市场监督管理局",
        "罗庄区行政审批服务局",
    ];

    // Whom to ask first.
    private static readonly string[] Contacts = ["宋问津", "纪承诺", "闻必答", "应有声", "常接听", "柏回音", "郝办理"];

    // What a town sees to itself, where it does; the county's rule holds everywhere else.
    private static readonly (int Town, string[] Categories)[] TownRules =
        [(5, ["sanitation", "drain"]), (6, ["sanitation", "greening"]), (7, ["sanitation"]), (3, ["drain"])];

    public static async Task<SeedAgencies> RunAsync(Seeding seeding, SeedDistricts districts)
    {
        await InsertCategoriesAsync(seeding);
        var all = await InsertAgenciesAsync(seeding, districts);
        var rules = Rules(districts, all).ToList();
        using var insert = seeding.Insert("agency_rules", "district", "category_id", "agency_id");
        foreach (var rule in rules)
            await insert.RunAsync(rule.District.ToString(), rule.CategoryId, rule.AgencyId);
        return new SeedAgencies(all, new AgencyRuleIndex(rules));
    }

    private static async Task InsertCategoriesAsync(Seeding seeding)
    {
        using var insert = seeding.Insert("categories", "id", "jurisdiction", "name", "icon", "stopper", "position");
        var position = 0;
        foreach (var category in CategoryCatalog.All.Append(CategoryCatalog.Other))
            await insert.RunAsync(category.Id, DemoData.Jurisdiction, category.Name, category.Icon, null, ++position);
        foreach (var (id, name, icon, stopper) in CategoryCatalog.Stopped)
            await insert.RunAsync(id, DemoData.Jurisdiction, name, icon, stopper, ++position);
        await TemplateCatalog.InsertAsync(seeding);
    }

    private static async Task<IReadOnlyList<SeedAgency>> InsertAgenciesAsync(Seeding seeding, SeedDistricts districts)
    {
        var agencies = new List<SeedAgency>();
        using var insert = seeding.Insert("agencies", "id", "jurisdiction", "district", "name", "active", "reference", "contact_name", "contact_phone");
        var towns = districts.Towns.Select(town => (town.Code, Name: $"罗庄区{town.Name}{(town.HasCongress ? "人民政府" : "办事处")}"));
        foreach (var (district, name) in Bureaus.Select(name => (districts.County, name)).Concat(towns))
        {
            agencies.Add(new SeedAgency(seeding.NewId(), name));
            await insert.RunAsync(agencies[^1].Id, DemoData.Jurisdiction, district, name, true, Seeding.Number('A', agencies.Count), Contacts[(agencies.Count - 1) % Contacts.Length], $"0539-80000{agencies.Count:00}");
        }

        return agencies;
    }

    private static IEnumerable<AgencyRule> Rules(SeedDistricts districts, IReadOnlyList<SeedAgency> agencies)
    {
        var county = DistrictCode.Parse(districts.County);
        foreach (var category in CategoryCatalog.All.Append(CategoryCatalog.Other))
            yield return new AgencyRule(county, category.Id, agencies[category.Agency].Id);
        foreach (var (town, categories) in TownRules)
        {
            foreach (var category in categories)
                yield return new AgencyRule(DistrictCode.Parse(districts.Towns[town].Code), category, agencies[Bureaus.Count + town].Id);
        }
    }
}
