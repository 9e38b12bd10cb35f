using System.Text.Json.Serialization;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>选区: places that elect deputies of the county's or a town's congress together.</summary>
public sealed class ConstituencyRegister : Register<ConstituencyRegister.Item, ConstituencyRegister.Fields>
{
    public static readonly ConstituencyRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="Level">Of the congress that it elects for: county or town.</param>
    /// <param name="Districts">Towns, villages and communities: statistical codes of 9 or 12 digits.</param>
    /// <param name="Deputies">Numbers of those whom it elected.</param>
    public sealed record Fields(string? Number, string? Name, DistrictLevel? Level, IReadOnlyList<string>? Districts, IReadOnlyList<string>? Deputies);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public IReadOnlyList<string> Districts => StoredDistricts.Parts();

        public IReadOnlyList<string> Deputies => StoredDeputies.Parts();

        public bool Active { get; init; }

        public int Version { get; init; }

        [JsonIgnore]
        public string StoredDistricts { get; init; } = "";

        [JsonIgnore]
        public string StoredDeputies { get; init; } = "";

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, Terms.Of(Level), .. Districts, .. Deputies];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["level"] = Terms.Of(Level),
            ["districts"] = StoredDistricts,
            ["deputies"] = StoredDeputies,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "constituencies";

    public override string OperationName => "Constituency";

    public override SheetDefinition Sheet => SheetDefinition.Constituencies;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "X";

    protected override string Select => """
        select id, coalesce(reference, id) as number, name, level, districts as stored_districts, deputies as stored_deputies, active, version
        from constituencies where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["level"] = fields.Level?.ToString(),
        ["districts"] = Joined(fields.Districts),
        ["deputies"] = Joined(fields.Deputies),
    };

    private static string? Joined(IReadOnlyList<string>? parts) => parts is null ? null : string.Join('|', parts);
}
