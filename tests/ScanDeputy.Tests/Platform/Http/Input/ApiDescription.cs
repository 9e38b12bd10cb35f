using System.Text.Json.Nodes;
using ScanDeputy.Tests.Conventions;

namespace ScanDeputy.Tests.Platform.Http.Input;

/// <summary>One operation of the API's description, with what its body and query are made of.</summary>
/// <param name="TypedQuery">Those of the query that are no texts.</param>
public sealed record ApiOperation(string Method, string Path, JsonNode? Body, IReadOnlyList<string> Query, IReadOnlyList<string> TypedQuery)
{
    public required string Id { get; init; }

    public required string Tag { get; init; }

    /// <summary>What a body may be, by media type; null where there is none.</summary>
    public required JsonObject? Contents { get; init; }

    /// <summary>Those of the address, the query and the headers.</summary>
    public required IReadOnlyList<ApiParameter> Parameters { get; init; }

    /// <summary>Answers by status, as the description has them.</summary>
    public required JsonObject Answers { get; init; }

    /// <summary>Who may call; empty for an operation that is open to all.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>One value beside the body.</summary>
/// <param name="In">path, query or header.</param>
public sealed record ApiParameter(string Name, string In, bool Required, JsonNode Schema, JsonNode? Example);

/// <summary>One place in a body: where it is, and what its schema says of it.</summary>
/// <param name="Path">As an error names it: <c>daysOff[0].date</c>.</param>
public sealed record BodyField(string Path, JsonNode Schema)
{
    public bool Is(string type) => Schema["type"] switch
    {
        JsonArray types => types.Any(one => (string?)one == type),
        JsonValue one => (string?)one == type,
        _ => false,
    };

    public string? Format => (string?)Schema["format"];

    public bool IsEnum => Schema["enum"] is not null;

    public bool IsText => Is("string") && Format is null && !IsEnum;
}

/// <summary>The description that other programs are given, read the way they read it.</summary>
public static class ApiDescription
{
    internal static readonly Lazy<JsonNode> Document = new(() => JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Find().Root, "miniprogram-contracts", "openapi.json")))!);

    public static IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in Document.Value["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new ApiOperation(
               operation.Key.ToUpperInvariant(), path.Key, operation.Value!["requestBody"]?["content"]?["application/json"]?["schema"],
               [.. QueryOf(operation.Value).Select(one => (string)one["name"]!)],
               [.. QueryOf(operation.Value).Where(one => one["schema"] is { } schema && !new BodyField("", Resolve(schema)).IsText).Select(one => (string)one["name"]!)])
           {
               Id = (string)operation.Value["operationId"]!,
               Tag = (string)operation.Value["tags"]![0]!,
               Contents = operation.Value["requestBody"]?["content"]?.AsObject(),
               Parameters = [.. (operation.Value["parameters"]?.AsArray() ?? []).Select(one => new ApiParameter((string)one!["name"]!, (string)one["in"]!, (bool?)one["required"] == true, Resolve(one["schema"]!), one["example"]))],
               Answers = operation.Value["responses"]!.AsObject(),
               Roles = [.. operation.Value["x-roles"]!.AsArray().Select(role => (string)role!)],
           },
    ];

    public static IEnumerable<ApiOperation> WithBody => Operations.Where(operation => operation.Body is not null);

    private static IEnumerable<JsonNode> QueryOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).OfType<JsonNode>().Where(one => (string?)one["in"] == "query");

    /// <summary>Every place in a body, lists with one element.</summary>
    public static IEnumerable<BodyField> FieldsOf(JsonNode schema, string path = "")
    {
        var plain = Resolve(schema);
        if (path.Length > 0)
            yield return new BodyField(path, plain);
        foreach (var (name, own) in plain["properties"]?.AsObject() ?? [])
        {
            foreach (var field in FieldsOf(own!, path.Length == 0 ? name : $"{path}.{name}"))
                yield return field;
        }

        if (plain["items"] is { } items)
        {
            foreach (var field in FieldsOf(items, $"{path}[0]"))
                yield return field;
        }
    }

    /// <summary>A body that fits the schema, with this at one place.</summary>
    public static JsonNode? Sample(JsonNode schema, string? at = null, JsonNode? put = null, string path = "")
    {
        if (at is not null && path == at)
            return put?.DeepClone();
        var field = new BodyField(path, Resolve(schema));
        if (field.Schema["properties"] is { } properties)
            return new JsonObject(properties.AsObject().Select(own => KeyValuePair.Create(own.Key, Sample(own.Value!, at, put, path.Length == 0 ? own.Key : $"{path}.{own.Key}"))));
        if (field.Schema["items"] is { } items)
            return new JsonArray(Sample(items, at, put, $"{path}[0]"));
        if (field.IsEnum)
            return field.Schema["enum"]!.AsArray().First(value => value is not null)!.DeepClone();
        return field switch
        {
            { Format: "date" } => "2026-06-01",
            { Format: "date-time" } => "2026-06-01T08:00:00+08:00",
            { Format: "time-local" } => "08:00:00",
            _ when field.Is("boolean") => true,
            _ when field.Is("integer") => Math.Max(1, (int?)field.Schema["minimum"] ?? 1),
            _ when field.Is("number") => 35.5,
            _ => "路灯坏了三天，请尽快维修。",
        };
    }

    /// <summary>A body with what must be there and nothing else.</summary>
    public static JsonNode? Least(JsonNode schema)
    {
        var plain = Resolve(schema);
        return plain["properties"] is not JsonObject properties
            ? Sample(schema)
            : new JsonObject((plain["required"]?.AsArray() ?? []).Select(name => KeyValuePair.Create((string)name!, Least(properties[(string)name!]!))));
    }

    /// <summary>A value that fits, as it stands in an address.</summary>
    public static string SampleOf(ApiParameter parameter) => parameter.Name switch
    {
        "receivedAt" => "2026-06-01",
        _ => Sample(parameter.Schema) is { } made ? made.ToString() : "",
    };

    public static JsonNode Resolve(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Resolve(reference[2..].Split('/').Aggregate(Document.Value, (node, name) => node[name]!));
        return schema["oneOf"] is JsonArray choices ? Resolve(choices.First(choice => (string?)choice!["type"] != "null")!) : schema;
    }
}
