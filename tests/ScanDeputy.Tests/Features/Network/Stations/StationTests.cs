using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Stations;

public sealed class StationTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _client = null!;
    private string _code = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = _server.Anonymous();
        _code = await _client.FirstStationCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_code_opens_its_station_with_deputies_categories_and_reception_days()
    {
        var station = (await _client.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK);
        Assert.Equal(_code, (string)station["code"]!);
        Assert.Equal(3, station["deputies"].AsArray().Count);
        Assert.NotEmpty(station["categories"].AsArray());
        Assert.NotEmpty(station["receptionDays"].AsArray());
    }

    /// <summary>In the demo from its first minute; what the planner makes of the same rule later is the same.</summary>
    [Fact]
    public async Task The_demo_s_first_station_can_be_booked_in_its_first_days()
    {
        var station = (string)(await _client.GetAsync($"/api/v1/station-codes/{_code}"))["station"]!["id"]!;
        var first = (await _client.GetAsync($"/api/v1/receptions?station={station}&limit=200")).Expect(HttpStatusCode.OK)["items"].AsArray().First(one => (int)one!["free"]! > 0)!;
        Assert.True(DateOnly.Parse((string)first["date"]!, System.Globalization.CultureInfo.InvariantCulture) <= new DateOnly(2026, 5, 22), first.ToJsonString());
        var id = (string)first["id"]!;
        using var resident = await _server.AsAsync("resident-1");
        (await resident.PostAsync($"/api/v1/receptions/{id}/booking", new { name = "张三", phone = "13912345678", subject = "路灯" })).Expect(HttpStatusCode.Created);
        using var pages = await PageClient.SignInAsync(_server.Address, "resident-2");
        using var page = await pages.GetAsync($"/s/{_code}");
        Assert.Contains($"/s/{_code}/receptions/{id}", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await _server.ExecuteAsync("update reception_rules set plan_at = 0");
        await _client.AdvanceAsync("PT1M");
        Assert.Equal(0, await _server.CountAsync("select count(*) from receptions where sequence > 0"));
        Assert.Equal(1, await _server.CountAsync("select count(*) from reception_bookings where status = 'Booked'"));
        Assert.Equal(0, await _server.CountAsync("select count(*) from receptions r where r.status = 'planned' and not exists (select 1 from reception_deputies d where d.reception_id = r.id)"));
    }

    [Fact]
    public async Task A_code_may_be_typed_carelessly()
    {
        var careless = $" {_code[..4].ToLowerInvariant()}-{_code[4..8]} {_code[8..].ToLowerInvariant()}".Replace('0', 'o').Replace('1', 'l');
        var station = (await _client.GetAsync($"/api/v1/station-codes/{Uri.EscapeDataString(careless)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(_code, (string)station["code"]!);
    }

    [Fact]
    public async Task An_old_code_opens_within_its_grace_time_and_a_revoked_one_says_so()
    {
        await SetAsync("update station_codes set status = 'Rotated', grace_until = @Until where code = @Code");
        (await _client.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK);
        await _client.AdvanceAsync("P8D");
        (await _client.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.Gone, "station_code_revoked");
        await SetAsync("update station_codes set status = 'Revoked' where code = @Code");
        (await _client.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.Gone, "station_code_revoked");
        using var resident = await _server.AsAsync("resident-1");
        (await resident.SubmitAsync(new { stationCode = _code })).Expect(HttpStatusCode.Gone, "station_code_revoked");
    }

    [Theory]
    [InlineData("00000000000")]
    [InlineData("%3Cscript%3E")]
    [InlineData("' or 1=1 --")]
    [InlineData("ABC")]
    public async Task What_is_no_code_is_not_found(string code) =>
        (await _client.GetAsync($"/api/v1/station-codes/{Uri.EscapeDataString(code)}")).Expect(HttpStatusCode.NotFound, "station_code_unknown");

    [Fact]
    public async Task Stations_are_listed_nearest_first_in_metres()
    {
        var near = (await _client.GetAsync("/api/v1/stations?lat=34.98&lng=118.28&limit=10")).Expect(HttpStatusCode.OK)["items"].AsArray();
        var distances = near.Select(station => (int)station!["distance"]!).ToList();
        Assert.Equal(10, distances.Count);
        Assert.Equal(distances.Order(), distances);
        (await _client.GetAsync("/api/v1/stations?lat=91&lng=0")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _client.GetAsync("/api/v1/stations?lat=34")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task All_stations_under_a_district_come_page_by_page_and_none_twice()
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await _client.GetAsync($"/api/v1/stations?district=371311&limit=20&after={next}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page["items"].AsArray().Select(station => (string)station!["id"]!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        Assert.Equal(45, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(45, seen.Count);
        Assert.Empty((await _client.GetAsync("/api/v1/stations?district=110101"))["items"].AsArray());
    }

    private Task SetAsync(string sql) => _server.Services.GetRequiredService<Database>().WriteAsync(
        scope => scope.ExecuteAsync(sql, new { Code = _code, Until = TestServer.UsualStart.AddDays(7) }), CancellationToken.None);
}
