using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Features;

/// <summary>
/// Three cases with a photo: one that every role of 罗庄区 has a part in, one of the same jurisdiction, but of another town, that is with other
/// people and was withdrawn, and one of 兰山区. And one person a role who calls; "town" is the committee office of the first case's town.
/// </summary>
internal sealed class RightsWorld : IDisposable
{
    public const string Agency = "(the agency of agency-1)";

    public static readonly string[] Roles = ["nobody", "resident", "deputy", "keeper", "committee", "government", "agency", "supervisor", "admin", "auditor", "town"];

    public static readonly string[] Places = ["own", "another's", "another jurisdiction's"];

    private readonly TestServer _server;
    private readonly (string Case, string Photo)[] _targets = new (string, string)[3];
    private CaseChain _chain;
    private string _agencyId = "";

    private RightsWorld(TestServer server) => (_server, _chain) = (server, new CaseChain(server));

    public bool OwnCaseWasMoved { get; private set; }

    public static async Task<RightsWorld> BuildAsync(TestServer server)
    {
        var world = new RightsWorld(server);
        using var agency = await server.AsAsync("agency-1");
        world._agencyId = (string)(await agency.GetAsync("/api/v1/me"))["agencyId"]!;
        var codes = (await agency.GetAsync("/sandbox/station-codes"))["items"].AsArray();
        await world.BringOwnCaseToAsync("handling");
        var elsewhere = codes.First(code => TownOf(code!) != TownOf(codes[0]!))!;
        world._targets[1] = await world.ReportAsync("resident-2", (string)elsewhere["code"]!);
        using (var other = await server.AsAsync("resident-2"))
            (await other.MoveAsync(world._targets[1].Case, "withdraw", new { reason = "问题已经自行解决" })).Expect(HttpStatusCode.OK);
        var neighbour = codes.First(code => ((string)code!["station"]!["district"]!).StartsWith("371302", StringComparison.Ordinal))!;
        world._targets[2] = await world.ReportAsync("resident-4", (string)neighbour["code"]!);
        return world;
    }

    /// <summary>Another case of everybody's, walked to this state; once an agency leads it, agency-1 does.</summary>
    public async Task<string> BringOwnCaseToAsync(string state)
    {
        _chain.Dispose();
        _chain = new CaseChain(_server);
        var resident = await _chain.AsAsync("resident-1");
        var photo = await PhotoAsync(resident);
        await _chain.SubmitAsync(change: new { attachmentIds = new[] { photo } });
        _targets[0] = (_chain.CaseId, photo);
        Func<Task>[] steps = [_chain.AdoptAsync, _chain.HandOverAsync, () => _chain.AssignAsync(), _chain.SignAsync, _chain.ReplyAsync, _chain.AcceptAsync];
        foreach (var step in steps.Take(Array.IndexOf(["received", "adopted", "handedOver", "assigned", "handling", "replied", "accepted"], state)))
            await step();
        OwnCaseWasMoved = false;
        return state;
    }

    public async Task<ApiAnswer> CallAsync(string role, string method, string path, int place, object? body)
    {
        using var client = role == "nobody" ? _server.Anonymous() : await _server.AsAsync(role == "deputy" ? _chain.Deputy : $"{role}-1");
        if (method == "POST" && path == "attachments")
            return await client.UploadAsync(Photos.Jpeg());
        if (method == "POST" && (path.StartsWith("admin/import", StringComparison.Ordinal) || path.EndsWith("/import", StringComparison.Ordinal)))
            return await client.UploadAsync($"/api/v1/{path}", ImportTemplate.Write(), "county.xlsx");

        if (method is "POST" or "PUT" && (path.EndsWith("/photo", StringComparison.Ordinal) || path.EndsWith("/photos", StringComparison.Ordinal)))
            return await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), AddressOf(path, place)) { Content = new MultipartFormDataContent { { new ByteArrayContent(Photos.Jpeg()), "file", "photo.jpg" } } });

        var isMove = path.StartsWith("cases/{id}/", StringComparison.Ordinal);
        var address = AddressOf(path, place);
        if (method == "GET")
            return await client.GetAsync(address);
        if (method == "DELETE")
            return await client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, address));

        if (method == "PUT")
            return await client.SendAsync(new HttpRequestMessage(HttpMethod.Put, address) { Content = System.Net.Http.Json.JsonContent.Create(BodyOf(body)) });

        var answer = await client.PostAsync(address, BodyOf(body), version: isMove ? await VersionAsync(place) : null);
        OwnCaseWasMoved |= isMove && answer.Status == HttpStatusCode.OK;
        return answer;
    }

    public IEnumerable<string> PathsOfOwnCase() =>
        ((string[])["cases/{id}", "cases/{id}/events", "cases/{id}/stages", "attachments/{id}"]).Select(path => AddressOf(path, 0));

    public string PathOfOwnCase(string path) => AddressOf(path, 0);

    public void Dispose() => _chain.Dispose();

    private string AddressOf(string path, int place) => "/api/v1/" + path
        .Replace("{id}", path.StartsWith("attachments", StringComparison.Ordinal) ? _targets[place].Photo : _targets[place].Case, StringComparison.Ordinal)
        .Replace("{kind}", "none", StringComparison.Ordinal)
        .Replace("{name}", "none.txt", StringComparison.Ordinal)
        .Replace("{consent}", "publishText", StringComparison.Ordinal)
        .Replace("{code}", "AAAA-AAAA", StringComparison.Ordinal)
        .Replace("{year}", "2026", StringComparison.Ordinal);

    private object? BodyOf(object? body) => body is null
        ? null
        : JsonNode.Parse(JsonSerializer.Serialize(body, JsonSerializerOptions.Web).Replace(Agency, _agencyId, StringComparison.Ordinal));

    /// <summary>The version of a case, asked by one who sees it.</summary>
    private async Task<int> VersionAsync(int place)
    {
        using var client = await _server.AsAsync(place == 2 ? "committee-2" : "committee-1");
        return (int)(await client.CaseAsync(_targets[place].Case)).Expect(HttpStatusCode.OK)["version"]!;
    }

    private async Task<(string Case, string Photo)> ReportAsync(string persona, string code)
    {
        using var client = await _server.AsAsync(persona);
        var photo = await PhotoAsync(client);
        var category = (string)(await client.GetAsync($"/api/v1/station-codes/{code}"))["categories"][0]!["id"]!;
        var receipt = (await client.SubmitAsync(new { stationCode = code, categoryId = category, attachmentIds = new[] { photo } })).Expect(HttpStatusCode.Created);
        return ((string)receipt["id"]!, photo);
    }

    private static string TownOf(JsonNode code) => ((string)code["station"]!["district"]!)[..9];

    private static async Task<string> PhotoAsync(ApiClient client) =>
        (string)(await client.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
}
