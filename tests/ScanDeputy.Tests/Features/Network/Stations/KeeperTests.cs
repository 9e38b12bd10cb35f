using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Stations;

/// <summary>A keeper of several stations, and several keepers of one: what each of them sees and does.</summary>
public sealed class KeeperTests : IAsyncLifetime
{
    private const string Phone = "13800138077";
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private IReadOnlyList<(string Id, string Code)> _stations = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _admin = await _server.AsAsync("admin-1");
        var codes = (await _admin.GetAsync("/sandbox/station-codes"))["items"].AsArray().Select(item => (string)item!["code"]!);
        var stations = new List<(string, string)>();
        foreach (var code in codes)
        {
            var answer = await _admin.GetAsync($"/api/v1/station-codes/{code}");
            if (answer.Status == HttpStatusCode.OK && ((string)answer["station"]["district"]!["code"]!).StartsWith("371311", StringComparison.Ordinal) && stations.All(known => known.Item1 != (string)answer["station"]["id"]!))
                stations.Add(((string)answer["station"]["id"]!, code));
            if (stations.Count == 3)
                break;
        }

        _stations = stations;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_keeper_of_two_stations_sees_and_serves_both_and_loses_what_is_taken_away()
    {
        var (here, there, elsewhere) = (_stations[0], _stations[1], _stations[2]);
        using var resident = await _server.AsAsync("resident-1");
        var cases = new List<string>();
        foreach (var station in _stations)
            cases.Add((string)(await resident.SubmitAsync(new { stationCode = station.Code })).Expect(HttpStatusCode.Created)["id"]!);

        var account = await MakeAsync("zk-two", here.Id, there.Id);
        using var keeper = await new TextPhone(_server, Phone).SignInAsync();
        Assert.Equal([cases[0], cases[1]], (await SeenAsync(keeper)).Order());
        (await keeper.CaseAsync(cases[1])).Expect(HttpStatusCode.OK);
        (await keeper.CaseAsync(cases[2])).Expect(HttpStatusCode.NotFound);
        var desk = (await keeper.GetAsync("/api/v1/reception-desk")).Expect(HttpStatusCode.OK);
        Assert.Equal(new[] { here.Id, there.Id }.Order(), desk["stations"].AsArray().Select(station => (string)station!["id"]!).Order());
        (await keeper.SubmitAsync(new { stationCode = there.Code, onBehalfOf = new { name = "来访人" } })).Expect(HttpStatusCode.Created);

        // The first station's other keeper is as before.
        using var first = await _server.AsAsync("keeper-1");
        Assert.Equal([cases[0]], await SeenAsync(first));

        var less = Draft("zk-two", there.Id);
        (await PutAsync(account, less)).Expect(HttpStatusCode.OK);
        (await keeper.CaseAsync(cases[0])).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(cases[0], await SeenAsync(keeper));
        (await keeper.CaseAsync(cases[1])).Expect(HttpStatusCode.OK);
        Assert.Contains("联络站：", (string)await _server.TextAsync("select reason from account_changes where kind = 'changed' order by made_at desc limit 1"), StringComparison.Ordinal);

        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        foreach (var (id, expected) in new[] { (here.Id, false), (there.Id, true), (elsewhere.Id, false) })
        {
            using var page = await pages.GetAsync($"/admin/setup/stations/{id}");
            Assert.Equal(expected, (await page.Content.ReadAsStringAsync(Ct)).Contains($"/admin/staff/{account}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_stands_in_keeps_all_the_stations_of_who_is_away()
    {
        var (here, there) = (_stations[0].Id, _stations[1].Id);
        var two = await MakeAsync("zk-two", here, there);
        var one = await _server.TextAsync("select id from users where user_name = 'keeper-1'");
        var away = new { from = "2026-05-18", until = "2026-05-22", substituteId = one };
        (await _admin.PostAsync($"/api/v1/admin/staff/{two}/away", away)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _admin.PostAsync($"/api/v1/admin/staff/{one}/away", away with { substituteId = two })).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("S-1|S-2", null)]
    [InlineData("S-1、S-2", null)]
    [InlineData("S-1|nowhere", "找不到")]
    [InlineData("", "角色")]
    public async Task A_file_names_several_stations(string said, string? fault)
    {
        await _server.ExecuteAsync("update stations set reference = 'S-1' where id = @Id", new { _stations[0].Id });
        await _server.ExecuteAsync("update stations set reference = 'S-2' where id = @Id", new { _stations[1].Id });
        var file = $"user_name,name,phone,roles,deputy,agency,station,supervisor_level,active\nzk-file,来自文件,,站长/联络员,,,{said},,是\n";
        var report = (await _admin.UploadAsync("/api/v1/admin/import", System.Text.Encoding.UTF8.GetBytes(file), "staff.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal(fault is null, (bool)report["accepted"]!);
        if (fault is not null)
            Assert.Contains(fault, (string)report["faults"][0]!["fault"]!, StringComparison.Ordinal);
        Assert.Equal(fault is null ? 2 : 0, await _server.CountAsync("select count(*) from station_keepers k join users u on u.id = k.user_id where u.user_name = 'zk-file'"));
    }

    private static async Task<IReadOnlyList<string>> SeenAsync(ApiClient keeper) =>
        [.. (await keeper.GetAsync("/api/v1/cases?role=all")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => (string)item!["id"]!)];

    private async Task<string> MakeAsync(string userName, params string[] stations) =>
        (string)(await _admin.PostAsync("/api/v1/admin/staff", Draft(userName, stations))).Expect(HttpStatusCode.Created)["id"]!;

    private async Task<ApiAnswer> PutAsync(string id, JsonObject draft)
    {
        var version = (int)(await _admin.GetAsync($"/api/v1/admin/staff/{id}"))["version"]!;
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/admin/staff/{id}") { Content = new StringContent(draft.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return await _admin.SendAsync(request);
    }

    private static JsonObject Draft(string userName, params string[] stations) => new()
    {
        ["userName"] = userName,
        ["name"] = "两站员",
        ["phone"] = Phone,
        ["roles"] = new JsonArray("stationKeeper"),
        ["stations"] = new JsonArray([.. stations.Select(station => (JsonNode)station)]),
    };
}
