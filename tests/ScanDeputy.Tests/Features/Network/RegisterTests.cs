using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>What an administrator keeps by hand: each register through its whole life, what is refused, and two at once.</summary>
public sealed class RegisterTests : IAsyncLifetime
{
    private static readonly IReadOnlyDictionary<string, (string Body, string Changed, string Field)> Rows = new Dictionary<string, (string, string, string)>(StringComparer.Ordinal)
    {
        ["stations"] = (
            """{"name":"盛庄街道人大代表之家","kind":"deputyHome","district":"371311","address":"罗庄区盛庄街道1号","lat":35.01,"lng":118.28,"openingHours":"周一至周五","phone":"0539-8240001","haves":{"venue":{"present":true,"note":"二楼，80 平方米"},"funds":{"present":false},"schedule":{"note":"每月 10 日"}}}""",
            """{"name":"盛庄街道人大代表之家（新）","kind":"mobile","district":"371311","address":"流动","openingHours":"周二"}""", "address"),
        ["deputies"] = (
            """{"name":"王　示","level":"county","district":"371311","term":"第十九届","pledge":"件件有回音"}""",
            """{"name":"王示范","level":"town","district":"371311","term":"第二十届"}""", "term"),
        ["agencies"] = (
            """{"name":"罗庄区测试局","district":"371311","contactName":"王　问","contactPhone":"0539-8246001转801"}""", """{"name":"罗庄区测试中心","district":"371311"}""", "contactPhone"),
        ["categories"] = ("""{"number":"register-test","name":"测试类别","position":90,"icon":"light","retentionYears":3}""", """{"name":"测试类别二","position":91,"stopper":"请走诉讼途径。"}""", "position"),
        ["constituencies"] = (
            """{"name":"测试选区","level":"county","districts":["371311001001","371311001002"]}""", """{"name":"测试第二选区","level":"county","districts":["371311001"]}""", "districts"),
        ["answer-templates"] = (
            """{"category":"road-light","move":"reply","title":"测试用模板","text":"{称呼}：{地点}的路灯已由{承办单位}修复。"}""",
            """{"move":"answer","title":"已收到","text":"您反映的{类别}问题已收到。"}""", "move"),
        ["terms"] = (
            """{"level":"county","name":"第三十届区人大代表","firstOn":"2072-01-10"}""", """{"level":"city","name":"第三十届市人大代表","firstOn":"2072-02-10","lastOn":"2077-02-09"}""", "lastOn"),
        ["districts"] = ("""{"code":"371311999","name":"测试街道"}""", """{"name":"测试新街道"}""", "name"),
    };

    private TestServer _server = null!;
    private ApiClient _admin = null!;

