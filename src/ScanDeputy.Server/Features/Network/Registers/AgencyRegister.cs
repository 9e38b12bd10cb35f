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
    /// <param name="ContactName">Whom to ask first; with the phone, or neither.</param>
    /// <param name="ContactPhone">The office's number that is given out: a mobile, or a landline with its area code.</param>
    public sealed record Fields(string? Number, string? Name, string? District, string? ContactName, string? ContactPhone);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public string District { get; init; } = "";

        public string? ContactName { get; init; }

        public string? ContactPhone { get; init; }

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, ContactName ?? "", ContactPhone ?? ""];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["district"] = DistrictCode.Parse(District).Short,
            ["active"] = Active ? "是" : "否",
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
        select id, coalesce(reference, id) as number, name, district, contact_name, contact_phone, active, version
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
        ["contact_name"] = fields.ContactName,
        ["contact_phone"] = fields.ContactPhone,
    };

    private const string SelectOpen = "select 1 from case_agencies where agency_id = @Id and status in ('Assigned', 'Handling') limit 1";
}
