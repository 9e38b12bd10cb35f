using System.Text.Json.Nodes;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>How much work a query may be.</summary>
internal static class Examined
{
    private const int Page = 20;

    /// <summary>Of any one table, three rows for each that is returned; a list that ends before its page is full may have looked as far as if it were.</summary>
    public static int Allowed(int returned) => 3 * (returned + Page);

    /// <summary>The same of <see cref="ListCall.IsNarrowTwice"/>: a hundredth part of the table at most, whatever it returns.</summary>
    public const int AllowedOfTheSmallerList = 1000;

    /// <summary>Sweeps that look through all that is open for what must not be: they find nothing, and that is their purpose.</summary>
    public static IReadOnlyList<string> Inspections { get; } = ["watchdog"];
}

/// <summary>What MariaDB counted while it ran a query (ANALYZE FORMAT=JSON).</summary>
internal sealed class AnalyzedQuery
{
    private readonly List<(string Table, double Rows)> _tables = [];
    private readonly List<double> _sorts = [];

    public AnalyzedQuery(string json) => Read(JsonNode.Parse(json)!);

    /// <summary>Rows read of the table of which most were read, over all its turns.</summary>
    public (string Table, double Rows) Most => _tables.Count == 0 ? ("", 0) : _tables.MaxBy(table => table.Rows);

    public double MostSorted => _sorts.Count == 0 ? 0 : _sorts.Max();

    private void Read(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>())
                Read(item);
            return;
        }

        if (node is not JsonObject part)
            return;

        if ((string?)part["table_name"] is { } name)
            _tables.Add((name, Number(part["r_rows"]) * Number(part["r_loops"])));
        if (part["filesort"] is JsonObject sort)
            _sorts.Add(Number(sort["r_output_rows"]) * Number(sort["r_loops"]));
        foreach (var (_, value) in part)
        {
            if (value is not null)
                Read(value);
        }
    }

    // Null for what was not run at all.
    private static double Number(JsonNode? node) => node is null ? 0 : (double)node;
}
