using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>分办规则: which agency leads a category in a district; the most specific district wins.</summary>
public sealed class AgencyRuleRegister : Register<AgencyRuleRegister.Item, AgencyRuleRegister.Fields>
{
    public static readonly AgencyRuleRegister Instance = new();

    /// <param name="District">A statistical code of 6, 9 or 12 digits.</param>
    /// <param name="Agency">Its number, or its id.</param>
    public sealed record Fields(string? District, string? Category, string? Agency);

    public sealed record Item : IRegisterItem
    {
        public string Id => $"{District}.{Category}";

        public string District { get; init; } = "";

        public string Category { get; init; } = "";

        public string CategoryName { get; init; } = "";

        public string Agency { get; init; } = "";

        public string AgencyId { get; init; } = "";

        public string AgencyName { get; init; } = "";

        public int Version { get; init; }

        public bool Active => true;

        IEnumerable<string> IRegisterItem.Searched => [District, Category, CategoryName, Agency, AgencyName];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["district"] = DistrictCode.Parse(District).Short,
            ["category"] = Category,
            ["agency"] = Agency,
        };
    }

    public override string Name => "agency-rules";

    public override string OperationName => "AgencyRule";

    public override SheetDefinition Sheet => SheetDefinition.Rules;

    public override IReadOnlyList<string> Keys => ["district", "category_id"];

    public override bool Closes => false;

    protected override string Select => """
        select r.district, r.category_id as category, c.name as category_name, coalesce(a.reference, a.id) as agency, a.id as agency_id, a.name as agency_name, r.version
        from agency_rules r join categories c on c.id = r.category_id join agencies a on a.id = r.agency_id
        where c.jurisdiction = @Jurisdiction order by r.district, c.position, c.id
        """;

    public override IReadOnlyList<string> KeysOf(string id) => id.Split('.', 2) is [var district, var category] && DistrictCode.TryParse(district, out var code) ? [code.ToString(), category] : ["", ""];

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["district"] = fields.District,
        ["category"] = fields.Category,
        ["agency"] = fields.Agency,
    };
}
