using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Constituencies;

/// <summary>
/// 选区 as a file or a page says them: which places elect, for which congress, and whom they elected. A place belongs to one of each congress; streets elect
/// for the county only, since they have no congress of their own (handbook §6).
/// </summary>
internal sealed class ConstituencySheet(MasterData data, string jurisdiction)
{
    public static MasterData.ConstituencyLine Read(ImportRow row)
    {
        var districts = new List<string>();
        foreach (var part in row.Parts("districts"))
        {
            if (!DistrictCode.TryParse(part, out var code))
                row.Fault("districts", "not_district", part);
            else if (code.Level < DistrictLevel.Town)
                row.Fault("districts", "not_electing", part);
            else
                districts.Add(code.ToString());
        }

        if (districts.Count == 0)
            row.Fault("districts", "required");
        return new MasterData.ConstituencyLine(
            row, row.Id("id"), row.Required("name", 100), row.OneOf("level", DistrictLevel.County, DistrictLevel.Town), [.. districts.Distinct(StringComparer.Ordinal)], row.Parts("deputies"),
            row.YesNo("active"));
    }

    /// <param name="scope">The transaction.</param>
    /// <param name="knowsDeputy">Whether somebody has a number, or comes with it.</param>
    public async Task CheckAsync(WriteScope scope, Func<string, bool> knowsDeputy)
    {
        if (data.Constituencies.Count == 0)
            return;

        var towns = await PlacesAsync(scope);
        var levels = await LevelsAsync(scope);
        var taken = await TakenAsync(scope);
        foreach (var line in data.Constituencies)
        {
            foreach (var district in line.Districts)
                CheckPlace(line, district, towns, taken);
            foreach (var deputy in line.Deputies)
            {
                if (!knowsDeputy(deputy))
                    line.Row.Fault("deputies", "unknown_reference", deputy, "deputies.csv");
                else if (levels.TryGetValue(deputy, out var level) && level != line.Level)
                    line.Row.Fault("deputies", "other_level", deputy, Rules.Terms.Of(line.Level));
            }
        }
    }

    public static async Task WriteAsync(WriteScope scope, Upsert upsert, IReadOnlyList<MasterData.ConstituencyLine> lines, string jurisdiction, ImportIds ids)
    {
        var done = await upsert.RunAsync("constituencies", 1, lines.Select(line => new (string, object?)[]
        {
            ("id", ids.Constituency(line.Id)), ("reference", ids.NumberOf("constituencies", line.Id)), ("jurisdiction", jurisdiction), ("name", line.Name), ("level", line.Level),
            ("districts", string.Join('|', line.Districts.Select(code => DistrictCode.Parse(code).Short))), ("deputies", string.Join('|', line.Deputies)), ("active", line.Active),
        }));
        foreach (var line in lines.Where((_, i) => done[i] != Upserted.Unchanged))
        {
            var id = ids.Constituency(line.Id);
            await scope.ExecuteAsync("delete from constituency_districts where constituency_id = @id", new { id });
            await scope.ExecuteAsync("delete from constituency_deputies where constituency_id = @id", new { id });
            foreach (var district in line.Districts)
                scope.Later("insert into constituency_districts (constituency_id, district) values (@Id, @District)", new { Id = id, District = district });
            foreach (var deputy in line.Deputies.Select(ids.Deputy).Distinct(StringComparer.Ordinal))
                scope.Later("insert into constituency_deputies (constituency_id, deputy_id) values (@Id, @Deputy)", new { Id = id, Deputy = deputy });
        }
    }

    private void CheckPlace(MasterData.ConstituencyLine line, string district, Dictionary<string, DistrictBody?> places, Dictionary<(DistrictLevel Level, string District), string> taken)
    {
        var code = DistrictCode.Parse(district);
        if (!district.StartsWith(jurisdiction, StringComparison.Ordinal))
            line.Row.Fault("districts", "outside", code.Short, jurisdiction);
        else if (!places.ContainsKey(district))
            line.Row.Fault("districts", "unknown_reference", code.Short, "districts.csv");
        else if (line.Level == DistrictLevel.Town && places.GetValueOrDefault(code.Town!.ToString()) != DistrictBody.Congress)
            line.Row.Fault("districts", "no_congress", code.Short);
        else if (line.Active && !taken.TryAdd((line.Level, district), line.Name))
            line.Row.Fault("districts", "elects_elsewhere", code.Short, taken[(line.Level, district)]);
    }

    /// <summary>The county's places, and what represents those of them that are towns.</summary>
    private async Task<Dictionary<string, DistrictBody?>> PlacesAsync(WriteScope scope)
    {
        var stored = await scope.ListAsync<(string Code, string Name, string? Body)>(
            "select code, name, body from districts where code like @inside", new { inside = $"{jurisdiction}%" });
        var places = stored.ToDictionary(
            row => row.Code, row => DistrictBodies.Of(DistrictCode.Parse(row.Code), row.Name, row.Body is null ? null : Enum.Parse<DistrictBody>(row.Body)), StringComparer.Ordinal);
        foreach (var line in data.Districts.Where(line => line.Code.Length > 0))
            places[line.Code] = DistrictBodies.Of(DistrictCode.Parse(line.Code), line.Name, line.Body);
        return places;
    }

    private async Task<Dictionary<string, DistrictLevel>> LevelsAsync(WriteScope scope)
    {
        var levels = new Dictionary<string, DistrictLevel>(StringComparer.Ordinal);
        foreach (var (id, reference, level) in await scope.ListAsync<(string, string?, string)>("select id, reference, level from deputies where jurisdiction = @jurisdiction", new { jurisdiction }))
            levels[id] = levels[reference ?? id] = Enum.Parse<DistrictLevel>(level);
        foreach (var line in data.Deputies)
            levels[line.Id] = line.Level;
        return levels;
    }

    /// <summary>Places of those that these lines do not say anew.</summary>
    private async Task<Dictionary<(DistrictLevel Level, string District), string>> TakenAsync(WriteScope scope)
    {
        var said = data.Constituencies.Select(line => line.Id).ToHashSet(StringComparer.Ordinal);
        var rows = await scope.ListAsync<(string Id, string Number, string Name, string Level, string District)>(SelectTaken, new { jurisdiction });
        return rows.Where(row => !said.Contains(row.Id) && !said.Contains(row.Number))
            .DistinctBy(row => (row.Level, row.District)).ToDictionary(row => (Enum.Parse<DistrictLevel>(row.Level), row.District), row => row.Name);
    }

    private const string SelectTaken = """
        select c.id, coalesce(c.reference, c.id), c.name, c.level, x.district from constituencies c join constituency_districts x on x.constituency_id = c.id
        where c.jurisdiction = @jurisdiction and c.active = 1
        """;
}
