using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Receptions;

/// <summary>A rule through its whole life, and what is published of it. It is Friday, 15 May 2026.</summary>
public sealed class ReceptionRuleTests : IAsyncLifetime
{
    private const string Rules = "/api/v1/admin/reception-rules";

    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _anybody = null!;
    private string _code = "";
    private string _station = "";
    private IReadOnlyList<string> _deputies = [];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        (_admin, _anybody) = (await _server.AsAsync("admin-1"), _server.Anonymous());
        _code = await _anybody.FirstStationCodeAsync();
        var opened = (await _anybody.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK);
        _station = (string)opened["station"]!["id"]!;
        _deputies = [.. opened["deputies"].AsArray().Select(deputy => (string)deputy!["id"]!)];
        await _server.ExecuteAsync("delete from reception_days where station_id = @_station", new { _station });
        await _server.ExecuteAsync("update reception_rules set active = 0, plan_at = 0 where station_id = @_station", new { _station });
        await _admin.AdvanceAsync("PT1M");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _anybody.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_rule_is_previewed_published_changed_exported_and_closed()
    {
        var preview = (await SendAsync(HttpMethod.Post, $"{Rules}/preview?year=2026", Body())).Expect(HttpStatusCode.OK);
        Assert.Equal((24, "每月10日、20日", "FREQ=MONTHLY;BYMONTHDAY=10,20"), ((int)preview["held"]!, (string)preview["recurrenceText"]!, (string)preview["recurrence"]!));
        var moved = preview["days"].AsArray().Single(day => (string)day!["plannedOn"]! == "2026-02-20")!;
        Assert.Equal(("2026-02-24", "movedOffDay", "春节"), ((string)moved["heldOn"]!, (string)moved["fate"]!, (string)moved["offDay"]!));
        Assert.Empty(await DaysAsync());

        var made = (await SendAsync(HttpMethod.Post, Rules, Body())).Expect(HttpStatusCode.Created);
        var id = (string)made["id"]!;
        Assert.Equal(
            ["2026-05-20 09:00", "2026-05-20 10:00", "2026-06-10 09:00", "2026-06-10 10:00", "2026-06-22 09:00", "2026-06-22 10:00"],
            (await DaysAsync()).Take(6).Select(day => $"{day!["date"]} {day["starts"]}"));
        var opened = (await _anybody.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK);
        Assert.Equal("2026-05-20", (string)opened["receptionDays"]![0]!["date"]!);
        Assert.True((bool)opened["receptionDays"]![0]!["bookable"]!);

        (await SendAsync(HttpMethod.Put, $"{Rules}/{id}", Body())).Expect((HttpStatusCode)428, "version_required");
        var cancelled = Body();
        cancelled["exceptions"] = new JsonArray("2026-05-20 取消 暴雨", "2026-06-22 改到 2026-06-23", "2026-06-10 代表 " + _deputies[2]);
        (await SendAsync(HttpMethod.Put, $"{Rules}/{id}", cancelled, "1")).Expect(HttpStatusCode.OK);
        var days = await DaysAsync();
        Assert.Equal((true, "暴雨"), ((bool)days[0]!["cancelled"]!, (string)days[0]!["reason"]!));
        Assert.Equal(_deputies[2], (string)days[2]!["deputies"]![0]!["id"]!);
        Assert.Equal("2026-06-23", (string)days[4]!["date"]!);

        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = await _admin.BytesAsync($"{Rules}/export?format={format}");
            var again = (await _admin.UploadAsync($"{Rules}/import", file, $"导出.{format}")).Expect(HttpStatusCode.OK);
            Assert.True((bool)again["accepted"]!, again.Body!.ToString());
            Assert.Equal(0, again["changes"].AsArray().Sum(change => (int)change!["inserted"]! + (int)change["updated"]!));
        }

