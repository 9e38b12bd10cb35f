using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>
/// 承办单位 and their rules as files or pages say them. Whom to ask first (首问责任人) is the office's contact for its work, which the office itself gives out: no
/// personal data of a resident, so it is kept in plain text like the name of a deputy, and shown to the parties of the agency's cases only.
/// </summary>
internal sealed class AgencySheet(MasterData data, string jurisdiction, ImportIds ids)
{
    private const int MostCoAgencies = 10;

    public static MasterData.AgencyLine Read(ImportRow row)
    {
        var line = new MasterData.AgencyLine(
            row, row.Id("id"), row.Required("name", 100), row.District("district"), row.YesNo("active"), row.MaybeId("parent"), row.MaybePersonName("contact_name", 50),
            row.OfficePhone("contact_phone"));
        if (row.Has("contact_name") && row.Has("contact_phone") && line.ContactName is null != line.ContactPhone is null)
            row.Fault(line.ContactName is null ? "contact_name" : "contact_phone", "half_contact");
        return line;
    }

    public static MasterData.RuleLine ReadRule(ImportRow row)
    {
        var line = new MasterData.RuleLine(
            row, row.District("district"), row.Id("category"), row.Id("agency"), row.Has("co_agencies") ? row.Parts("co_agencies") : [], row.MaybeDate("valid_from"), row.MaybeDate("valid_to"));
        if (line.ValidTo < line.ValidFrom)
            row.Fault("valid_to", "dates_reversed");
        if (line.CoAgencies.Count > MostCoAgencies)
            row.Fault("co_agencies", "too_many_co_agencies", MostCoAgencies);
        return line;
    }

    public static async Task WriteAsync(Upsert upsert, MasterData data, string jurisdiction, ImportIds ids)
    {
        await upsert.RunAsync("agencies", 1, data.Agencies.Select(line =>
        {
            List<(string, object?)> columns =
            [
                ("id", ids.Agency(line.Id)), ("reference", ids.NumberOf("agencies", line.Id)), ("jurisdiction", jurisdiction), ("district", line.District), ("name", line.Name),
                ("active", line.Active),
            ];
            // A file without a column leaves what is stored there.
            if (line.Row.Has("parent"))
                columns.Add(("parent_id", line.Parent is { } parent ? ids.Agency(parent) : null));
            if (line.Row.Has("contact_name"))
                columns.Add(("contact_name", line.ContactName));
            if (line.Row.Has("contact_phone"))
                columns.Add(("contact_phone", line.ContactPhone));
            return columns.ToArray();
        }));
    }

    /// <summary>After the categories, which they name.</summary>
    public static Task WriteRulesAsync(Upsert upsert, MasterData data, ImportIds ids) => upsert.RunAsync("agency_rules", 3, data.Rules.Select(line =>
    {
        List<(string, object?)> columns =
        [
            ("district", line.District), ("category_id", line.Category), ("valid_from", line.ValidFrom is { } from ? Columns.Text(from) : ""), ("agency_id", ids.Agency(line.Agency)),
        ];
        if (line.Row.Has("co_agencies"))
            columns.Add(("co_agencies", string.Join('|', line.CoAgencies.Select(number => NumberOf(ids, number)))));
        if (line.Row.Has("valid_to"))
            columns.Add(("valid_to", line.ValidTo));
        return columns.ToArray();
    }));

    /// <summary>What only all of them together show: the tree, and who is named though out of use.</summary>
    public async Task CheckAsync(WriteScope scope)
    {
        if (data.Agencies.Count + data.Rules.Count == 0)
            return;

        var agencies = (await scope.ListAsync<Node>("select id, name, parent_id, active from agencies where jurisdiction = @jurisdiction", new { jurisdiction }))
            .ToDictionary(node => node.Id, StringComparer.Ordinal);
        foreach (var line in data.Agencies)
        {
            var id = ids.Agency(line.Id);
            var parent = line.Row.Has("parent") ? line.Parent is { } number ? ids.Agency(number) : null : agencies.GetValueOrDefault(id)?.ParentId;
            agencies[id] = new Node { Id = id, Name = line.Name, ParentId = parent, Active = line.Active };
        }

        foreach (var line in data.Agencies)
            CheckTree(line, agencies);
        await CheckRulesAsync(scope, agencies);
    }

    private void CheckTree(MasterData.AgencyLine line, Dictionary<string, Node> agencies)
    {
        var node = agencies[ids.Agency(line.Id)];
        if (line.Parent is { } number && !agencies.ContainsKey(ids.Agency(number)))
            line.Row.Fault("parent", "unknown_reference", number, "agencies.csv");
        else if (line.Row.Has("parent") && IsAboveItself(node, agencies))
            line.Row.Fault("parent", "parent_cycle", line.Parent);
        else if (node is { Active: true, ParentId: { } above } && agencies.GetValueOrDefault(above) is { Active: false } closed)
            line.Row.Fault(line.Row.Has("parent") ? "parent" : "active", "parent_closed", closed.Name);
        if (!node.Active && agencies.Values.FirstOrDefault(child => child.Active && child.ParentId == node.Id) is { } open)
            line.Row.Fault("active", "open_children", open.Name);
    }

    private static bool IsAboveItself(Node node, Dictionary<string, Node> agencies)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var above = node.ParentId; above is not null && seen.Add(above); above = agencies.GetValueOrDefault(above)?.ParentId)
        {
            if (above == node.Id)
                return true;
        }

        return false;
    }

    private async Task CheckRulesAsync(WriteScope scope, Dictionary<string, Node> agencies)
    {
        foreach (var line in data.Rules)
        {
            var lead = ids.Agency(line.Agency);
            if (agencies.GetValueOrDefault(lead) is { Active: false } closed)
                line.Row.Fault("agency", "agency_closed", closed.Name);
            foreach (var number in line.CoAgencies)
            {
                if (agencies.GetValueOrDefault(ids.Agency(number)) is not { } named)
                    line.Row.Fault("co_agencies", "unknown_reference", number, "agencies.csv");
                else if (!named.Active)
                    line.Row.Fault("co_agencies", "agency_closed", named.Name);
                else if (named.Id == lead)
                    line.Row.Fault("co_agencies", "co_agency_leads", number);
            }
        }

        var closing = data.Agencies.Where(line => !line.Active).ToList();
        if (closing.Count == 0)
            return;

        // Those that these lines do not say anew.
        var said = data.Rules.Select(line => (line.District, line.Category, line.ValidFrom is { } from ? Columns.Text(from) : "")).ToHashSet();
        var kept = (await scope.ListAsync<(string District, string Category, string From, string Agency, string CoAgencies)>(SelectRules, new { jurisdiction }))
            .Where(rule => !said.Contains((rule.District, rule.Category, rule.From))).ToList();
        foreach (var line in closing)
        {
            var (id, number) = (ids.Agency(line.Id), NumberOf(ids, line.Id));
            if (kept.Exists(rule => rule.Agency == id || rule.CoAgencies.Parts().Contains(number, StringComparer.Ordinal)))
                line.Row.Fault("active", "agency_in_rules");
        }
    }

    /// <summary>As it is stored: an agency without a number is called by its id.</summary>
    private static string NumberOf(ImportIds ids, string number) => ids.NumberOf("agencies", number) ?? ids.Agency(number);

    private const string SelectRules = """
        select r.district, r.category_id, r.valid_from, r.agency_id, r.co_agencies from agency_rules r join categories c on c.id = r.category_id
        where c.jurisdiction = @jurisdiction
        """;

    private sealed record Node
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string? ParentId { get; init; }

        public bool Active { get; init; }
    }
}
