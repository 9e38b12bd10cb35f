using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>
/// 区划 of the jurisdiction: its county, towns and villages by their statistical codes. A code stays what it is; what is renamed or no longer in force keeps
/// its cases.
/// </summary>
public sealed class DistrictRegister : Register<DistrictRegister.Item, DistrictRegister.Fields>
{
    public static readonly DistrictRegister Instance = new();

    /// <param name="Code">A statistical code of 6, 9 or 12 digits; never changed.</param>
    /// <param name="Body">What represents its people; null for what is usual for its level.</param>
    /// <param name="Successor">The code of what it became part of.</param>
    public sealed record Fields(string? Code, string? Name, DistrictBody? Body, string? Successor);

    public sealed record Item : IRegisterItem
    {
        public string Id => Code;

        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public string? Parent { get; init; }

        /// <summary>What was said; null for what is usual.</summary>
        public DistrictBody? Body { get; init; }

        /// <summary>What represents its people: streets have no congress; null for villages and communities.</summary>
        public DistrictBody? EffectiveBody => DistrictBodies.Of(DistrictCode.Parse(Code), Name, Body);

        public DateOnly? ValidFrom { get; init; }

        /// <summary>The first day on which it is no longer in force; null while it is.</summary>
        public DateOnly? ValidTo { get; init; }

        public string? Successor { get; init; }

        public int Version { get; init; }

        public bool Active => ValidTo is null;

        IEnumerable<string> IRegisterItem.Searched => [Code, Name, Platform.Texts.PinyinInitials.Of(Name)];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["code"] = DistrictCode.Parse(Code).Short,
            ["name"] = Name,
            ["parent"] = Parent is null ? "" : DistrictCode.Parse(Parent).Short,
            ["body"] = Body is { } body ? Terms.Of(body) : "",
            ["successor"] = Successor is null ? "" : DistrictCode.Parse(Successor).Short,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "districts";

    public override string OperationName => "District";

    public override SheetDefinition Sheet => SheetDefinition.Districts;

    public override IReadOnlyList<string> Keys => ["code"];

    protected override string Select => "select code, name, level, parent, body, valid_from, valid_to, successor, version from districts where code like @Inside order by code";

    /// <summary>What lies in it would be nowhere.</summary>
    public override async Task<string?> MayNotCloseAsync(WriteScope scope, Item item)
    {
        if (await scope.FirstOrDefaultAsync<int?>("select 1 from districts where parent = @Code and valid_to is null limit 1", new { item.Code }) is not null)
            return "district_has_children";
        return await scope.FirstOrDefaultAsync<int?>("select 1 from stations where district = @Code and active = 1 limit 1", new { item.Code }) is not null ? "district_has_stations" : null;
    }

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["code"] = fields.Code,
        ["name"] = fields.Name,
        ["body"] = fields.Body?.ToString(),
        ["successor"] = fields.Successor,
    };
}
