using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>区划 of the jurisdiction: its county, towns and villages by their statistical codes. A code stays what it is; what is renamed keeps its cases.</summary>
public sealed class DistrictRegister : Register<DistrictRegister.Item, DistrictRegister.Fields>
{
    public static readonly DistrictRegister Instance = new();

    /// <param name="Code">A statistical code of 6, 9 or 12 digits; never changed.</param>
    public sealed record Fields(string? Code, string? Name);

    public sealed record Item : IRegisterItem
    {
        public string Id => Code;

        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public string? Parent { get; init; }

        public int Version { get; init; }

        public bool Active => true;

        IEnumerable<string> IRegisterItem.Searched => [Code, Name];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = DistrictCode.Parse(Code).Short, ["name"] = Name };
    }

    public override string Name => "districts";

    public override string OperationName => "District";

    public override SheetDefinition Sheet => SheetDefinition.Districts;

    public override IReadOnlyList<string> Keys => ["code"];

    public override bool Closes => false;

    protected override string Select => "select code, name, level, parent, version from districts where code like @Inside order by code";

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = fields.Code, ["name"] = fields.Name };
}
