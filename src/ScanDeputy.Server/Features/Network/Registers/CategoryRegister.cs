using System.Globalization;
using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>类别. One that is closed can no longer be chosen; cases that have it keep it.</summary>
public sealed class CategoryRegister : Register<CategoryRegister.Item, CategoryRegister.Fields>
{
    public static readonly CategoryRegister Instance = new();

    /// <param name="Number">Its id, one list for all jurisdictions of the database; never changed.</param>
    /// <param name="Position">Place in the list that residents see, from 1.</param>
    /// <param name="Stopper">Why such matters are not taken here, and where they go; null for one that is taken.</param>
    public sealed record Fields(string? Number, string? Name, int? Position, string? Stopper);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public int Position { get; init; }

        public string? Stopper { get; init; }

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
        };
    }

    public override string Name => "categories";

    public override string OperationName => "Category";

    public override SheetDefinition Sheet => SheetDefinition.Categories;

    public override IReadOnlyList<string> Keys => ["id"];

    protected override string Select => "select id, name, position, stopper, active, version from categories where jurisdiction = @Jurisdiction order by position, id";

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["position"] = fields.Position?.ToString(CultureInfo.InvariantCulture),
        ["stopper"] = fields.Stopper,
    };
}
