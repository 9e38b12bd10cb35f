using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ScanDeputy.Tests.Platform.Http.Input;

namespace ScanDeputy.Tests.Contracts;

/// <summary>The committed description as a judge of answers: which operation it was, and whether what came back was declared.</summary>
public static class ApiContract
{
    private const string Address = "https://scandeputy.test/openapi.json";
    private const string ProblemType = "application/problem+json";

    private static readonly IReadOnlyList<(ApiOperation Operation, string[] Path)> Known =
    [
        // Fixed parts before those in braces: /admin/agency-rules/try is no id.
        .. from operation in ApiDescription.Operations
           orderby operation.Path.Count(c => c == '{'), operation.Path.Length descending
           select (operation, operation.Path.Split('/')),
    ];

    private static readonly Lazy<Uri> Registered = new(() =>
    {
        var address = new Uri(Address);
        SchemaRegistry.Global.Register(new JsonElementBaseDocument(JsonSerializer.SerializeToElement(ApiDescription.Document.Value), address));
        return address;
    });

    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    [ModuleInitializer]
    internal static void Judge() => Harness.ApiClient.Judge = FaultOf;

    public static ApiOperation? Find(string method, string path)
    {
        var parts = path.Split('/');
        return Known.FirstOrDefault(one => one.Operation.Method == method && one.Path.Length == parts.Length && one.Path.Zip(parts).All(pair => pair.First is ['{', ..] ? pair.Second.Length > 0 : pair.First == pair.Second)).Operation;
    }

    /// <returns>Null for an answer that the description knows, and for an address that is none of the API's.</returns>
    public static string? FaultOf(HttpRequestMessage request, Harness.ApiAnswer answer) =>
        Find(request.Method.Method, request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : request.RequestUri.OriginalString.Split('?')[0]) is { } operation
            ? FaultOf(operation, (int)answer.Status, answer.MediaType, answer.Body, answer.Headers)
            : null;

    /// <returns>Null for an answer that the description knows.</returns>
    public static string? FaultOf(ApiOperation operation, int status, string? mediaType, JsonNode? body, HttpResponseHeaders headers)
    {
        var name = status.ToString(CultureInfo.InvariantCulture);
        if (operation.Answers[name] is not { } declared)
            return $"{operation}: {name} {(string?)body?["code"]} is not declared (.Refuses(…) beside its WithName, then UPDATE_CONTRACTS=1)";

        var (answer, pointer) = (string?)declared["$ref"] is { } reference
            ? (ApiDescription.Resolve(declared), reference)
            : (declared, $"#/paths/{Escape(operation.Path)}/{operation.Method.ToLowerInvariant()}/responses/{name}");
        if (answer["headers"]?.AsObject().Where(header => (bool?)header.Value!["required"] == true).Select(header => header.Key).FirstOrDefault(header => !headers.Contains(header)) is { } missing)
            return $"{operation}: {name} without {missing}";
        if (answer["content"] is not JsonObject contents)
            return body is null && mediaType is null ? null : $"{operation}: {name} has a body ({mediaType}) that is not declared (.Refuses(…) beside its WithName, then UPDATE_CONTRACTS=1)";
        if (mediaType is null || contents[mediaType] is null)
            return $"{operation}: {name} came as {mediaType}, declared is {string.Join(", ", contents.Select(content => content.Key))}";

        return mediaType.EndsWith("json", StringComparison.Ordinal) && Misfit($"{pointer}/content/{Escape(mediaType)}/schema", body) is { } misfit
            ? $"{operation}: {name} {(mediaType == ProblemType ? (string?)body?["code"] : "")} does not fit its schema: {misfit}\n{body}"
            : null;
    }

    /// <summary>Of a body of a request.</summary>
    public static bool Fits(ApiOperation operation, JsonNode body) =>
        Misfit($"#/paths/{Escape(operation.Path)}/{operation.Method.ToLowerInvariant()}/requestBody/content/{Escape("application/json")}/schema", body) is null;

    /// <summary>Of a body of an answer that is JSON.</summary>
    public static string? MisfitOf(ApiOperation operation, int status, JsonNode? body) => body is null
        ? null
        : Misfit($"#/paths/{Escape(operation.Path)}/{operation.Method.ToLowerInvariant()}/responses/{status.ToString(CultureInfo.InvariantCulture)}/content/{Escape("application/json")}/schema", body);

    private static string? Misfit(string pointer, JsonNode? value)
    {
        var schema = Schemas.GetOrAdd(pointer, static at => JsonSchema.FromText($$"""{"$ref":"{{Registered.Value}}{{at}}"}"""));
        var result = schema.Evaluate(JsonSerializer.SerializeToElement(value), new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid
            ? null
            : string.Join("; ", (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 }).Select(detail => $"{detail.InstanceLocation} {string.Join(", ", detail.Errors!.Values)}").Take(5));
    }

    private static string Escape(string part) => Uri.EscapeDataString(part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
