using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>A file of vectors, grouped by area.</summary>
internal sealed class VectorFile
{
    private readonly Dictionary<string, JsonObject> _vectors;

    private VectorFile(JsonObject head, Dictionary<string, JsonObject> vectors) => (Head, _vectors) = (head, vectors);

    public JsonObject Head { get; }

    public JsonObject this[string id] => _vectors[id];

    public static VectorFile Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "WeChat", "Vectors", name);
        var head = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var vectors = head["areas"]!.AsObject().SelectMany(area => area.Value!.AsArray()).Select(vector => vector!.AsObject());
        return new VectorFile(head, vectors.ToDictionary(vector => (string)vector["id"]!, StringComparer.Ordinal));
    }

    public TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var (id, vector) in _vectors) rows.Add(id, (string)vector["says"]!);
        return rows;
    }
}
