using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Builds the body of a vector's request: given whole, raw, or as a named one with changes.</summary>
internal static class VectorBody
{
    public static HttpContent? Create(JsonObject request, JsonObject bodies, VectorValues values)
    {
        var text = (string?)request["raw"] ?? Json(request, bodies, values)?.ToJsonString();
        if (text is null) return null;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse((string?)request["type"] ?? "application/json");
        return content;
    }

    /// <summary>The body as JSON, with its names filled in; null when it is raw, or none.</summary>
    public static JsonNode? Json(JsonObject request, JsonObject bodies, VectorValues values) =>
        (request["json"] ?? (request["body"] is JsonObject body ? Like(body, bodies) : null)) is { } json ? values.Fill(json) : null;

    private static JsonNode Like(JsonObject body, JsonObject bodies)
    {
        var json = bodies[(string)body["like"]!]!.DeepClone();
        foreach (var (path, value) in body["set"] as JsonObject ?? []) Owner(json, path, out var name)[name] = value?.DeepClone();
        foreach (var path in body["without"] as JsonArray ?? []) Owner(json, (string)path!, out var name).Remove(name);
        return json;
    }

    private static JsonObject Owner(JsonNode json, string path, out string name)
    {
        var parts = path.Split('.');
        name = parts[^1];
        return parts[..^1].Aggregate(json, (node, part) => node[part]!).AsObject();
    }
}
