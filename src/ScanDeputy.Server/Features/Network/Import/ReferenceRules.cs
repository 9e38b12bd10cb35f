using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Congresses;
using ScanDeputy.Server.Features.Network.Constituencies;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>What the files' own look at each row cannot see: things named twice, and things named that nobody has.</summary>
internal sealed class ReferenceRules(MasterData data, string jurisdiction, ImportIds ids, RuleBook book)
{
    private const int CodesAtOnce = 500;

    // A list of cases walks along each of them.
    private const int MostStations = 30;

    public async Task CheckAsync(WriteScope scope)
    {
        Once(data.Districts, line => line.Row, line => line.Code, "code");
        Once(data.Stations, line => line.Row, line => line.Id, "id");
        Once(data.Deputies, line => line.Row, line => line.Id, "id");
        Once(data.Agencies, line => line.Row, line => line.Id, "id");
        Once(data.Categories, line => line.Row, line => line.Id, "id");
        Once(data.Seats, line => line.Row, line => $"{line.Station}/{line.Deputy}", "deputy");
        Once(data.Rules, line => line.Row, line => $"{line.District}/{line.Category}/{line.ValidFrom}", "category");
        Once(data.Receptions, line => line.Row, line => $"{line.Station}/{line.On}/{line.Deputy}", "date");
        Once(data.Constituencies, line => line.Row, line => line.Id, "id");
        Once(data.Terms, line => line.Row, line => line.Name.Length == 0 ? "" : $"{line.Level}/{line.Name}", "name");
        Once(data.Templates, line => line.Row, line => line.Id, "id");
        Once(data.ReceptionRules, line => line.Row, line => line.Id, "id");
        Once(data.Staff, line => line.Row, line => line.UserName, "user_name");
        Once(data.Staff.Where(line => line is { Active: true, Phone: not null }), line => line.Row, line => line.Phone!, "phone");

        await CheckDistrictsAsync(scope);
        await CheckCongressesAsync(scope);
        await CheckCategoriesAsync(scope);
        var stations = Named("stations", data.Stations.Select(line => line.Id));
        var deputies = Named("deputies", data.Deputies.Select(line => line.Id));
        var agencies = Named("agencies", data.Agencies.Select(line => line.Id));
        var categories = (await scope.ListAsync<string>("select id from categories where jurisdiction = @jurisdiction", new { jurisdiction }))
            .Concat(data.Categories.Select(line => line.Id)).ToHashSet(StringComparer.Ordinal);

        foreach (var line in data.Seats)
        {
            Needs(line.Row, "station", stations, line.Station, "stations.csv");
            Needs(line.Row, "deputy", deputies, line.Deputy, "deputies.csv");
        }

        foreach (var line in data.Receptions)
        {
            Needs(line.Row, "station", stations, line.Station, "stations.csv");
            Needs(line.Row, "deputy", deputies, line.Deputy, "deputies.csv");
        }

        await new TermSheet(data, jurisdiction, ids).CheckAsync(scope);
        await new ConstituencySheet(data, jurisdiction).CheckAsync(scope, deputies);
        await new AgencySheet(data, jurisdiction, ids).CheckAsync(scope);
        await new ReceptionRuleChecks(book, jurisdiction).CheckAsync(scope, data.ReceptionRules, stations, deputies);

        foreach (var line in data.Rules)
        {
            Needs(line.Row, "agency", agencies, line.Agency, "agencies.csv");
            if (!categories.Contains(line.Category))
                line.Row.Fault("category", "unknown_reference", line.Category, "categories.csv");
        }

        CheckTemplates(categories);
        foreach (var line in data.Staff)
        {
            Belongs(line, Role.Deputy, "deputy", line.Deputy, deputies, "deputies.csv");
            Belongs(line, Role.AgencyHandler, "agency", line.Agency, agencies, "agencies.csv");
            KeepsStations(line, stations);
            if (line.Roles.Contains(Role.Supervisor) != line.SupervisorLevel is not null)
                line.Row.Fault("supervisor_level", "role_needs", line.Row.TitleOf("supervisor_level"));
            FitsTown(line, line.Town);
        }
    }

