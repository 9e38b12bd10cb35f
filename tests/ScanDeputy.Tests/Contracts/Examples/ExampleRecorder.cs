using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Http.Input;
using Xunit;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>
/// Makes calls by the names that the description has for them, and keeps the first of each: what was asked, and what the demo answered. Whoever
/// calls is a persona, or "nobody".
/// </summary>
internal sealed class ExampleRecorder(TestServer server, Receiver gateway) : IDisposable
{
    private readonly Dictionary<string, ApiClient> _people = new(StringComparer.Ordinal);

    /// <summary>By operationId, in the order of the calls.</summary>
    public Dictionary<string, JsonObject> Recorded { get; } = new(StringComparer.Ordinal);

    public TestServer Server => server;

    /// <summary>The last text message to this phone.</summary>
    public string LastTextTo(string phone) => (string)gateway.Posts.Last(post => (string?)post.Body["phone"] == phone).Body["text"]!;

    public async Task<ApiClient> AsAsync(string persona)
    {
        if (!_people.TryGetValue(persona, out var client))
            _people[persona] = client = persona == "nobody" ? server.Anonymous() : await server.AsAsync(persona);
        return client;
    }

    /// <summary>Somebody who is none of the demo's people, by the answer to their signing in.</summary>
    public void Know(string name, ApiAnswer signedIn) => _people[name] = new ApiClient(server.Address, (string)signedIn["accessToken"]!);

    /// <param name="values">Of the address and the query, by their names.</param>
    /// <param name="version">Of what is changed; a case's is asked for.</param>
    public async Task<ApiAnswer> CallAsync(string operationId, string persona, object? values = null, object? body = null, int? version = null)
    {
        var operation = Find(operationId);
        var request = Request(operation, Values(values), version ?? await VersionAsync(operation, values));
        var sent = body is null ? null : JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web);
        if (operation.Body is not null)
            request.Content = JsonContent.Create(sent ?? new JsonObject());
        return await SendAsync(operation, persona, request, Values(values), sent);
    }

    public async Task<ApiAnswer> UploadAsync(string operationId, string persona, byte[] bytes, string fileName, object? values = null)
    {
        var operation = Find(operationId);
        var request = Request(operation, Values(values), null);
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", fileName } };
        return await SendAsync(operation, persona, request, Values(values), new JsonObject { ["file"] = fileName });
    }

    public void Dispose()
    {
        foreach (var client in _people.Values)
            client.Dispose();
    }

    private async Task<ApiAnswer> SendAsync(ApiOperation operation, string persona, HttpRequestMessage request, IReadOnlyDictionary<string, JsonNode> values, JsonNode? sent)
    {
        var isFirst = !Recorded.ContainsKey(operation.Id);
        // A repeated key gets the first answer again.
        if (isFirst && operation.Parameters.Any(one => one.Name == "Idempotency-Key"))
            request.Headers.Add("Idempotency-Key", $"example-{operation.Id}");
        var answer = await (await AsAsync(persona)).SendAsync(request);
        Assert.True((int)answer.Status is >= 200 and < 300, $"{operation.Id} by {persona}: {(int)answer.Status} {answer.Body}");
        if (isFirst)
            Recorded[operation.Id] = Entry(operation, request, values, sent, answer);
        return answer;
    }

    private static JsonObject Entry(ApiOperation operation, HttpRequestMessage request, IReadOnlyDictionary<string, JsonNode> values, JsonNode? sent, ApiAnswer answer)
    {
        var parameters = new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value.DeepClone())));
        foreach (var header in operation.Parameters.Where(one => one.In == "header" && request.Headers.Contains(one.Name)))
            parameters[header.Name] = request.Headers.NonValidated[header.Name].ToString();
        var entry = new JsonObject();
        if (parameters.Count > 0)
            entry["parameters"] = parameters;
        if (sent is not null)
            entry["request"] = sent.DeepClone();
        entry["status"] = (int)answer.Status;
        if (answer.Body is not null)
            entry["answer"] = answer.Body.DeepClone();
        return entry;
    }

    private static HttpRequestMessage Request(ApiOperation operation, IReadOnlyDictionary<string, JsonNode> values, int? version)
    {
        var (path, query) = (operation.Path, new List<string>());
        foreach (var (name, value) in values)
        {
            var parameter = operation.Parameters.SingleOrDefault(one => one.Name == name);
            Assert.True(parameter is not null, $"{operation} has no {name}.");
            if (parameter.In == "path")
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
            else
                query.Add($"{name}={Uri.EscapeDataString(value.ToString())}");
        }

        var request = new HttpRequestMessage(new HttpMethod(operation.Method), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        if (version is { } seen)
            request.Headers.TryAddWithoutValidation("If-Match", string.Create(CultureInfo.InvariantCulture, $"\"{seen}\""));
        return request;
    }

    private async Task<int?> VersionAsync(ApiOperation operation, object? values)
    {
        if (!operation.Path.StartsWith("/api/v1/cases/{id}/", StringComparison.Ordinal) || operation.Parameters.All(one => one.Name != "If-Match"))
            return null;
        return (int)(await (await AsAsync("committee-1")).CaseAsync(Values(values)["id"].ToString()))["version"]!;
    }

    private static Dictionary<string, JsonNode> Values(object? values) => values is null
        ? []
        : JsonSerializer.SerializeToNode(values)!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    private static ApiOperation Find(string operationId)
    {
        var found = ApiDescription.Operations.SingleOrDefault(operation => operation.Id == operationId);
        Assert.True(found is not null, $"There is no operation {operationId}.");
        return found;
    }
}
