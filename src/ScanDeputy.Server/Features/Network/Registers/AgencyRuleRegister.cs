using System.Globalization;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>分办规则: which agency leads a category in a district; the most specific district wins.</summary>
public sealed class AgencyRuleRegister : Register<AgencyRuleRegister.Item, AgencyRuleRegister.Fields>
{
    public static readonly AgencyRuleRegister Instance = new();

    /// <param name="District">A statistical code of 6, 9 or 12 digits.</param>
    /// <param name="Agency">Its number, or its id.</param>
    /// <param name="CoAgencies">Numbers of those that are proposed to handle with it.</param>
    /// <param name="ValidFrom">The first day, never changed; null for ever since.</param>
    /// <param name="ValidTo">The last day, inclusive; null until another rule is made.</param>
    public sealed record Fields(string? District, string? Category, string? Agency, IReadOnlyList<string>? CoAgencies, DateOnly? ValidFrom, DateOnly? ValidTo);

    public sealed record Item : IRegisterItem
    {
        public string Id => IdOf(District, Category, ValidFrom);

        public string District { get; init; } = "";

        public string Category { get; init; } = "";

        public string CategoryName { get; init; } = "";

        public string Agency { get; init; } = "";

        public string AgencyId { get; init; } = "";

        public string AgencyName { get; init; } = "";

        /// <summary>Numbers of those that are proposed to handle with it.</summary>
        public IReadOnlyList<string> CoAgencies => StoredCoAgencies.Parts();

        /// <summary>The first day on which it holds; null for ever since.</summary>
        public DateOnly? ValidFrom => StoredFrom.Length == 0 ? null : DateOnly.ParseExact(StoredFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        /// <summary>The last one, inclusive.</summary>
        public DateOnly? ValidTo { get; init; }

        public int Version { get; init; }

        public bool Active => true;

        [JsonIgnore]
        public string StoredCoAgencies { get; init; } = "";

        [JsonIgnore]
        public string StoredFrom { get; init; } = "";

        IEnumerable<string> IRegisterItem.Searched => [District, Category, CategoryName, Agency, AgencyName];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["district"] = DistrictCode.Parse(District).Short,
            ["category"] = Category,
            ["agency"] = Agency,
            ["co_agencies"] = StoredCoAgencies,
            ["valid_from"] = StoredFrom,
            ["valid_to"] = ValidTo is { } last ? Text(last) : "",
        };
    }

    public override string Name => "agency-rules";

    public override string OperationName => "AgencyRule";

    public override SheetDefinition Sheet => SheetDefinition.Rules;

    public override IReadOnlyList<string> Keys => ["district", "category_id", "valid_from"];

    public override bool Closes => false;

    protected override string Select => """
        select r.district, r.category_id as category, c.name as category_name, coalesce(a.reference, a.id) as agency, a.id as agency_id, a.name as agency_name,
          r.co_agencies as stored_co_agencies, r.valid_from as stored_from, r.valid_to, r.version
        from agency_rules r join categories c on c.id = r.category_id join agencies a on a.id = r.agency_id
        where c.jurisdiction = @Jurisdiction order by r.district, c.position, c.id, r.valid_from
        """;

    public static string IdOf(string district, string category, DateOnly? from) => from is { } first ? $"{district}.{category}.{Text(first)}" : $"{district}.{category}";

    public override IReadOnlyList<string> KeysOf(string id) => id.Split('.') is [var district, var category, .. var from] && from.Length < 2 && DistrictCode.TryParse(district, out var code)
        ? [code.ToString(), category, from is [var day] ? day : ""]
        : ["", "", ""];

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["district"] = fields.District,
        ["category"] = fields.Category,
        ["agency"] = fields.Agency,
        ["co_agencies"] = fields.CoAgencies is { } numbers ? string.Join('|', numbers) : null,
        ["valid_from"] = fields.ValidFrom is { } first ? Text(first) : null,
        ["valid_to"] = fields.ValidTo is { } last ? Text(last) : null,
    };

    private static string Text(DateOnly day) => Platform.Database.Columns.Text(day);
}
