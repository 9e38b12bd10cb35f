using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>承办单位.</summary>
public sealed class AgencyRegister : Register<AgencyRegister.Item, AgencyRegister.Fields>
{
    public static readonly AgencyRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="District">Where it is responsible: a statistical code of 6, 9 or 12 digits.</param>
    /// <param name="Parent">The agency that it belongs to: its number, or its id.</param>
    /// <param name="ContactName">Whom to ask first; with the phone, or neither.</param>
    /// <param name="ContactPhone">The office's number that is given out: a mobile, or a landline with its area code.</param>
    public sealed record Fields(string? Number, string? Name, string? District, string? Parent, string? ContactName, string? ContactPhone);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public string District { get; init; } = "";

        /// <summary>The number of the agency that it belongs to.</summary>
        public string? Parent { get; init; }

        public string? ParentId { get; init; }

        public string? ParentName { get; init; }

        /// <summary>How many agencies stand above it; the list shows each below the one that it belongs to.</summary>
        public int Depth { get; init; }

        public string? ContactName { get; init; }

        public string? ContactPhone { get; init; }

        public bool Active { get; init; }

        public int Version { get; init; }

        string? IRegisterItem.Above => ParentName;

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, ParentName ?? "", ContactName ?? "", ContactPhone ?? ""];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["district"] = DistrictCode.Parse(District).Short,
            ["active"] = Active ? "是" : "否",
            ["parent"] = Parent ?? "",
            ["contact_name"] = ContactName ?? "",
            ["contact_phone"] = ContactPhone ?? "",
        };
    }

    public override string Name => "agencies";

    public override string OperationName => "Agency";

    public override SheetDefinition Sheet => SheetDefinition.Agencies;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "A";

    protected override string Select => """
        select a.id, coalesce(a.reference, a.id) as number, a.name, a.district, coalesce(p.reference, p.id) as parent, a.parent_id, p.name as parent_name,
          a.contact_name, a.contact_phone, a.active, a.version
        from agencies a left join agencies p on p.id = a.parent_id where a.jurisdiction = @Jurisdiction order by coalesce(a.reference, a.id)
        """;

    /// <summary>Reports would go nowhere, or lie with nobody.</summary>
    public override async Task<string?> MayNotCloseAsync(WriteScope scope, Item item)
    {
        if (await scope.FirstOrDefaultAsync<int?>("select 1 from agencies where parent_id = @Id and active = 1 limit 1", new { item.Id }) is not null)
            return "agency_has_children";
        if (await scope.FirstOrDefaultAsync<int?>("select 1 from agency_rules where agency_id = @Id limit 1", new { item.Id }) is not null)
            return "agency_has_rules";
        if ((await scope.ListAsync<string>(SelectCoAgencies, new { item.Id })).Any(numbers => numbers.Parts().Contains(item.Number, StringComparer.Ordinal)))
            return "agency_has_rules";
        return await scope.FirstOrDefaultAsync<int?>(SelectOpen, new { item.Id }) is not null ? "agency_has_cases" : null;
    }

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["district"] = fields.District,
        ["parent"] = fields.Parent,
        ["contact_name"] = fields.ContactName,
        ["contact_phone"] = fields.ContactPhone,
    };

    /// <summary>As a tree: each below the one that it belongs to, those without one first of all.</summary>
    protected override IReadOnlyList<Item> Ordered(IReadOnlyList<Item> items)
    {
        var known = items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var children = items.ToLookup(item => item.ParentId is { } parent && known.Contains(parent) ? parent : "", StringComparer.Ordinal);
        var ordered = new List<Item>();
        Add("", 0);
        return ordered;

        void Add(string parent, int depth)
        {
            foreach (var item in children[parent])
            {
                ordered.Add(item with { Depth = depth });
                Add(item.Id, depth + 1);
            }
        }
    }

    private const string SelectCoAgencies = """
        select r.co_agencies from agency_rules r join agencies own on own.id = @Id join agencies a on a.id = r.agency_id and a.jurisdiction = own.jurisdiction
        where r.co_agencies <> ''
        """;

    private const string SelectOpen = "select 1 from case_agencies where agency_id = @Id and status in ('Assigned', 'Handling') limit 1";
}
