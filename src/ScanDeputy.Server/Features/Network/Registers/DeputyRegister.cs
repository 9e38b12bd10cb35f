using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>代表. Who leaves office does so by leaving (<c>/leave</c>), so that open cases are handed on.</summary>
public sealed class DeputyRegister : Register<DeputyRegister.Item, DeputyRegister.Fields>
{
    public static readonly DeputyRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="Level">Of which congress.</param>
    /// <param name="District">A statistical code of 6, 9 or 12 digits.</param>
    public sealed record Fields(string? Number, string? Name, DistrictLevel? Level, string? District, string? Term, string? Pledge, string? PhotoUrl);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public string District { get; init; } = "";

        public string Term { get; init; } = "";

        public string Pledge { get; init; } = "";

        public string? PhotoUrl { get; init; }

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, Term, Terms.Of(Level)];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["level"] = Terms.Of(Level),
            ["district"] = DistrictCode.Parse(District).Short,
            ["term"] = Term,
            ["pledge"] = Pledge,
            ["photo_url"] = PhotoUrl ?? "",
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "deputies";

    public override string OperationName => "Deputy";

    public override SheetDefinition Sheet => SheetDefinition.Deputies;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "D";

    protected override string Select => """
        select id, coalesce(reference, id) as number, name, level, district, term, pledge, photo_url, active, version
        from deputies where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    public override Task<string?> MayNotCloseAsync(WriteScope scope, Item item) => Task.FromResult<string?>("deputy_leaves");

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["level"] = fields.Level?.ToString(),
        ["district"] = fields.District,
        ["term"] = fields.Term,
        ["pledge"] = fields.Pledge,
        ["photo_url"] = fields.PhotoUrl,
    };
}