    public static TheoryData<string> Registers => [.. Rows.Keys];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        // Places elect once for each congress: the demo's would be in the way.
        await _server.ExecuteAsync("update constituencies set active = 0");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Registers))]
    public async Task A_row_is_made_found_changed_and_given_out_as_a_file_that_changes_nothing(string register)
    {
        var (body, changed, field) = Rows[register];
        var made = await SendAsync(HttpMethod.Post, register, body);
        made.Expect(HttpStatusCode.Created);
        var id = (string)made["id"]!;
        Assert.Equal(1, (int)made["version"]!);
        Assert.Equal("\"1\"", made.Headers.ETag?.Tag);
        var name = (string?)made.Body!["name"] ?? (string)made["title"]!;
        Assert.DoesNotContain(name, char.IsWhiteSpace);

        if (register != "stations")
            Assert.Equal(id, (string)(await _admin.GetAsync($"/api/v1/admin/{register}?q={Uri.EscapeDataString(name)}")).Expect(HttpStatusCode.OK)["items"].AsArray().Single()!["id"]!);

        (await SendAsync(HttpMethod.Put, $"{register}/{id}", changed)).Expect((HttpStatusCode)428, "version_required");
        (await SendAsync(HttpMethod.Put, $"{register}/{id}", changed, "7")).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        var now = (await SendAsync(HttpMethod.Put, $"{register}/{id}", changed, "1")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, (int)now["version"]!);
        Assert.NotEqual(made[field]?.ToJsonString(), now[field]?.ToJsonString());
        Assert.Equal(now.Body!.ToJsonString(), (await _admin.GetAsync($"/api/v1/admin/{register}/{id}")).Expect(HttpStatusCode.OK).Body!.ToJsonString());

        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = await _admin.BytesAsync($"/api/v1/admin/{register}/export?format={format}");
            var again = (await _admin.UploadAsync($"/api/v1/admin/{register}/import", file, $"导出.{format}")).Expect(HttpStatusCode.OK);
            Assert.True((bool)again["accepted"]!, again.Body!.ToString());
            Assert.DoesNotContain(again["changes"].AsArray(), change => (int)change!["inserted"]! + (int)change["updated"]! > 0 && (string)change["table"]! != "station_codes");
        }

        var lines = (await _admin.GetAsync($"/api/v1/admin/audit?register={TableOf(register).Replace('_', '-')}&row={id}")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Equal(2, lines.Count);
        Assert.Contains(lines[0]!["changes"]!.AsArray(), change => (string)change!["old"]! == name);
        Assert.Equal((string)(await _admin.GetAsync("/api/v1/me"))["id"]!, (string)lines[0]!["by"]!);
    }

    [Theory]
    [InlineData("stations", "name", "\"\"", "不能为空")]
    [InlineData("stations", "name", "\"\\u200B\\u3164\"", "不能为空")]
    [InlineData("stations", "kind", "\"驿站\"", "")]
    [InlineData("stations", "district", "\"371311888\"", "找不到")]
    [InlineData("stations", "district", "\"371302\"", "本区县")]
    [InlineData("stations", "lng", "null", "经度和纬度")]
    [InlineData("stations", "lat", "95", "度数")]
    [InlineData("stations", "number", "\"S 1\"", "英文字母")]
    [InlineData("stations", "phone", "\"找张主任\"", "电话")]
    [InlineData("stations", "phone", "\"1\"", "电话")]
    [InlineData("deputies", "term", "null", "不能为空")]
    [InlineData("deputies", "photoUrl", "\"javascript:alert(1)\"", "https://")]
    [InlineData("agencies", "name", "\"局\\u202E长\"", "看不见")]
    [InlineData("agencies", "contactPhone", "\"请到一楼\"", "电话号码")]
    [InlineData("agencies", "contactPhone", "\"110\"", "电话号码")]
    [InlineData("agencies", "contactPhone", "null", "都填")]
    [InlineData("agencies", "contactName", "null", "都填")]
    [InlineData("categories", "position", "0", "整数")]
    [InlineData("categories", "number", "null", "不能为空")]
    [InlineData("categories", "icon", "\"rocket\"", "")]
    [InlineData("categories", "retentionYears", "31", "1 到 30")]
    [InlineData("categories", "retentionYears", "0", "1 到 30")]
    [InlineData("constituencies", "districts", "[]", "不能为空")]
    [InlineData("constituencies", "districts", "[\"371302001001\"]", "本区县")]
    [InlineData("constituencies", "districts", "[\"371311\"]", "乡镇")]
    [InlineData("constituencies", "districts", "[\"371311999\"]", "找不到")]
    [InlineData("constituencies", "deputies", "[\"nobody\"]", "找不到")]
    [InlineData("terms", "name", "\"\"", "不能为空")]
    [InlineData("terms", "level", "\"village\"", "")]
    [InlineData("terms", "firstOn", "null", "")]
    [InlineData("terms", "lastOn", "\"2072-01-09\"", "早于")]
    [InlineData("answer-templates", "text", "\"{姓名}您好\"", "{姓名}")]
    [InlineData("answer-templates", "text", "\"{ } 和 {称呼}\"", "可以写")]
    [InlineData("answer-templates", "text", "\"\"", "不能为空")]
    [InlineData("answer-templates", "move", "\"sign\"", "")]
    [InlineData("answer-templates", "category", "\"nowhere\"", "找不到")]
    [InlineData("districts", "code", "\"371302999\"", "本区县")]
    [InlineData("districts", "code", "\"12\"", "")]
    public async Task A_field_that_cannot_be_is_named_and_nothing_is_written(string register, string field, string value, string words)
    {
        var body = JsonNode.Parse(Rows[register].Body)!;
        body[field] = JsonNode.Parse(value);
        var before = await _server.CountAsync($"select count(*) from {TableOf(register)}");
        var refused = (await SendAsync(HttpMethod.Post, register, body.ToJsonString())).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var (named, texts) = Assert.Single(refused["errors"].AsObject());
        Assert.Equal(field == "lng" ? "lng" : field, named);
        Assert.Contains(words, (string)texts![0]!, StringComparison.Ordinal);
        Assert.Equal(before, await _server.CountAsync($"select count(*) from {TableOf(register)}"));
    }

    [Fact]
    public async Task A_number_is_given_kept_and_never_given_twice()
    {
        var first = (await SendAsync(HttpMethod.Post, "agencies", Rows["agencies"].Body)).Expect(HttpStatusCode.Created);
        var second = (await SendAsync(HttpMethod.Post, "agencies", Rows["agencies"].Body)).Expect(HttpStatusCode.Created);
        Assert.NotEqual((string)first["number"]!, (string)second["number"]!);
        var taken = $$"""{"number":"{{(string)first["number"]!}}","name":"另一个局","district":"371311"}""";
        (await SendAsync(HttpMethod.Post, "agencies", taken)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await SendAsync(HttpMethod.Put, $"agencies/{second["id"]}", taken, "1")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal("罗庄区测试局", (string)(await _admin.GetAsync($"/api/v1/admin/agencies/{first["id"]}"))["name"]!);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_row_at_once_one_is_told()
    {
        var id = (string)(await SendAsync(HttpMethod.Post, "agencies", Rows["agencies"].Body)).Expect(HttpStatusCode.Created)["id"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SendAsync(HttpMethod.Put, $"agencies/{id}", $$"""{"name":"测试局{{i}}","district":"371311"}""", "1")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.PreconditionFailed, "version_stale"));
        Assert.Equal(2, await _server.CountAsync("select count(*) from audit_events where object_id = @id", new { id }));
    }

    [Fact]
    public async Task A_category_that_is_closed_can_no_longer_be_chosen_and_comes_back()
    {
        (await SendAsync(HttpMethod.Post, "categories", Rows["categories"].Body)).Expect(HttpStatusCode.Created);
        Assert.True(await IsOfferedAsync());
        (await SendAsync(HttpMethod.Post, "categories/register-test/close", null, "1")).Expect(HttpStatusCode.OK);
        Assert.False(await IsOfferedAsync());
        using var resident = await _server.AsAsync("resident-1");
        (await resident.SubmitAsync(new { categoryId = "register-test" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await SendAsync(HttpMethod.Post, "categories/register-test/reopen", null, "2")).Expect(HttpStatusCode.OK);
        Assert.True(await IsOfferedAsync());

        async Task<bool> IsOfferedAsync() => (await _admin.GetAsync($"/api/v1/station-codes/{await _admin.FirstStationCodeAsync()}"))["categories"].AsArray()
            .Any(category => (string)category!["id"]! == "register-test");
    }

    /// <summary>In a file by its Chinese word; a file without the columns leaves them, and an empty cell empties them.</summary>
    [Fact]
    public async Task A_category_s_symbol_and_retention_come_from_a_file_and_are_shown()
    {
        (await ImportAsync("编号,名称,顺序,不受理说明,图标,个人信息保留年数\nregister-icon,路灯,90,,照明,5\n")).Expect(HttpStatusCode.OK);
        Assert.Equal(("light", 5), await StoredAsync());
        (await ImportAsync("编号,名称,顺序,不受理说明\nregister-icon,路灯照明,90,\n")).Expect(HttpStatusCode.OK);
        Assert.Equal(("light", 5), await StoredAsync());
        var faults = (await ImportAsync("编号,名称,顺序,不受理说明,图标,个人信息保留年数\nregister-icon,路灯,90,,火箭,40\n")).Expect(HttpStatusCode.OK)["faults"].AsArray();
        Assert.Equal(["图标", "个人信息保留年数"], faults.Select(fault => (string)fault!["column"]!));
        Assert.All((string[])["照明", "其他"], word => Assert.Contains(word, faults[0]!.ToJsonString(JsonSerializerOptions), StringComparison.Ordinal));
        (await ImportAsync("编号,名称,顺序,不受理说明,图标,个人信息保留年数\nregister-icon,路灯,90,,,\n")).Expect(HttpStatusCode.OK);
        Assert.Equal(("other", null), await StoredAsync());

        async Task<(string Icon, int? Years)> StoredAsync()
        {
            var row = (await _admin.GetAsync("/api/v1/admin/categories/register-icon")).Expect(HttpStatusCode.OK);
            var offered = (await _admin.GetAsync($"/api/v1/station-codes/{await _admin.FirstStationCodeAsync()}"))["categories"].AsArray().Single(category => (string)category!["id"]! == "register-icon");
            Assert.Equal((string)row["icon"]!, (string)offered!["icon"]!);
            return ((string)row["icon"]!, (int?)row.Body!["retentionYears"]);
        }

        Task<ApiAnswer> ImportAsync(string text) => _admin.UploadAsync("/api/v1/admin/categories/import", System.Text.Encoding.UTF8.GetBytes(text), "categories.csv");
    }

    private static readonly System.Text.Json.JsonSerializerOptions JsonSerializerOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task What_is_still_needed_is_not_closed_and_the_answer_says_what_to_do()
    {
        var agencies = (await _admin.GetAsync("/api/v1/admin/agencies?limit=200"))["items"].AsArray();
        var rule = (await _admin.GetAsync("/api/v1/admin/agency-rules"))["items"][0]!;
        var agency = agencies.First(agency => (string)agency!["id"]! == (string)rule["agencyId"]!)!;
        var kept = (await SendAsync(HttpMethod.Post, $"agencies/{agency["id"]}/close", null, $"{agency["version"]}")).Expect(HttpStatusCode.Conflict, "still_needed");
        Assert.Contains("分办规则", (string)kept["detail"]!, StringComparison.Ordinal);
        var deputy = (await _admin.GetAsync("/api/v1/admin/deputies"))["items"][0]!;
        kept = (await SendAsync(HttpMethod.Post, $"deputies/{deputy["id"]}/close", null, $"{deputy["version"]}")).Expect(HttpStatusCode.Conflict, "still_needed");
        Assert.Contains("“人员”页面", (string)kept["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_made_turned_to_another_agency_and_deleted()
    {
        var agencies = (await _admin.GetAsync("/api/v1/admin/agencies"))["items"].AsArray();
        (await SendAsync(HttpMethod.Post, "categories", Rows["categories"].Body)).Expect(HttpStatusCode.Created);
        var made = (await SendAsync(HttpMethod.Post, "agency-rules", Body(agencies[0]!))).Expect(HttpStatusCode.Created);
        Assert.Equal("371311000000.register-test", (string)made["id"]!);
        (await SendAsync(HttpMethod.Post, "agency-rules", Body(agencies[1]!))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var turned = (await SendAsync(HttpMethod.Put, "agency-rules/371311000000.register-test", Body(agencies[1]!), "1")).Expect(HttpStatusCode.OK);
        Assert.Equal((string)agencies[1]!["id"]!, (string)turned["agencyId"]!);
        (await SendAsync(HttpMethod.Delete, "agency-rules/371311000000.register-test", null, "1")).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        (await SendAsync(HttpMethod.Delete, "agency-rules/371311000000.register-test", null, "2")).Expect(HttpStatusCode.NoContent);
        (await _admin.GetAsync("/api/v1/admin/agency-rules/371311000000.register-test")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(3, (await _admin.GetAsync("/api/v1/admin/audit?register=agency-rules&row=371311000000.register-test")).Expect(HttpStatusCode.OK)["items"].AsArray().Count);

        static string Body(JsonNode agency) => $$"""{"district":"371311","category":"register-test","agency":"{{(string)agency["id"]!}}"}""";
    }

    /// <summary>Before one comes: the same answer as a case gets, and one that nothing covers says what to do.</summary>
    [Fact]
    public async Task What_happens_to_a_report_can_be_tried()
    {
        var rule = (await _admin.GetAsync("/api/v1/admin/agency-rules"))["items"].AsArray().First(rule => (string)rule!["district"]! == "371311000000")!;
        var tried = (await _admin.GetAsync($"/api/v1/admin/agency-rules/try?district=371311001&category={rule["category"]}")).Expect(HttpStatusCode.OK);
        Assert.Equal((string)rule["agencyId"]!, (string)tried["leadAgencyId"]!);
        Assert.Contains((string)rule["agencyName"]!, (string)tried["explanation"].AsArray()[^1]!, StringComparison.Ordinal);
        (await SendAsync(HttpMethod.Post, "categories", Rows["categories"].Body)).Expect(HttpStatusCode.Created);
        var none = (await _admin.GetAsync("/api/v1/admin/agency-rules/try?district=371311001&category=register-test")).Expect(HttpStatusCode.OK);
        Assert.Null(none.Body!["leadAgencyId"]);
        Assert.Contains("请按职责指定", (string)none["explanation"].AsArray()[^1]!, StringComparison.Ordinal);
        (await _admin.GetAsync("/api/v1/admin/agency-rules/try?district=371302&category=register-test")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task Deputies_are_seated_in_an_order_that_residents_see_at_once()
    {
        var code = await _admin.FirstStationCodeAsync();
        var station = (string)(await _admin.GetAsync($"/api/v1/station-codes/{code}"))["station"]!["id"]!;
        var path = $"stations/{station}/deputies";
        var before = (await _admin.GetAsync($"/api/v1/admin/{path}")).Expect(HttpStatusCode.OK)["deputies"].AsArray();
        Assert.Equal(3, before.Count);
        var turned = $$"""{"deputies":["{{(string)before[2]!["number"]!}}","{{(string)before[0]!["id"]!}}"]}""";
        (await SendAsync(HttpMethod.Put, path, turned)).Expect((HttpStatusCode)428, "version_required");
        Assert.Equal(2, (await SendAsync(HttpMethod.Put, path, turned, "1")).Expect(HttpStatusCode.OK)["deputies"].AsArray().Count);
        (await SendAsync(HttpMethod.Put, path, turned, "1")).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        Assert.Equal([(string)before[2]!["id"]!, (string)before[0]!["id"]!], (await _admin.GetAsync($"/api/v1/station-codes/{code}"))["deputies"].AsArray().Select(deputy => (string)deputy!["id"]!));
        var unknown = (await SendAsync(HttpMethod.Put, path, """{"deputies":["D-none"]}""", "2")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains("D-none", unknown["errors"]!["deputies[0]"]![0]!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The demo lacks nothing but what is taken from it.</summary>
    [Fact]
    public async Task The_checklist_names_what_is_missing_and_where_it_is_mended()
    {
        (await SendAsync(HttpMethod.Post, "categories", Rows["categories"].Body)).Expect(HttpStatusCode.Created);
        (await SendAsync(HttpMethod.Post, "stations", Rows["stations"].Body)).Expect(HttpStatusCode.Created);
        var items = (await _admin.GetAsync("/api/v1/admin/checklist")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Contains(items, item => (string)item!["kind"]! == "categoriesWithoutAgency" && (string)item["examples"]![0]! == "测试类别" && (string)item["page"]! == "/admin/setup/agency-rules");
        Assert.Contains(items, item => (string)item!["kind"]! == "stationsWithoutDeputies" && (int)item["count"]! == 1);
        Assert.Contains(items, item => (string)item!["kind"]! == "stationsWithoutCode" && (int)item["count"]! == 1);
        Assert.Contains(items, item => (string)item!["kind"]! == "stations" && (int)item["count"]! == 0);
    }

    /// <summary>The same stations as the filter shows; one whose code is younger than 30 days is not among them.</summary>
    [Fact]
    public async Task The_checklist_names_stations_that_nobody_scans()
    {
        var station = (string)(await _admin.GetAsync($"/api/v1/station-codes/{await _admin.FirstStationCodeAsync()}"))["station"]!["id"]!;
        foreach (var (age, scanned, named) in ((int, bool, bool)[])[(40, false, true), (40, true, false), (29, false, false)])
        {
            var today = new DateOnly(2026, 5, 15);
            await _server.ExecuteAsync("delete from code_scans where code in (select code from station_codes where station_id = @station)", new { station });
            await _server.ExecuteAsync("update station_codes set issued_at = @at where station_id = @station", new { station, at = new DateTimeOffset(today.AddDays(-age), new TimeOnly(9, 0), TimeSpan.FromHours(8)) });
            if (scanned)
                await _server.ExecuteAsync("insert into code_scans (code, on_day, scans) select min(code), '2026-05-01', 1 from station_codes where station_id = @station", new { station });
            var item = (await _admin.GetAsync("/api/v1/admin/checklist")).Expect(HttpStatusCode.OK)["items"].AsArray().Single(item => (string)item!["kind"]! == "stationsWithoutScan")!;
            var shown = (await _admin.GetAsync("/api/v1/admin/stations?unscanned=true&limit=200")).Expect(HttpStatusCode.OK)["items"].AsArray();
            Assert.Equal((age, scanned, named), (age, scanned, shown.Any(one => (string)one!["id"]! == station)));
            Assert.Equal((shown.Count, "/admin/stations?unscanned=true"), ((int)item["count"]!, (string)item["page"]!));
        }
    }

    [Theory]
    [MemberData(nameof(Registers))]
    public async Task Another_jurisdiction_s_row_is_none(string register)
    {
        using var neighbour = await _server.AsAsync("admin-2");
        var made = (await SendAsync(HttpMethod.Post, register, Rows[register].Body)).Expect(HttpStatusCode.Created);
        (await neighbour.GetAsync($"/api/v1/admin/{register}/{made["id"]}")).Expect(HttpStatusCode.NotFound);
        (await SendAsync(neighbour, HttpMethod.Put, $"{register}/{made["id"]}", Rows[register].Changed, "1")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await neighbour.GetAsync($"/api/v1/admin/audit?register={register}&row={made["id"]}")).Expect(HttpStatusCode.OK)["items"].AsArray());
    }

    [Fact]
    public async Task Pages_of_a_list_hold_each_row_once_in_order()
    {
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = (await _admin.GetAsync($"/api/v1/admin/deputies?limit=100&after={after}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page["items"].AsArray().Select(item => (string)item!["id"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(await _server.CountAsync("select count(*) from deputies where jurisdiction = '371311'"), seen.Count);
    }

    private static string TableOf(string register) => register == "terms" ? "congress_terms" : register.Replace('-', '_');

    private Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string? version = null) => SendAsync(_admin, method, path, body, version);

    private static Task<ApiAnswer> SendAsync(ApiClient client, HttpMethod method, string path, string? body, string? version = null)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/admin/{path}") { Content = body is null ? null : JsonContent.Create(JsonNode.Parse(body)) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return client.SendAsync(request);
    }
}