        (await SendAsync(HttpMethod.Post, $"{Rules}/{id}/close", null, "2")).Expect(HttpStatusCode.OK);
        Assert.Empty(await DaysAsync());
        (await SendAsync(HttpMethod.Post, $"{Rules}/{id}/reopen", null, "3")).Expect(HttpStatusCode.OK);
        Assert.NotEmpty(await DaysAsync());
        Assert.Equal(4, (await _admin.GetAsync($"/api/v1/admin/audit?register=reception-rules&row={id}")).Expect(HttpStatusCode.OK)["items"].AsArray().Count);
    }

    [Theory]
    [InlineData("recurrence", "\"有空的时候\"", "看不懂周期")]
    [InlineData("recurrence", "\"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"", "没有任何一天")]
    [InlineData("station", "\"nowhere\"", "找不到")]
    [InlineData("times", "[\"9:00\"]", "看不懂时段")]
    [InlineData("times", "[]", "不能为空")]
    [InlineData("deputies", "[\"nobody\"]", "找不到")]
    [InlineData("capacity", "501", "整数")]
    [InlineData("exceptions", "[\"2026-05-21 取消\"]", "不是接待日")]
    [InlineData("exceptions", "[\"明天不来\"]", "看不懂例外")]
    [InlineData("startsOn", "null", "")]
    public async Task A_field_that_cannot_be_is_named_and_nothing_is_written(string field, string value, string words)
    {
        var body = Body();
        body[field] = JsonNode.Parse(value);
        foreach (var call in (string[])[Rules, $"{Rules}/preview"])
        {
            var refused = (await SendAsync(HttpMethod.Post, call, body)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            var (named, texts) = Assert.Single(refused["errors"].AsObject());
            Assert.Equal(field, named);
            Assert.Contains(words, (string)texts![0]!, StringComparison.Ordinal);
        }

        Assert.Empty(await DaysAsync());
    }

    [Fact]
    public async Task Single_days_handed_in_stand_beside_the_rules_and_take_no_bookings()
    {
        (await SendAsync(HttpMethod.Post, Rules, Body())).Expect(HttpStatusCode.Created);
        var import = await _admin.UploadAsync("/api/v1/admin/import", System.Text.Encoding.UTF8.GetBytes($"station,deputy,date\n{_station},{_deputies[0]},2026-05-19\n"), "reception_days.csv");
        Assert.True((bool)import.Expect(HttpStatusCode.OK)["accepted"]!, import.Body!.ToString());
        var days = await DaysAsync();
        Assert.Equal(("2026-05-19", null, 0), ((string)days[0]!["date"]!, (string?)days[0]!["starts"], (int)days[0]!["capacity"]!));
        Assert.Equal("2026-05-20", (string)days[1]!["date"]!);
    }

    [Fact]
    public async Task The_calendar_file_can_be_subscribed_to()
    {
        var body = Body();
        body["topic"] = "老旧小区改造; 加梯, 停车";
        var id = (string)(await SendAsync(HttpMethod.Post, Rules, body)).Expect(HttpStatusCode.Created)["id"]!;
        using var http = new HttpClient { BaseAddress = _server.Address };
        var answer = await http.GetAsync($"/s/{_code}/receptions.ics", TestContext.Current.CancellationToken);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.All(text.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 76, line));
        var calendar = Ical.Net.Calendar.Load(text)!;
        var first = calendar.Events.OrderBy(one => one.Start!.Value).First();
        Assert.Equal(($"{id}-20260520-0@scandeputy", "Asia/Shanghai", new DateTime(2026, 5, 20, 9, 0, 0)), (first.Uid, first.Start!.TzId, first.Start.Value));
        Assert.Contains("老旧小区改造; 加梯, 停车", first.Description, StringComparison.Ordinal);
        Assert.Equal("Asia/Shanghai", Assert.Single(calendar.TimeZones).TzId);

        body["exceptions"] = new JsonArray("2026-05-20 改到 2026-05-21");
        (await SendAsync(HttpMethod.Put, $"{Rules}/{id}", body, "1")).Expect(HttpStatusCode.OK);
        var later = Ical.Net.Calendar.Load(await http.GetStringAsync($"/s/{_code}/receptions.ics", TestContext.Current.CancellationToken))!.Events.Single(one => one.Uid == first.Uid);
        Assert.Equal((new DateTime(2026, 5, 21, 9, 0, 0), 1), (later.Start!.Value, later.Sequence));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/s/00000000000/receptions.ics", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Days_follow_who_is_seated_and_come_into_reach_by_themselves()
    {
        var body = Body();
        body["deputies"] = new JsonArray();
        (await SendAsync(HttpMethod.Post, Rules, body)).Expect(HttpStatusCode.Created);
        Assert.Equal(_deputies[0], (string)(await DaysAsync())[0]!["deputies"]![0]!["id"]!);
        var station = (await _admin.GetAsync($"/api/v1/admin/stations/{_station}")).Expect(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Put, $"/api/v1/admin/stations/{_station}/deputies", new JsonObject { ["deputies"] = new JsonArray(_deputies[1], _deputies[2]) }, $"{station["version"]}")).Expect(HttpStatusCode.OK);
        await _admin.AdvanceAsync("PT1M");
        var seated = (await DaysAsync()).SelectMany(day => day!["deputies"]!.AsArray()).Select(deputy => (string)deputy!["id"]!).ToHashSet();
        Assert.Equal(_deputies.Skip(1).Order(), seated.Order());
        var last = (string)(await DaysAsync())[^1]!["date"]!;
        await _admin.AdvanceAsync("P40D");
        Assert.True(string.CompareOrdinal((string)(await DaysAsync())[^1]!["date"]!, last) > 0);
        Assert.Equal(HttpStatusCode.NotFound, (await _anybody.GetAsync("/api/v1/receptions?station=nowhere")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _anybody.GetAsync("/api/v1/receptions")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _anybody.GetAsync($"/api/v1/receptions?station={_station}&from=morgen")).Status);
    }

    private JsonObject Body() => new()
    {
        ["station"] = _station,
        ["recurrence"] = "每月10日、20日",
        ["startsOn"] = "2026-01-01",
        ["times"] = new JsonArray("9:00-10:00", "10:00-11:00"),
        ["deputies"] = new JsonArray(_deputies[0], _deputies[1]),
        ["capacity"] = 2,
        ["dayOff"] = "next",
    };

    private async Task<JsonArray> DaysAsync() => (await _anybody.GetAsync($"/api/v1/receptions?station={_station}&limit=200")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, string? version = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body ?? new JsonObject()) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return _admin.SendAsync(request);
    }
}