    private void CheckTemplates(HashSet<string> categories)
    {
        foreach (var line in data.Templates.Where(line => line.Category is not null && !categories.Contains(line.Category)))
            line.Row.Fault("category", "unknown_reference", line.Category, "categories.csv");
    }

    /// <summary>Only what is an office's can be a town office's; and nobody of a town administers.</summary>
    public static bool FitsTown(MasterData.StaffLine line, string? town)
    {
        var others = town is null ? [] : line.Roles.Except(Rights.OfTowns).ToList();
        if (others.Count == 0)
            return true;

        line.Row.Fault("roles", "not_of_town", string.Join('、', others.Select(role => Terms.Of(role))), string.Join('、', Rights.OfTowns.Select(role => Terms.Of(role))), line.Row.TitleOf("town"));
        return false;
    }

    private async Task CheckDistrictsAsync(WriteScope scope)
    {
        var known = await KnownDistrictsAsync(scope);
        foreach (var line in data.Districts)
        {
            // A province is the top of what is stored.
            if (DistrictCode.TryParse(line.Code, out var code) && code is { Level: > DistrictLevel.Province, Parent: { } parent } && !known.Contains(parent.ToString()))
                line.Row.Fault("code", "unknown_parent", parent.Short);
        }

        foreach (var line in data.Districts.Where(line => line.Successor is { } successor && !known.Contains(successor)))
            line.Row.Fault("successor", "unknown_reference", line.Successor, "districts.csv");
        foreach (var line in data.Districts.Where(line => line.Code.Length > 0 && !line.Code.StartsWith(jurisdiction, StringComparison.Ordinal) && !IsAbove(line.Code)))
            line.Row.Fault("code", "outside", DistrictCode.Parse(line.Code).Short, jurisdiction);

        // Deputies of higher levels may have been elected elsewhere.
        var own = data.Stations.Select(line => (line.Row, line.District)).Concat(data.Agencies.Select(line => (line.Row, line.District))).Concat(data.Rules.Select(line => (line.Row, line.District)));
        foreach (var (row, district) in own.Where(named => named.District.Length > 0 && known.Contains(named.District) && !named.District.StartsWith(jurisdiction, StringComparison.Ordinal)))
            row.Fault("district", "outside", DistrictCode.Parse(district).Short, jurisdiction);

        var named = data.Stations.Select(line => (line.Row, line.District)).Concat(data.Deputies.Select(line => (line.Row, line.District)))
            .Concat(data.Agencies.Select(line => (line.Row, line.District))).Concat(data.Rules.Select(line => (line.Row, line.District)));
        foreach (var (row, district) in named)
        {
            if (district.Length > 0 && !known.Contains(district))
                row.Fault("district", "unknown_reference", district, "districts.csv");
        }

        foreach (var line in data.Staff.Where(line => line.Town is not null))
        {
            if (!line.Town!.StartsWith(jurisdiction, StringComparison.Ordinal))
                line.Row.Fault("town", "other_county", line.Town, jurisdiction);
            else if (!known.Contains(line.Town))
                line.Row.Fault("town", "unknown_reference", line.Town, "districts.csv");
        }
    }

    /// <summary>A street has no congress of its own, and so no deputies of a town's (handbook §6); those whom its people elect are the county's.</summary>
    private async Task CheckCongressesAsync(WriteScope scope)
    {
        var lines = data.Deputies.Where(line => line.Level == DistrictLevel.Town && DistrictCode.TryParse(line.District, out var code) && code.Level >= DistrictLevel.Town).ToList();
        var bodies = new Dictionary<string, DistrictBody?>(StringComparer.Ordinal);
        foreach (var some in lines.Select(line => DistrictCode.Parse(line.District).Town!.ToString()).Distinct(StringComparer.Ordinal).Chunk(CodesAtOnce))
        {
            foreach (var (code, name, body) in await scope.ListAsync<(string Code, string Name, string? Body)>("select code, name, body from districts where code in @some", new { some }))
                bodies[code] = DistrictBodies.Of(DistrictCode.Parse(code), name, body is null ? null : Enum.Parse<DistrictBody>(body));
        }

        foreach (var line in data.Districts.Where(line => line.Code.Length > 0))
            bodies[line.Code] = DistrictBodies.Of(DistrictCode.Parse(line.Code), line.Name, line.Body);
        foreach (var line in lines)
        {
            if (bodies.TryGetValue(DistrictCode.Parse(line.District).Town!.ToString(), out var body) && body != DistrictBody.Congress)
                line.Row.Fault("district", "no_congress", DistrictCode.Parse(line.District).Short);
        }
    }

