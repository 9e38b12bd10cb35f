using ScanDeputy.Domain.Routing;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>Who elected the deputies of the county and of its towns: some communities together for the county, a village for its town.</summary>
internal static class ConstituencySeed
{
    private const int VillagesTogether = 6;
    private static readonly string[] Numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

    public static async Task RunAsync(Seeding seeding, SeedDistricts districts)
    {
        var deputies = await seeding.Scope.ListAsync<(string Id, string Number, string District, string Level)>(
            "select id, reference, district, level from deputies where jurisdiction = @Jurisdiction order by id", new { DemoData.Jurisdiction });
        using var writer = new Writer(seeding);
        foreach (var town in districts.Towns)
        {
            var elected = deputies.Where(deputy => deputy.Level == nameof(DistrictLevel.County) && deputy.District == town.Code).ToList();
            var count = Math.Min(Math.Min((town.Villages.Count + VillagesTogether - 1) / VillagesTogether, elected.Count), Numbers.Length);
            for (var i = 0; i < count; i++)
            {
                await writer.WriteAsync(
                    $"{town.Name}第{Numbers[i]}选区", DistrictLevel.County, [.. town.Villages.Where((_, v) => v % count == i).Select(village => village.Code)],
                    [.. elected.Where((_, d) => d % count == i).Select(deputy => (deputy.Id, deputy.Number))]);
            }

            foreach (var village in town.Villages.Where(_ => town.HasCongress))
            {
                var own = deputies.Where(deputy => deputy.Level == nameof(DistrictLevel.Town) && deputy.District == village.Code).Select(deputy => (deputy.Id, deputy.Number)).ToList();
                if (own.Count > 0)
                    await writer.WriteAsync($"{village.Name}选区", DistrictLevel.Town, [village.Code], own);
            }
        }
    }

    private sealed class Writer(Seeding seeding) : IDisposable
    {
        private readonly SeedInsert _constituencies = seeding.Insert("constituencies", "id", "jurisdiction", "name", "level", "districts", "deputies", "active", "reference");
        private readonly SeedInsert _districts = seeding.Insert("constituency_districts", "constituency_id", "district");
        private readonly SeedInsert _deputies = seeding.Insert("constituency_deputies", "constituency_id", "deputy_id");
        private int _count;

        public async Task WriteAsync(string name, DistrictLevel level, IReadOnlyList<string> districts, IReadOnlyList<(string Id, string Number)> deputies)
        {
            var id = seeding.NewId();
            await _constituencies.RunAsync(
                id, DemoData.Jurisdiction, name, level, string.Join('|', districts.Select(code => DistrictCode.Parse(code).Short)), string.Join('|', deputies.Select(deputy => deputy.Number)), true,
                Seeding.Number('X', ++_count));
            foreach (var district in districts)
                await _districts.RunAsync(id, district);
            foreach (var (deputy, _) in deputies)
                await _deputies.RunAsync(id, deputy);
        }

        public void Dispose()
        {
            _constituencies.Dispose();
            _districts.Dispose();
            _deputies.Dispose();
        }
    }
}
