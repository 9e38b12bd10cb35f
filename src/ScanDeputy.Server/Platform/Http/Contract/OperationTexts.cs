using System.Collections.Frozen;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>A text of the API's description, in both languages.</summary>
internal sealed record Bilingual(string Zh, string En)
{
    /// <summary>On one line.</summary>
    public override string ToString() => $"{Zh} · {En}";

    public string Paragraphs => $"{Zh}\n\n{En}";

    /// <summary>The same text about something with this name.</summary>
    public Bilingual About(Bilingual name) => new(Zh.Replace("{}", name.Zh, StringComparison.Ordinal), En.Replace("{}", name.En, StringComparison.Ordinal));
}

/// <summary>What is said of one operation.</summary>
internal sealed record OperationText(string Tag, Bilingual Summary, Bilingual Description)
{
    /// <summary>Of its own parameters, by name; the area's and the common ones beside them.</summary>
    public IReadOnlyDictionary<string, Bilingual> Parameters { get; init; } = FrozenDictionary<string, Bilingual>.Empty;
}

/// <summary>
/// The texts of the API's description, from the file <c>Operations.json</c> of each area. A key with <c>{}</c> stands for one operation of each of the
/// file's names (<c>Close{}</c>: CloseStation, CloseDeputy, …).
/// </summary>
internal static class OperationTexts
{
    private const string Prefix = "Operations/";

    private static readonly Lazy<Book> Read = new(Load);

    public static IReadOnlyDictionary<string, Bilingual> Tags => Read.Value.Tags;

    public static IReadOnlyDictionary<string, OperationText> Operations => Read.Value.Operations;

    /// <summary>Of the parts that all operations have: <c>status.404</c>, <c>header.ETag</c>, <c>info</c>.</summary>
    public static Bilingual Common(string key) => Read.Value.Common[key];

    public static Bilingual? Parameter(OperationText operation, string name) =>
        operation.Parameters.GetValueOrDefault(name) ?? Read.Value.Common.GetValueOrDefault($"parameter.{name}");

    private static Book Load()
    {
        var book = new Book();
        var assembly = typeof(OperationTexts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            book.Add(JsonSerializer.Deserialize<AreaTexts>(stream, JsonSerializerOptions.Web)!);
        }

        return book;
    }

    /// <summary>One file.</summary>
    private sealed record AreaTexts
    {
        public IReadOnlyDictionary<string, Bilingual> Tags { get; init; } = FrozenDictionary<string, Bilingual>.Empty;

        public IReadOnlyDictionary<string, Bilingual> Names { get; init; } = FrozenDictionary<string, Bilingual>.Empty;

        public IReadOnlyDictionary<string, Bilingual> Parameters { get; init; } = FrozenDictionary<string, Bilingual>.Empty;

        public IReadOnlyDictionary<string, Bilingual> Common { get; init; } = FrozenDictionary<string, Bilingual>.Empty;

        public IReadOnlyDictionary<string, OperationText> Operations { get; init; } = FrozenDictionary<string, OperationText>.Empty;
    }

    private sealed class Book
    {
        public Dictionary<string, Bilingual> Tags { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Bilingual> Common { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, OperationText> Operations { get; } = new(StringComparer.Ordinal);

        public void Add(AreaTexts area)
        {
            foreach (var (name, text) in area.Tags)
                Tags.Add(name, text);
            foreach (var (name, text) in area.Common)
                Common.Add(name, text);
            foreach (var (key, own) in area.Operations)
            {
                var operation = own with { Parameters = area.Parameters.Concat(own.Parameters).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Last().Value, StringComparer.Ordinal) };
                if (!key.Contains("{}", StringComparison.Ordinal))
                    Operations.Add(key, operation);
                else
                    AddEach(key, operation, area.Names);
            }
        }

        private void AddEach(string key, OperationText operation, IReadOnlyDictionary<string, Bilingual> names)
        {
            foreach (var (name, text) in names)
                Operations.TryAdd(key.Replace("{}", name, StringComparison.Ordinal), operation with { Summary = operation.Summary.About(text), Description = operation.Description.About(text) });
        }
    }
}
