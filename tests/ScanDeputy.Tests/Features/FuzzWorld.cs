using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Http.Input;
using Xunit;

namespace ScanDeputy.Tests.Features;

/// <summary>Cases in several states, whose ids a made-up call may hit, and the people who call.</summary>
internal sealed class FuzzWorld : IDisposable
{
    private static readonly string[] Personas =
        ["nobody", "resident-1", "resident-4", "deputy-1", "deputy-2", "deputy-3", "keeper-1", "committee-1", "government-1", "agency-1", "agency-2", "supervisor-1", "admin-1", "auditor-1", "admin-2"];

    private readonly TestServer _server;
    private readonly Dictionary<string, ApiClient> _clients = new(StringComparer.Ordinal);
    private readonly List<string> _cases = [];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal) { ["districts"] = "371311001000" };
    private readonly List<JsonNode?> _texts;
    private readonly Random _random;
    private ApiClient _reader = null!;
    private string _stationCode = "";

    private FuzzWorld(TestServer server, int seed)
    {
        (_server, _random) = (server, new Random(seed));
        _texts = [.. FuzzValues.Texts.Select(text => (JsonNode?)text)];
    }

    public static async Task<FuzzWorld> BuildAsync(TestServer server, int seed)
    {
        var world = new FuzzWorld(server, seed) { _reader = await server.AsAsync("auditor-1") };
        world._stationCode = await world._reader.FirstStationCodeAsync();
        using var chain = new CaseChain(server);
        Func<Task>[] steps = [chain.AdoptAsync, chain.HandOverAsync, () => chain.AssignAsync("agency-2"), chain.SignAsync, chain.ReplyAsync, chain.AcceptAsync];
        for (var far = 0; far <= steps.Length; far++)
        {
            await chain.SubmitAsync();
            foreach (var step in steps.Take(far))
                await step();
            world._cases.Add(chain.CaseId);
        }

        await world.LearnAsync(chain);
        return world;
    }

    /// <summary>Everybody who calls, and nobody.</summary>
    public static IReadOnlyList<string> Callers => Personas;

    /// <param name="by">Who calls; null for whoever can, mostly.</param>
    /// <returns>The answer's status, and how to make the call again.</returns>
    public async Task<(int Status, string Said, ApiAnswer Answer)> CallAsync(ApiOperation operation, string? by = null)
    {
        var about = OneOf(_cases);
        var persona = by ?? await PersonaForAsync(operation, about);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), AddressOf(operation, about));
        if (operation.Path.EndsWith("/attachments", StringComparison.Ordinal))
            request.Content = Upload(Photos.Jpeg(), "照片.jpg");
        else if (operation.Method == "POST" && (operation.Path.Contains("/admin/import", StringComparison.Ordinal) || operation.Path.EndsWith("/import", StringComparison.Ordinal)))
            request.Content = Upload(ImportTemplate.Write(), OneOf(["资料.xlsx", "资料.zip", "stations.csv", "资料"]));
        else if (operation.Body is { } schema)
            request.Content = Body(schema);
        if (operation.Parameters.Any(one => one.Name == "If-Match") && Often(19))
            request.Headers.TryAddWithoutValidation("If-Match", Often(9) ? await VersionAsync(about) : OneOf(FuzzValues.Versions));
        if (Often(3))
            request.Headers.TryAddWithoutValidation("Idempotency-Key", OneOf(FuzzValues.Keys));
        var sent = $"{persona}: {request.Method} {request.RequestUri}\n{(request.Content is { } content && operation.Body is not null ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)) : "")}";
        var answer = await (await ClientAsync(persona)).SendAsync(request);
        if (answer.Status == HttpStatusCode.Created && operation.Path.EndsWith("/cases", StringComparison.Ordinal))
            _cases.Add((string)answer["id"]!);
        if (answer.Status == HttpStatusCode.Unauthorized || operation.Path.EndsWith("/logout", StringComparison.Ordinal))
            Forget(persona);
        return ((int)answer.Status, $"{sent}\n{(int)answer.Status} {answer.Body}", answer);
    }

    public void Dispose()
    {
        _reader.Dispose();
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>Ids of what there is, so that a made-up reference is sometimes a true one.</summary>
    private async Task LearnAsync(CaseChain chain)
    {
        var station = await _reader.GetAsync($"/api/v1/station-codes/{_stationCode}");
        using (var administrator = await _server.AsAsync("admin-1"))
        {
            foreach (var register in (string[])["agency-rules", "stations", "deputies", "agencies", "categories", "staff", "outbox"])
            {
                if ((await administrator.GetAsync($"/api/v1/admin/{register}?limit=1"))["items"].AsArray() is [{ } first, ..])
                    _known[register] = (string)first["id"]!;
            }
        }

        var known = new[] { (string)station["station"]!["id"]!, (string)station["categories"]![0]!["id"]!, await chain.AgencyOfAsync("agency-1"), await chain.AgencyOfAsync("agency-2"), _stationCode }
            .Concat(station["deputies"]!.AsArray().Select(deputy => (string)deputy!["id"]!)).Concat(_cases.Take(3));
        _texts.AddRange(known.Select(id => (JsonNode?)id));
    }

    /// <summary>Mostly whoever can make the move, so that calls come through to what lies behind the doors.</summary>
    private async Task<string> PersonaForAsync(ApiOperation operation, string about)
    {
        if (!Often(7))
            return OneOf(Personas);
        if (operation.Path.Contains("/admin/", StringComparison.Ordinal))
            return "admin-1";
        if (!operation.Path.Contains("/cases/{id}/", StringComparison.Ordinal))
            return OneOf((string[])["resident-1", "keeper-1", "deputy-1"]);

        var move = operation.Path[(operation.Path.LastIndexOf('/') + 1)..];
        foreach (var persona in Personas.Skip(1).OrderBy(_ => _random.Next()))
        {
            var seen = await (await ClientAsync(persona)).CaseAsync(about);
            if (seen.Status == HttpStatusCode.Unauthorized)
                Forget(persona);
            if (seen.Status == HttpStatusCode.OK && seen["actions"]!.AsArray().Any(action => (string?)action == move))
                return persona;
        }

        return OneOf(Personas);
    }

    private string AddressOf(ApiOperation operation, string about)
    {
        var path = operation.Path
            .Replace("{id}", Uri.EscapeDataString(IdFor(operation, about)), StringComparison.Ordinal)
            .Replace("{code}", Uri.EscapeDataString(Often(5) ? _stationCode : OneOf(FuzzValues.Ids)), StringComparison.Ordinal)
            .Replace("{year}", OneOf(FuzzValues.Years), StringComparison.Ordinal)
            .Replace("{kind}", Uri.EscapeDataString(OneOf(FuzzValues.Papers)), StringComparison.Ordinal);
        var query = operation.Parameters.Where(one => one.In == "query" && Often(one.Required ? 19 : 2)).Select(one => $"{one.Name}={Uri.EscapeDataString(QueryOf(one))}").ToList();
        // What a server reads of an address is 8 KB; it answers 414 to a longer one before any operation is known.
        while (query.Sum(one => one.Length + 1) > 7 * 1024)
            query.RemoveAt(query.Count - 1);
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>Mostly one that there is, where one is known.</summary>
    private string IdFor(ApiOperation operation, string about)
    {
        if (!Often(9))
            return OneOf(FuzzValues.Ids);
        return operation.Path.Contains("/cases/", StringComparison.Ordinal) ? about
            : _known.FirstOrDefault(pair => operation.Path.Contains($"/{pair.Key}/", StringComparison.Ordinal)).Value is { } id ? id : OneOf(FuzzValues.Ids);
    }

    /// <summary>Mostly one that fits, where the description says which do.</summary>
    private string QueryOf(ApiParameter parameter) =>
        !Often(2) || new BodyField("", parameter.Schema).IsText ? OneOf(FuzzValues.Queries)
            : parameter.Schema["enum"] is JsonArray choices ? (string?)OneOf([.. choices]) ?? "" : ApiDescription.SampleOf(parameter);

    private ByteArrayContent Body(JsonNode schema)
    {
        var text = (Make(schema) ?? new JsonObject()).ToJsonString().Replace(FuzzValues.HalfPair, "\\ud83d", StringComparison.Ordinal);
        if (_random.Next(40) == 0)
            text = text[..(text.Length / 2)];
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", Often(19) ? "application/json" : OneOf(FuzzValues.MediaTypes));
        return content;
    }

    private JsonNode? Make(JsonNode schema, string path = "")
    {
        var plain = ApiDescription.Resolve(schema);
        var field = new BodyField(path, plain);
        if (path.Length > 0 && !Often(29))
            return OneOf(FuzzValues.Anything)?.DeepClone();
        if (plain["properties"] is { } properties)
        {
            var made = new JsonObject();
            foreach (var (name, own) in properties.AsObject())
            {
                if (Often(9))
                    made[name] = Make(own!, name);
            }

            return made;
        }

        if (plain["items"] is { } items)
            return new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Make(items, path))]);
        if (field.IsEnum)
            return OneOf([.. plain["enum"]!.AsArray()])?.DeepClone();
        return field switch
        {
            { Format: "date" } => OneOf(FuzzValues.Dates),
            { Format: "date-time" } => OneOf(FuzzValues.Instants),
            { Format: "time-local" } => OneOf(FuzzValues.Times),
            _ when field.Is("boolean") => Often(1),
            _ when field.Is("integer") => OneOf(FuzzValues.Integers),
            _ when field.Is("number") => OneOf(FuzzValues.Numbers),
            _ when path == "stationCode" && Often(9) => _stationCode,
            _ when path.EndsWith("Id", StringComparison.Ordinal) && Often(3) => OneOf([.. _texts.Skip(FuzzValues.Texts.Length)])?.DeepClone(),
            _ => OneOf(Often(2) ? _texts[..FuzzValues.Plain] : _texts)?.DeepClone(),
        };
    }

    /// <summary>Now and then with bytes altered and the end cut off.</summary>
    private MultipartFormDataContent Upload(byte[] bytes, string name)
    {
        if (Often(1))
        {
            for (var i = _random.Next(20); i >= 0; i--)
                bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
            bytes = bytes[.._random.Next(bytes.Length)];
        }

        return new MultipartFormDataContent { { new ByteArrayContent(bytes), Often(9) ? "file" : "other", name } };
    }

    private async Task<string> VersionAsync(string about)
    {
        var seen = await _reader.CaseAsync(about);
        return seen.Status == HttpStatusCode.OK ? string.Create(CultureInfo.InvariantCulture, $"\"{(int)seen["version"]!}\"") : "\"1\"";
    }

    private async Task<ApiClient> ClientAsync(string persona)
    {
        if (!_clients.TryGetValue(persona, out var client))
            _clients[persona] = client = persona == "nobody" ? _server.Anonymous() : await SignInAsync(persona);
        return client;
    }

    /// <summary>Whoever was sent away by an earlier call is a stranger from then on.</summary>
    private async Task<ApiClient> SignInAsync(string persona)
    {
        var nobody = _server.Anonymous();
        var answer = await nobody.PostAsync($"/sandbox/personas/{persona}/token");
        Assert.True((int)answer.Status < 500, $"{persona}: {answer.Status} {answer.Body}");
        if (answer.Status != HttpStatusCode.OK)
            return nobody;
        nobody.Dispose();
        return new ApiClient(_server.Address, (string)answer["accessToken"]!);
    }

    private void Forget(string persona)
    {
        if (persona != "nobody" && _clients.Remove(persona, out var client))
            client.Dispose();
    }

    /// <summary>So many times of one more.</summary>
    private bool Often(int times) => _random.Next(times + 1) < times;

    private T OneOf<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];
}
