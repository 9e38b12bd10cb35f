using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Agencies;

/// <summary>分办规则 with their days and co-agencies: what they leave open, what they propose, and the cases that none of them covers; and the agencies' tree.</summary>
public sealed class AgencyRuleTests : IAsyncLifetime
{
    private const string County = "371311";
    private const string Town = "371311001";

    private TestServer _server = null!;
    private ApiClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        await SendAsync(HttpMethod.Post, "categories", new { number = "gap-test", name = "缺口测试", position = 90 });
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>A day that lies ahead, whenever the tests run.</summary>
    private async Task<string> NextYearAsync(string monthAndDay)
    {
        var today = DateOnly.Parse(((string)(await _admin.GetAsync($"/api/v1/admin/agency-rules/try?district={Town}&category=gap-test"))["on"]!)[..10], null);
        return $"{today.Year + 1}-{monthAndDay}";
    }

    [Fact]
    public async Task A_gap_is_listed_filled_by_its_own_file_and_its_days_are_kept()
    {
        var until = await NextYearAsync("06-30");
        Assert.Equal(["Gap 371311000000 True"], await GapsAsync());
        Assert.Contains(await ChecklistAsync(), item => (string)item!["kind"]! == "agencyGaps" && (int)item["count"]! == 0);

        // A town of its own: the rest of the county and each other town has nobody.
        await SendAsync(HttpMethod.Post, "agency-rules", new { district = Town, category = "gap-test", agency = "A001" });
        var rest = await GapsAsync();
        Assert.Contains("Gap 371311000000 False", rest);
        Assert.DoesNotContain("Gap 371311001000 True", rest);
        Assert.True(rest.Count > 3);
        Assert.Contains(await ChecklistAsync(), item => (string)item!["kind"]! == "agencyGaps" && (int)item["count"]! == rest.Count && (string)item["page"]! == "/admin/setup/agency-rules/gaps?kind=gap");

        // The county until a day, and nobody from the next one on.
        await SendAsync(HttpMethod.Post, "agency-rules", new { district = County, category = "gap-test", agency = "A002", validTo = until });
        var later = (await ItemsAsync("q=gap-test&kind=gap")).ToList();
        Assert.All(later, item => Assert.Equal(After(until), (string)item!["from"]!));
        foreach (var format in (string[])["xlsx", "csv"])
        {
            var file = await _admin.BytesAsync($"/api/v1/admin/agency-rules/gaps/export?format={format}");
            var text = format == "csv" ? Encoding.UTF8.GetString(file) : string.Join('\n', Workbook.Read(file)[0].Rows.Select(row => string.Join(',', row.Cells.Select(cell => cell.Text))));
            Assert.Contains("371311,gap-test,,", text, StringComparison.Ordinal);
            Assert.Contains("※说明", text, StringComparison.Ordinal);
            if (format != "csv")
                continue;

            // As it is nobody leads; filled in it is taken.
            var refused = (await _admin.UploadAsync("/api/v1/admin/agency-rules/import", file, "分办规则.csv")).Expect(HttpStatusCode.OK);
            Assert.All(refused["faults"].AsArray(), fault => Assert.Equal("承办单位编号", (string)fault!["column"]!));
            var lines = text.ReplaceLineEndings("\n").Split('\n');
            var county = lines.Single(line => line.StartsWith("371311,", StringComparison.Ordinal));
            Assert.Contains($",{After(until)},,", county, StringComparison.Ordinal);
            var filled = $"{lines[0]}\n{county.Replace("gap-test,,", "gap-test,A003,", StringComparison.Ordinal)}\n";
            var taken = (await _admin.UploadAsync("/api/v1/admin/agency-rules/import", Encoding.UTF8.GetBytes(filled), "分办规则.csv")).Expect(HttpStatusCode.OK);
            Assert.True((bool)taken["accepted"]!, taken.Body!.ToString());
        }

        Assert.Empty(await GapsAsync());

        static string After(string day) => DateOnly.Parse(day, null).AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Rules_that_follow_each_other_are_tried_by_day_and_those_that_overlap_are_named()
    {
        var (from, before) = (await NextYearAsync("07-01"), await NextYearAsync("06-30"));
        var first = await SendAsync(HttpMethod.Post, "agency-rules", new { district = County, category = "gap-test", agency = "A001", coAgencies = new[] { "A002", "A003" }, validTo = from });
        Assert.Equal(["A002", "A003"], first["coAgencies"].AsArray().Select(number => (string)number!));
        var second = await SendAsync(HttpMethod.Post, "agency-rules", new { district = County, category = "gap-test", agency = "A004", validFrom = from });
        Assert.Equal($"371311000000.gap-test.{from}", (string)second["id"]!);

        // One day with two: the one that began last decides, and both are shown.
        var overlap = Assert.Single(await ItemsAsync("q=gap-test"));
        Assert.Equal(("overlap", from, from), ((string)overlap!["kind"]!, (string)overlap["from"]!, (string)overlap["until"]!));
        Assert.Equal([(string)first["id"]!, (string)second["id"]!], overlap["rules"]!.AsArray().Select(rule => (string)rule!["id"]!));
        Assert.Contains(await ChecklistAsync(), item => (string)item!["kind"]! == "agencyOverlaps" && (int)item["count"]! == 1);
        foreach (var (day, agency, partners) in ((string, string, int)[])[(before, (string)first["agencyName"]!, 2), (from, (string)second["agencyName"]!, 0)])
        {
            var tried = (await _admin.GetAsync($"/api/v1/admin/agency-rules/try?district={Town}&category=gap-test&on={day}")).Expect(HttpStatusCode.OK);
            Assert.Equal(agency, (string)tried["leadAgencyName"]!);
            Assert.Equal(partners, tried["coAgencies"].AsArray().Count);
        }

        // Ended a day earlier they follow each other; where the file says it, too.
        var changed = await SendAsync(HttpMethod.Put, $"agency-rules/{first["id"]}", new { agency = "A001", coAgencies = new[] { "A002" }, validTo = before }, "1", HttpStatusCode.OK);
        Assert.Equal(before, (string)changed["validTo"]!);
        Assert.Empty(await ItemsAsync("q=gap-test"));
        var lines = (await _admin.GetAsync($"/api/v1/admin/audit?register=agency-rules&row={first["id"]}")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Contains(lines[0]!["changes"]!.AsArray(), change => ((string)change!["name"]!, (string?)change["old"], (string?)change["new"]) == ("co_agencies", "A002|A003", "A002"));
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var again = (await _admin.UploadAsync("/api/v1/admin/agency-rules/import", await _admin.BytesAsync($"/api/v1/admin/agency-rules/export?format={format}"), $"分办规则.{format}")).Expect(HttpStatusCode.OK);
            Assert.True((bool)again["accepted"]!, again.Body!.ToString());
            Assert.DoesNotContain(again["changes"].AsArray(), change => (string)change!["table"]! == "agency_rules" && (int)change["inserted"]! + (int)change["updated"]! > 0);
        }

        // An old file, without days and partners, leaves them.
        (await _admin.UploadAsync("/api/v1/admin/agency-rules/import", Encoding.UTF8.GetBytes("district,category,agency\n371311,gap-test,A005\n"), "agency_rules.csv")).Expect(HttpStatusCode.OK);
        var kept = (await _admin.GetAsync($"/api/v1/admin/agency-rules/{first["id"]}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("A005", before), ((string)kept["agency"]!, (string)kept["validTo"]!));
        Assert.Equal("A002", (string)kept["coAgencies"].AsArray().Single()!);
        await SendAsync(HttpMethod.Delete, $"agency-rules/{second["id"]}", null, "1", HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("coAgencies", """["A001"]""", "主办单位")]
    [InlineData("coAgencies", """["A999"]""", "找不到")]
    [InlineData("coAgencies", """["A002","A003","A004","A005","A006","A007","A008","A009","A010","A011","A012"]""", "超过 10")]
    [InlineData("validTo", "\"2020-01-01\"", "早于")]
    [InlineData("agency", "\"A-closed\"", "已停用")]
    [InlineData("coAgencies", """["A-closed"]""", "已停用")]
    public async Task A_rule_that_cannot_be_is_refused_by_its_field(string field, string value, string words)
    {
        var made = await SendAsync(HttpMethod.Post, "agencies", new { number = "A-closed", name = "停用的局", district = County });
        await SendAsync(HttpMethod.Post, $"agencies/{made["id"]}/close", null, "1", HttpStatusCode.OK);
        var body = JsonNode.Parse("""{"district":"371311","category":"gap-test","agency":"A001","validFrom":"2026-01-01"}""")!;
        body[field] = JsonNode.Parse(value);
        var refused = await SendAsync(HttpMethod.Post, "agency-rules", body, null, HttpStatusCode.UnprocessableEntity);
        Assert.Contains(words, (string)refused["errors"]![field]![0]!, StringComparison.Ordinal);
        Assert.Equal(0, await _server.CountAsync("select count(*) from agency_rules where category_id = 'gap-test'"));
    }

    [Fact]
    public async Task Agencies_are_a_tree_without_circles_whose_parents_are_in_use()
    {
        var bureau = await SendAsync(HttpMethod.Post, "agencies", new { number = "T1", name = "树局", district = County });
        var brigade = await SendAsync(HttpMethod.Post, "agencies", new { number = "T0", name = "树大队", district = County, parent = "T1" });
        var squad = await SendAsync(HttpMethod.Post, "agencies", new { number = "T00", name = "树中队", district = County, parent = (string)brigade["id"]! });
        Assert.Equal(["T1 0", "T0 1", "T00 2"], (await _admin.GetAsync("/api/v1/admin/agencies?q=树")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => $"{item!["number"]} {item["depth"]}"));
        Assert.Equal(("T0", "树大队"), ((string)squad["parent"]!, (string)squad["parentName"]!));

        foreach (var (parent, words) in ((string, string)[])[("T1", "一圈"), ("T00", "一圈"), ("T999", "找不到")])
        {
            var refused = await SendAsync(HttpMethod.Put, $"agencies/{bureau["id"]}", new { name = "树局", district = County, parent }, "1", HttpStatusCode.UnprocessableEntity);
            Assert.Contains(words, (string)refused["errors"]!["parent"]![0]!, StringComparison.Ordinal);
        }

        var kept = await SendAsync(HttpMethod.Post, $"agencies/{brigade["id"]}/close", null, "1", HttpStatusCode.Conflict);
        Assert.Contains("下级单位", (string)kept["detail"]!, StringComparison.Ordinal);
        await SendAsync(HttpMethod.Post, $"agencies/{squad["id"]}/close", null, "1", HttpStatusCode.OK);
        await SendAsync(HttpMethod.Post, $"agencies/{brigade["id"]}/close", null, "1", HttpStatusCode.OK);
        var closed = await SendAsync(HttpMethod.Post, $"agencies/{squad["id"]}/reopen", null, "2", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("已停用", (string)closed["errors"]!["parent"]![0]!, StringComparison.Ordinal);

        // A child may stand before its parent in a file; circles and closed parents are found there as well.
        const string Header = "id,name,district,active,parent\n";
        Assert.True((bool)(await ImportAsync($"{Header}T8,子,371311,是,T9\nT9,父,371311,是,\n"))["accepted"]!);
        Assert.Contains("一圈", FaultsOf(await ImportAsync($"{Header}T8,子,371311,是,T9\nT9,父,371311,是,T8\n")), StringComparison.Ordinal);
        Assert.Contains("已停用", FaultsOf(await ImportAsync($"{Header}T9,父,371311,否,\nT8,子,371311,是,T9\n")), StringComparison.Ordinal);
        Assert.Contains("下级单位“子”", FaultsOf(await ImportAsync($"{Header}T9,父,371311,否,\n")), StringComparison.Ordinal);
        await SendAsync(HttpMethod.Post, "agency-rules", new { district = County, category = "gap-test", agency = "A001", coAgencies = new[] { "T8" } });
        Assert.Contains("分办规则", FaultsOf(await ImportAsync($"{Header}T8,子,371311,否,T9\n")), StringComparison.Ordinal);
        Assert.True((bool)(await ImportAsync("id,name,district,active\nT8,子,371311,是\n"))["accepted"]!);
        Assert.Equal("T9", (string)(await _admin.GetAsync("/api/v1/admin/agencies?q=T8"))["items"]!.AsArray()[0]!["parent"]!);

        async Task<ApiAnswer> ImportAsync(string csv) => (await _admin.UploadAsync("/api/v1/admin/agencies/import", Encoding.UTF8.GetBytes(csv), "agencies.csv")).Expect(HttpStatusCode.OK);

        static string FaultsOf(ApiAnswer report) => string.Join('\n', report["faults"].AsArray().Select(fault => (string)fault!["fault"]!));
    }

    [Fact]
    public async Task What_no_rule_covers_is_a_list_with_reasons_for_whoever_assigns()
    {
        using var chain = new CaseChain(_server);
        await chain.ToHandedOverAsync();
        var government = await chain.AsAsync("government-1");
        var caseId = chain.CaseId;
        var (district, category) = ((string)(await government.GetAsync($"/api/v1/cases/{caseId}"))["district"]!["code"]!, (string)(await government.GetAsync($"/api/v1/cases/{caseId}"))["category"]!["id"]!);
        Assert.DoesNotContain(await UncoveredAsync(government), item => (string)item!["id"]! == caseId);
        await _server.ExecuteAsync("update agency_rules set co_agencies = 'A009|A010' where category_id = @category", new { category });
        var proposal = (await government.GetAsync($"/api/v1/cases/{caseId}/proposal")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, proposal["coAgencyIds"].AsArray().Count);

        foreach (var (change, reason) in ((string, string)[])
        [
            ("update agency_rules set valid_to = '2001-01-01' where category_id = @category", "expired"),
            ("update agency_rules set valid_to = null, valid_from = '2199-01-01' where category_id = @category", "notYet"),
            ("delete from agency_rules where category_id = @category", "noRule"),
        ])
        {
            await _server.ExecuteAsync(change, new { category });
            var item = Assert.Single(await UncoveredAsync(government, $"&category={category}"), item => (string)item!["id"]! == caseId)!;
            Assert.Equal(reason, (string)item["reason"]!);
            Assert.Equal(($"/cases/{caseId}#move-assign", (string?)null), ((string)item["casePage"]!, (string?)item["rulePage"]));
            Assert.Contains("没有规则可用", (string)item["explanation"]!.AsArray()[^1]!, StringComparison.Ordinal);
        }

        var own = Assert.Single(await UncoveredAsync(_admin, $"&q={Uri.EscapeDataString((string)(await government.GetAsync($"/api/v1/cases/{caseId}"))["number"]!)}"), item => (string)item!["id"]! == caseId)!;
        Assert.Equal($"/admin/setup/agency-rules/new?district={district[..9]}&category={category}", (string)own["rulePage"]!);
        foreach (var format in (string[])["csv", "xlsx"])
            Assert.NotEmpty(await government.BytesAsync($"/api/v1/admin/uncovered-cases/export?format={format}"));
        (await government.GetAsync("/api/v1/admin/uncovered-cases?district=abc")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        using var neighbour = await _server.AsAsync("government-2");
        Assert.DoesNotContain(await UncoveredAsync(neighbour), item => (string)item!["id"]! == caseId);

        // The pages say the same, and the form of the rule is filled in.
        using var desk = await PageClient.SignInAsync(_server.Address, "government-1");
        Assert.Contains("没有分办规则", await TextAsync(desk, "/uncovered"), StringComparison.Ordinal);
        Assert.Contains($"/cases/{caseId}#move-assign", await TextAsync(desk, "/uncovered"), StringComparison.Ordinal);
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        var form = await TextAsync(pages, (string)own["rulePage"]!);
        Assert.Contains($"value=\"{district[..9]}\"", form, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{category}\" selected", form, StringComparison.Ordinal);
        Assert.Contains("/admin/setup/agency-rules/new?district=", await TextAsync(pages, "/admin/setup/agency-rules/gaps?kind=gap"), StringComparison.Ordinal);
        Assert.Contains("没有规则可用", await TextAsync(pages, $"/admin/setup/agency-rules/try?district={district}&category={category}"), StringComparison.Ordinal);

        // Named by hand, it is no longer there.
        await chain.AssignAsync();
        Assert.DoesNotContain(await UncoveredAsync(government), item => (string)item!["id"]! == caseId);
    }

    private static async Task<string> TextAsync(PageClient pages, string path)
    {
        using var answer = await pages.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<JsonArray> UncoveredAsync(ApiClient client, string filter = "") =>
        (await client.GetAsync($"/api/v1/admin/uncovered-cases?limit=200{filter}")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private async Task<JsonArray> ItemsAsync(string filter) => (await _admin.GetAsync($"/api/v1/admin/agency-rules/gaps?limit=200&{filter}")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private async Task<IReadOnlyList<string>> GapsAsync() => [.. (await ItemsAsync("q=gap-test")).Select(item => $"Gap {item!["district"]} {(bool)item["whole"]!}")];

    private async Task<JsonArray> ChecklistAsync() => (await _admin.GetAsync("/api/v1/admin/checklist")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body, string? version = null, HttpStatusCode expected = HttpStatusCode.Created)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/admin/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return (await _admin.SendAsync(request)).Expect(expected);
    }
}
