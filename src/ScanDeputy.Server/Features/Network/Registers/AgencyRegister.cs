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
    public sealed record Fields(string? Number, string? Name, string? District);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public string District { get; init; } = "";

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Searched => [Number, Name];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["district"] = DistrictCode.Parse(District).Short,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "agencies";

    public override string OperationName => "Agency";

    public override SheetDefinition Sheet => SheetDefinition.Agencies;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "A";

    protected override string Select => """
        select id, coalesce(reference, id) as number, name, district, active, version
        from agencies where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    /// <summary>Reports would go nowhere, or lie with nobody.</summary>
    public override async Task<string?> MayNotCloseAsync(WriteScope scope, Item item)
    {
        if (await scope.FirstOrDefaultAsync<int?>("select 1 from agency_rules where agency_id = @Id limit 1", new { item.Id }) is not null)
            return "agency_has_rules";
        return await scope.FirstOrDefaultAsync<int?>(SelectOpen, new { item.Id }) is not null ? "agency_has_cases" : null;
    }

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["district"] = fields.District,
    };

    private const string SelectOpen = "select 1 from case_agencies where agency_id = @Id and status in ('Assigned', 'Handling') limit 1";
}