    /// <summary>Those that are named here, not all of a nation.</summary>
    private async Task<HashSet<string>> KnownDistrictsAsync(WriteScope scope)
    {
        var coming = data.Districts.Select(line => line.Code).ToHashSet(StringComparer.Ordinal);
        var parents = data.Districts.Select(line => DistrictCode.TryParse(line.Code, out var code) ? code.Parent?.ToString() : null);
        var named = data.Stations.Select(line => line.District).Concat(data.Deputies.Select(line => line.District)).Concat(data.Agencies.Select(line => line.District))
            .Concat(data.Rules.Select(line => line.District)).Concat(data.Staff.Select(line => line.Town)).Concat(data.Districts.Select(line => line.Successor)).Concat(parents);
        var asked = named.OfType<string>().Where(code => code.Length > 0 && !coming.Contains(code)).Distinct(StringComparer.Ordinal);
        foreach (var some in asked.Chunk(CodesAtOnce))
            coming.UnionWith(await scope.ListAsync<string>("select code from districts where code in @some", new { some }));
        return coming;
    }

    private bool IsAbove(string code) => DistrictCode.Parse(code).Short is { Length: < 6 } above && jurisdiction.StartsWith(above, StringComparison.Ordinal);

    /// <summary>Their ids stand in rules and cases as they are and are one list for all jurisdictions of a database.</summary>
    private async Task CheckCategoriesAsync(WriteScope scope)
    {
        foreach (var line in data.Categories)
        {
            var owner = await scope.FirstOrDefaultAsync<string>("select jurisdiction from categories where id = @Id", new { line.Id });
            if (owner is not null && owner != jurisdiction)
                line.Row.Fault("id", "other_jurisdiction", line.Id, owner);
        }
    }

    /// <summary>Whether something with this number is there, or comes with the files.</summary>
    private Func<string, bool> Named(string table, IEnumerable<string> numbers)
    {
        var coming = numbers.ToHashSet(StringComparer.Ordinal);
        return number => coming.Contains(number) || ids.Knows(table, number);
    }

    private static void Needs(ImportRow row, string column, Func<string, bool> known, string id, string file)
    {
        if (id.Length > 0 && !known(id))
            row.Fault(column, "unknown_reference", id, file);
    }

    private static void KeepsStations(MasterData.StaffLine line, Func<string, bool> known)
    {
        if (line.Roles.Contains(Role.StationKeeper) != line.Stations.Count > 0)
            line.Row.Fault("station", "role_needs", line.Row.TitleOf("station"));
        if (line.Stations.Count > MostStations)
            line.Row.Fault("station", "many_stations", MostStations);
        foreach (var station in line.Stations)
            Needs(line.Row, "station", known, station, "stations.csv");
    }

    /// <summary>Whoever has the role belongs to one of these, and nobody else does.</summary>
    private static void Belongs(MasterData.StaffLine line, Role role, string column, string? id, Func<string, bool> known, string file)
    {
        if (line.Roles.Contains(role) != id is not null)
            line.Row.Fault(column, "role_needs", line.Row.TitleOf(column));
        else if (id is not null)
            Needs(line.Row, column, known, id, file);
    }

    private static void Once<T>(IEnumerable<T> lines, Func<T, ImportRow> rowOf, Func<T, string> keyOf, string column)
    {
        var first = new Dictionary<string, ImportRow>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var (row, key) = (rowOf(line), keyOf(line));
            if (key.Length > 0 && !first.TryAdd(key, row))
                row.Fault(column, "duplicate", first[key].Line);
        }
    }
}
