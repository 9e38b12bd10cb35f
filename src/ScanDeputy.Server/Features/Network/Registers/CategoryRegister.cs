using System.Globalization;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>类别. One that is closed can no longer be chosen; cases that have it keep it.</summary>
public sealed class CategoryRegister : Register<CategoryRegister.Item, CategoryRegister.Fields>
{
    public static readonly CategoryRegister Instance = new();

    /// <param name="Number">Its id, one list for all jurisdictions of the database; never changed.</param>
    /// <param name="Position">Place in the list that residents see, from 1.</param>
    /// <param name="Stopper">Why such matters are not taken here, and where they go; null for one that is taken.</param>
    /// <param name="Icon">The symbol beside the name; <see cref="CategoryIcon.Other"/> when left out.</param>
    /// <param name="RetentionYears">1 to 30: how long after a case's end its personal data is kept; for good when left out.</param>
    public sealed record Fields(string? Number, string? Name, int? Position, string? Stopper, CategoryIcon? Icon, int? RetentionYears);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public int Position { get; init; }

        public string? Stopper { get; init; }

        public CategoryIcon Icon { get; init; }

        public int? RetentionYears { get; init; }

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Searched => [Id, Name];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Id,
            ["name"] = Name,
            ["position"] = Position.ToString(CultureInfo.InvariantCulture),
            ["stopper"] = Stopper ?? "",
            ["active"] = Active ? "是" : "否",
            ["icon"] = Terms.Of(Icon),
            ["retention_years"] = RetentionYears?.ToString(CultureInfo.InvariantCulture) ?? "",
        };
    }

    public override string Name => "categories";

    public override string OperationName => "Category";

    public override SheetDefinition Sheet => SheetDefinition.Categories;

    public override IReadOnlyList<string> Keys => ["id"];

    protected override string Select => "select id, name, position, stopper, icon, retention_years, active, version from categories where jurisdiction = @Jurisdiction order by position, id";

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["position"] = fields.Position?.ToString(CultureInfo.InvariantCulture),
        ["stopper"] = fields.Stopper,
        ["icon"] = fields.Icon?.ToString(),
        ["retention_years"] = fields.RetentionYears?.ToString(CultureInfo.InvariantCulture),
    };
}
