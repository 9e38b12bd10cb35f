using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>届次: the terms of a jurisdiction's congresses, each of one level. Its end, which all of its deputies leave with, is said elsewhere and for good.</summary>
public sealed class TermRegister : Register<TermRegister.Item, TermRegister.Fields>
{
    public static readonly TermRegister Instance = new();

    /// <param name="Name">As deputies have it, e.g. 第十九届; changed only while no deputy has it.</param>
    /// <param name="LastOn">Inclusive; null while it is not known.</param>
    public sealed record Fields(DistrictLevel? Level, string? Name, DateOnly? FirstOn, DateOnly? LastOn);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public string Name { get; init; } = "";

        public DateOnly FirstOn { get; init; }

        /// <summary>Inclusive; null while it is not known.</summary>
        public DateOnly? LastOn { get; init; }

        /// <summary>When an office has said that it ends; null until then.</summary>
        public DateTimeOffset? EndedAt { get; init; }

        /// <summary>In office now, of this level and term.</summary>
        public int Deputies { get; init; }

        public int Version { get; init; }

        /// <summary>No end has been said.</summary>
        public bool Active => EndedAt is null;

        IEnumerable<string> IRegisterItem.Searched => [Name, Terms.Of(Level)];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["level"] = Terms.Of(Level),
            ["first_on"] = Text(FirstOn),
            ["last_on"] = LastOn is { } last ? Text(last) : "",
        };
    }

    public override string Name => "terms";

    public override string OperationName => "Term";

    public override string RowsName => "Terms";

    public override SheetDefinition Sheet => SheetDefinition.CongressTerms;

    public override IReadOnlyList<string> Keys => ["id"];

    public override bool Closes => false;

    public override string TakenText => "term_taken";

    protected override string Select => """
        select t.id, t.level, t.name, t.first_on, t.last_on, t.ended_at, t.version,
          (select count(*) from deputies d where d.jurisdiction = t.jurisdiction and d.level = t.level and d.term = t.name and d.active = 1) as deputies
        from congress_terms t where t.jurisdiction = @Jurisdiction order by t.first_on desc, t.name
        """;

    protected override IReadOnlyList<Item> Ordered(IReadOnlyList<Item> items) => [.. items.OrderBy(item => item.Level)];

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["name"] = fields.Name,
        ["level"] = fields.Level?.ToString(),
        ["first_on"] = fields.FirstOn is { } first ? Text(first) : null,
        ["last_on"] = fields.LastOn is { } last ? Text(last) : null,
    };

    private static string Text(DateOnly day) => Platform.Database.Columns.Text(day);
}
