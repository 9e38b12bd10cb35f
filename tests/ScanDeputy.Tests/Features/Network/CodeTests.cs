using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>Codes are issued, replaced and taken back by an administrator, and hold at once.</summary>
public sealed class CodeTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _visitor = null!;
    private string _station = "";

    private string Codes => $"/api/v1/admin/stations/{_station}/codes";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _visitor = _server.Anonymous();
        var first = await _visitor.FirstStationCodeAsync();
        _station = (string)(await _visitor.GetAsync($"/api/v1/station-codes/{first}"))["station"]["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _visitor.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_issued_code_opens_its_station_and_is_listed()
    {
        var code = (await _admin.PostAsync(Codes, new { placement = " 大门口 " })).Expect(HttpStatusCode.Created);

        Assert.Equal(("大门口", "active"), ((string)code["placement"]!, (string)code["status"]!));
        Assert.EndsWith($"/s/{code["code"]}", (string)code["url"]!, StringComparison.Ordinal);
        Assert.Equal(_station, (string)(await OpenAsync(code)).Expect(HttpStatusCode.OK)["station"]["id"]!);
        Assert.Equal((string)code["code"]!, (string)(await _admin.GetAsync(Codes))["items"][0]!["code"]!);
        var listed = (await _admin.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray().Single(station => (string)station!["id"]! == _station)!;
        Assert.Equal((await _admin.GetAsync(Codes))["items"].AsArray().Count(item => (string)item!["status"]! == "active"), (int)listed["codes"]!);
    }

    [Fact]
    public async Task A_replaced_code_goes_on_for_its_grace_and_the_new_one_at_once()
    {
        var old = await IssueAsync();
        (await OpenAsync(old)).Expect(HttpStatusCode.OK);

        var next = (await _admin.PostAsync($"{Codes}/{old["code"]}/rotate", new { graceDays = 3 })).Expect(HttpStatusCode.Created);

        Assert.Equal((string)old["placement"]!, (string)next["placement"]!);
        (await OpenAsync(next)).Expect(HttpStatusCode.OK);
        Assert.Equal("rotated", (string)(await OpenAsync(old)).Expect(HttpStatusCode.OK)["status"]!);
        await _visitor.AdvanceAsync("P4D");
        (await OpenAsync(old)).Expect(HttpStatusCode.Gone, "station_code_revoked");
        (await OpenAsync(next)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_taken_back_opens_nothing_from_the_next_call_on()
    {
        var code = await IssueAsync();
        (await OpenAsync(code)).Expect(HttpStatusCode.OK);

        var revoked = (await _admin.PostAsync($"{Codes}/{code["code"]}/revoke", new { reason = "站牌丢失" })).Expect(HttpStatusCode.OK);

        Assert.Equal(("revoked", "站牌丢失"), ((string)revoked["status"]!, (string)revoked["revokeReason"]!));
        (await OpenAsync(code)).Expect(HttpStatusCode.Gone, "station_code_revoked");
        foreach (var step in (string[])["rotate", "revoke"])
            (await _admin.PostAsync($"{Codes}/{code["code"]}/{step}", step == "rotate" ? new { graceDays = 1 } : new { reason = "再次" })).Expect(HttpStatusCode.Conflict, "station_code_ended");
    }

    [Theory]
    [InlineData("PT0S", HttpStatusCode.Created)]
    [InlineData("PT1H59M", HttpStatusCode.Created)]
    [InlineData("PT2H1M", HttpStatusCode.Gone)]
    public async Task A_report_that_was_being_written_when_the_code_was_taken_back_is_not_lost(string later, HttpStatusCode expected)
    {
        var code = await IssueAsync();
        (await _admin.PostAsync($"{Codes}/{code["code"]}/revoke", new { reason = "站牌丢失" })).Expect(HttpStatusCode.OK);
        if (later != "PT0S")
            await _visitor.AdvanceAsync(later);
        using var resident = await _server.AsAsync("resident-1");
        (await resident.SubmitAsync(new { stationCode = (string)code["code"]! })).Expect(expected);
    }

    [Fact]
    public async Task Of_two_who_replace_a_code_at_once_one_is_told_that_it_was_done()
    {
        var code = await IssueAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _admin.PostAsync($"{Codes}/{code["code"]}/rotate", new { graceDays = 1 })));
        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Expect(HttpStatusCode.Conflict, "station_code_ended"));
        Assert.Single((await _admin.GetAsync(Codes))["items"].AsArray(), item => (string)item!["placement"]! == "服务大厅" && (string)item["status"]! == "active");
    }

    [Fact]
    public async Task The_neighbours_see_and_change_nothing()
    {
        var code = (string)(await IssueAsync())["code"]!;
        using var neighbour = await _server.AsAsync("admin-2");
        (await neighbour.GetAsync(Codes)).Expect(HttpStatusCode.NotFound, "not_found");
        (await neighbour.PostAsync(Codes, new { placement = "大门口" })).Expect(HttpStatusCode.NotFound, "not_found");
        (await neighbour.PostAsync($"{Codes}/{code}/rotate", new { graceDays = 1 })).Expect(HttpStatusCode.NotFound, "not_found");
        (await neighbour.PostAsync($"{Codes}/{code}/revoke", new { reason = "站牌丢失" })).Expect(HttpStatusCode.NotFound, "not_found");
        foreach (var picture in (string[])["svg", "png", "miniprogram.png", "plate"])
            (await neighbour.GetAsync($"{Codes}/{code}/{picture}")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.DoesNotContain((await neighbour.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray(), station => (string)station!["id"]! == _station);
        // Nor under another station of one's own.
        var other = (string)(await neighbour.GetAsync("/api/v1/admin/stations?limit=1"))["items"][0]!["id"]!;
        (await neighbour.PostAsync($"/api/v1/admin/stations/{other}/codes/{code}/revoke", new { reason = "站牌丢失" })).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("", "{}", "placement", "请填写张贴位置")]
    [InlineData("", """{ "placement": "  " }""", "placement", "请填写张贴位置")]
    [InlineData("/rotate", """{ "graceDays": -1 }""", "graceDays", "旧码保留天数须为 0 到 365 的整数")]
    [InlineData("/rotate", """{ "graceDays": 366 }""", "graceDays", "旧码保留天数须为 0 到 365 的整数")]
    [InlineData("/revoke", "{}", "reason", "请填写停用原因")]
    public async Task What_is_missing_or_out_of_range_is_named(string step, string body, string field, string sentence)
    {
        var path = step.Length == 0 ? Codes : $"{Codes}/{(await IssueAsync())["code"]}{step}";
        var answer = (await _admin.PostAsync(path, JsonNode.Parse(body))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.StartsWith(sentence, (string)answer["errors"][field]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stations_are_found_by_words_of_name_address_or_town()
    {
        var all = (await _admin.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray();
        Assert.Equal(45, all.Count);
        var name = (string)all[3]!["name"]!;
        Assert.Contains((await _admin.GetAsync($"/api/v1/admin/stations?q={Uri.EscapeDataString(name)}"))["items"].AsArray(), station => (string)station!["name"]! == name);
        Assert.Empty((await _admin.GetAsync("/api/v1/admin/stations?q=%25%25"))["items"].AsArray());
    }

    /// <summary>Issue I, 16: on every database, whatever the case, width and dashes of what is typed.</summary>
    [Fact]
    public async Task Stations_are_found_however_their_words_are_typed()
    {
        await _server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync(
                "update stations set name = @Name, address = @Address, search_text = @Folded where id = @Id",
                new { Name = "ABC小区联络站", Address = "双月路A-12号", Folded = SearchText.Of("ABC小区联络站", "双月路A-12号"), Id = _station }),
            TestContext.Current.CancellationToken);
        var district = (string)(await FindAsync("ABC小区联络站"))!["district"]!;
        foreach (var typed in (string[])["abc小区", "ＡＢＣ小区", "Abc 小区", "abc小区 ", "a12号", "A－12号", "双月路Ａ—１２", "双月路a-12号", district])
            Assert.True(await FindAsync(typed) is not null, typed);
        foreach (var typed in (string[])["abd小区", "联络站双月路", "a_2号"])
            Assert.True(await FindAsync(typed) is null, typed);

        async Task<JsonNode?> FindAsync(string typed) =>
            (await _admin.GetAsync($"/api/v1/admin/stations?limit=200&q={Uri.EscapeDataString(typed)}"))["items"].AsArray().FirstOrDefault(station => (string)station!["id"]! == _station);
    }

    [Fact]
    public async Task Whoever_writes_a_place_writes_how_it_is_searched()
    {
        var places = await _server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryAsync<(string Name, string Address, string Folded)>(
                "select name, address, search_text from stations union all select name, '', search_text from districts"),
            TestContext.Current.CancellationToken);
        Assert.All(places, place => Assert.Equal(place.Address.Length == 0 ? SearchText.Of(place.Name) : SearchText.Of(place.Name, place.Address), place.Folded));
    }

    /// <summary>Issue I, 11 and 12: counted as every other text is.</summary>
    [Fact]
    public async Task What_is_written_about_a_code_is_counted_as_it_is_seen()
    {
        const string Wide = "👨🏿‍👩🏿‍👧🏿‍👦🏿";
        var longest = string.Concat(Enumerable.Repeat(Wide, 50));
        var issued = (await _admin.PostAsync(Codes, new { placement = longest })).Expect(HttpStatusCode.Created);
        Assert.Equal(longest, (string)issued["placement"]!);
        var revoked = (await _admin.PostAsync($"{Codes}/{issued["code"]}/revoke", new { reason = string.Concat(Enumerable.Repeat(Wide, 200)) })).Expect(HttpStatusCode.OK);
        Assert.StartsWith(Wide, (string)revoked["revokeReason"]!, StringComparison.Ordinal);
        var user = (string)(await (await _server.AsAsync("keeper-1")).GetAsync("/api/v1/me"))["id"]!;
        (string Path, string Field, Func<string, object> Body, int Most)[] places =
        [
            (Codes, "placement", text => new { placement = text }, 50),
            ($"{Codes}/{(await IssueAsync())["code"]}/revoke", "reason", text => new { reason = text }, 200),
            ($"/api/v1/admin/staff/{user}/unbind", "reason", text => new { phone = true, reason = text }, 200),
        ];
        foreach (var (path, field, body, most) in places)
        {
            foreach (var wrong in (string[])["", " \u3000\n", new('\u200B', 10), "\u3164", new('灯', most + 1), $"灯{new string('\u0302', most * 20)}", "门口\uFFFE"])
            {
                var answer = await _admin.PostAsync(path, body(wrong));
                Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity && answer["errors"][field] is not null, $"{path} {field} ({wrong.Length}): {answer.Status} {answer.Body}");
            }
        }

        (await _admin.PostAsync($"/api/v1/admin/staff/{user}/unbind", new { phone = true, reason = string.Concat(Enumerable.Repeat(Wide, 200)) })).Expect(HttpStatusCode.OK);
    }

    private async Task<ApiAnswer> IssueAsync() => (await _admin.PostAsync(Codes, new { placement = "服务大厅" })).Expect(HttpStatusCode.Created);

    private Task<ApiAnswer> OpenAsync(ApiAnswer code) => _visitor.GetAsync($"/api/v1/station-codes/{code["code"]}");
}
