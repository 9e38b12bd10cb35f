using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Deputies;

/// <summary>A resident finds their deputies by code, place and name, and writes to the one of their choice.</summary>
public sealed class FindDeputyTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private string _code = "";
    private JsonNode _station = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        // Places elect once for each congress: the demo's would be in the way.
        await _server.ExecuteAsync("update constituencies set active = 0");
        _code = await _admin.FirstStationCodeAsync();
        _station = (await _admin.GetAsync($"/api/v1/station-codes/{_code}")).Body!;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task By_a_stations_code_those_who_sit_there_come_with_the_reason_and_where_to_write()
    {
        var found = await FindAsync($"code={_code}");
        Assert.All(_station["deputies"]!.AsArray(), seated => Assert.Contains(
            found, deputy => (string)deputy!["id"]! == (string)seated!["id"]! && deputy["reasons"]!.AsArray().Any(reason => (string)reason!["kind"]! == "station")
                && deputy["stations"]!.AsArray().Any(seat => (string)seat!["code"]! == _code)));
        (await _admin.GetAsync("/api/v1/deputies?code=00000000000")).Expect(HttpStatusCode.NotFound, "station_code_unknown");
    }

    [Fact]
    public async Task By_place_those_whom_its_constituency_elected_come_first()
    {
        var (id, number) = await MakeDeputyAsync("county");
        (await MakeConstituencyAsync("county", ["371311001001", "371311001002"], [number])).Expect(HttpStatusCode.Created);
        foreach (var district in (string[])["371311001001", "371311001"])
        {
            var first = (await FindAsync($"district={district}&limit=200")).First(deputy => (string)deputy!["id"]! == id)!;
            Assert.Equal("constituency", (string)first["reasons"]![0]!["kind"]!);
            Assert.Contains("测试选区", (string)first["reasons"]![0]!["text"]!, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await FindAsync("district=371311001003"), deputy => (string)deputy!["id"]! == id);
        (await _admin.GetAsync("/api/v1/deputies?district=371311")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _admin.GetAsync("/api/v1/deputies")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task By_a_point_the_nearest_stations_say_how_far_they_are()
    {
        var place = _station["station"]!["location"]!;
        var found = await FindAsync($"lat={place["lat"]}&lng={place["lng"]}");
        Assert.Contains(found, deputy => deputy!["reasons"]!.AsArray().Any(reason => (string)reason!["kind"]! == "nearestStation" && ((string)reason["text"]!).Contains('米')));
        Assert.Empty(await FindAsync("lat=20&lng=80"));
        (await _admin.GetAsync("/api/v1/deputies?lat=x&lng=1")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task By_name_the_beginning_is_enough()
    {
        var name = (string)_station["deputies"]![0]!["name"]!;
        Assert.Contains(await FindAsync($"q={Uri.EscapeDataString(name[..1])}&limit=200"), deputy => (string)deputy!["name"]! == name);
        Assert.Empty(await FindAsync($"q={Uri.EscapeDataString(name)}&district=371302"));
    }

    [Fact]
    public async Task A_report_goes_to_the_deputy_that_was_chosen_within_the_station_or_its_constituency()
    {
        using var resident = await _server.AsAsync("resident-1");
        foreach (var seated in _station["deputies"]!.AsArray())
            Assert.Equal((string)seated!["id"]!, await DeputyOfAsync(resident, await resident.SubmitAsync(new { deputyId = (string)seated["id"]! })));

        var (elected, number) = await MakeDeputyAsync("county");
        (await resident.SubmitAsync(new { deputyId = elected })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await MakeConstituencyAsync("county", ["371311001001"], [number])).Expect(HttpStatusCode.Created);
        Assert.Equal(elected, await DeputyOfAsync(resident, await resident.SubmitAsync(new { deputyId = elected })));
        (await resident.SubmitAsync(new { deputyId = "nobody" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task A_deputys_own_code_opens_the_station_with_them_chosen_and_rotates_as_theirs()
    {
        var (station, deputy) = ((string)_station["station"]!["id"]!, (string)_station["deputies"]![1]!["id"]!);
        var issued = (await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes", new { placement = "名片", deputyId = deputy })).Expect(HttpStatusCode.Created);
        Assert.Equal(deputy, (string)issued["deputyId"]!);
        Assert.Equal(deputy, (string)(await _admin.GetAsync($"/api/v1/station-codes/{issued["code"]}"))["deputyId"]!);
        var plate = Encoding.UTF8.GetString(await _admin.BytesAsync($"/api/v1/admin/stations/{station}/codes/{issued["code"]}/plate?format=card"));
        Assert.Contains($"{_station["deputies"]![1]!["name"]}代表", plate.Replace("</text>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var rotated = (await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes/{issued["code"]}/rotate", new { graceDays = 1 })).Expect(HttpStatusCode.Created);
        Assert.Equal(deputy, (string)rotated["deputyId"]!);
        (await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes", new { placement = "名片", deputyId = "nobody" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Null((string?)(await _admin.GetAsync($"/api/v1/station-codes/{_code}"))["deputyId"]);
    }

    [Fact]
    public async Task A_place_elects_once_for_each_congress_and_streets_elect_for_the_county_only()
    {
        var (_, county) = await MakeDeputyAsync("county");
        var (_, town) = await MakeDeputyAsync("town");
        (await MakeConstituencyAsync("county", ["371311102232"], [county])).Expect(HttpStatusCode.Created);
        (await MakeConstituencyAsync("town", ["371311102232"], [town])).Expect(HttpStatusCode.Created);
        (await MakeConstituencyAsync("county", ["371311102232"], [])).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await MakeConstituencyAsync("town", ["371311102233"], [county])).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await MakeConstituencyAsync("town", ["371311001001"], [])).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains((await _admin.GetAsync("/api/v1/admin/checklist"))["items"].AsArray(), item => (string)item!["kind"]! == "villagesWithoutConstituency" && (int)item["count"]! > 0);
    }

    private async Task<JsonArray> FindAsync(string query)
    {
        using var client = _server.Anonymous();
        return (await client.GetAsync($"/api/v1/deputies?{query}")).Expect(HttpStatusCode.OK)["items"].AsArray();
    }

    private async Task<(string Id, string Number)> MakeDeputyAsync(string level)
    {
        var made = (await _admin.PostAsync("/api/v1/admin/deputies", new { name = "钱示范", level, district = "371311", term = "第十九届" })).Expect(HttpStatusCode.Created);
        return ((string)made["id"]!, (string)made["number"]!);
    }

    /// <summary>A group is found by those who have made theirs public; the office's own list knows all.</summary>
    [Fact]
    public async Task By_group_and_page_by_page_each_once()
    {
        await _server.ExecuteAsync("update deputies set trade_groups = '医卫', professional_groups = '法制|财经', public_fields = 'Groups' where jurisdiction = '371311' and active = 1 and level = 'Town'");
        await _server.ExecuteAsync("update deputies set trade_groups = '医卫', public_fields = '' where jurisdiction = '371311' and active = 1 and level = 'County'");
        var shown = await _server.CountAsync("select count(*) from deputies where district like '371311%' and active = 1 and level = 'Town'");
        var all = await _server.CountAsync("select count(*) from deputies where jurisdiction = '371311' and active = 1 and level in ('Town', 'County')");
        foreach (var group in (string[])["医卫", "财经"])
            Assert.Equal(shown, (await LeafAsync($"/api/v1/deputies?district=371311&group={group}&limit=40")).Count);
        Assert.Empty(await LeafAsync("/api/v1/deputies?district=371311&group=医"));
        Assert.Equal(all, (await LeafAsync("/api/v1/admin/deputies?group=医卫&active=true&limit=100")).Count);
        var named = await LeafAsync("/api/v1/deputies?district=371311&q=王&limit=3");
        Assert.Equal(await _server.CountAsync("select count(*) from deputies where district like '371311%' and active = 1 and name like '王%'"), named.Count);
        var code = await _admin.FirstStationCodeAsync();
        var seated = await LeafAsync($"/api/v1/deputies?code={code}&limit=2");
        Assert.Equal(seated.Count, seated.Distinct().Count());
        (await _admin.GetAsync("/api/v1/deputies?group=医卫")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        async Task<List<string>> LeafAsync(string address)
        {
            var (seen, after) = (new List<string>(), "");
            do
            {
                var page = (await _admin.GetAsync($"{address}{(after.Length > 0 ? $"&after={after}" : "")}")).Expect(HttpStatusCode.OK);
                seen.AddRange(page["items"].AsArray().Select(item => (string)item!["id"]!));
                after = (string?)page.Body!["next"] ?? "";
            }
            while (after.Length > 0);
            Assert.Equal(seen.Count, seen.Distinct().Count());
            return seen;
        }
    }

    private Task<ApiAnswer> MakeConstituencyAsync(string level, string[] districts, string[] deputies) =>
        _admin.PostAsync("/api/v1/admin/constituencies", new { name = "测试选区", level, districts, deputies });

    private async Task<string> DeputyOfAsync(ApiClient resident, ApiAnswer receipt)
    {
        receipt.Expect(HttpStatusCode.Created);
        return await _server.TextAsync($"select deputy_id from cases where id = '{receipt["id"]}'");
    }
}
