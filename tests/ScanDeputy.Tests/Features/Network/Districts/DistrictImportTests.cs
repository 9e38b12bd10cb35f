using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Benchmarks;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Districts;

public sealed class DistrictImportTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, string> Forms => new()
    {
        { "utf-8", "code,name\n371311888,测试街道\n371311888001,测试社区\n" },
        { "utf-8-bom", "统计用区划代码,名称\n371311888000,测试街道\n371311888001,测试社区\n" },
        { "gb18030", "代码;名称;上级代码\n371311888;测试街道;371311000000\n371311888001;测试社区;371311888\n" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Lists_are_read_in_the_forms_in_which_they_are_published(string encoding, string text)
    {
        var bytes = encoding switch
        {
            "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        var shown = (await _admin.UploadAsync("/api/v1/admin/districts/import?dryRun=true", bytes, "list.csv")).Expect(HttpStatusCode.OK);
        Assert.True((bool)shown["accepted"]!, shown.Body!.ToString());
        Assert.Equal(2, (int)shown["diff"]["counts"]!["added"]!);
        Assert.Equal(0, await _server.CountAsync("select count(*) from districts where code like '371311888%'"));
        (await _admin.UploadAsync("/api/v1/admin/districts/import", bytes, "list.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, await _server.CountAsync("select count(*) from districts where code like '371311888%'"));
        Assert.Equal("cssq", await _server.TextAsync("select initials from districts where code = '371311888001'"));
        var again = (await _admin.UploadAsync("/api/v1/admin/districts/import", bytes, "list.csv")).Expect(HttpStatusCode.OK);
        Assert.Empty(again["diff"]["counts"]!.AsObject());
    }

    [Theory]
    [InlineData("code,name\n371302888,邻区街道\n", "本区县")]
    [InlineData("code,name\n371311777001,孤村\n", "上级区划")]
    [InlineData("code,name\n371311888,甲街道\n371311888,乙街道\n", "重复")]
    [InlineData("code,name,parent\n371311888,甲街道,371302\n", "上级代码")]
    [InlineData("code,name,successor\n371311888,甲街道,371311777\n", "找不到")]
    [InlineData("code,name,active\n371311888,甲街道,撤\n", "是")]
    public async Task A_fault_is_named_and_nothing_is_written(string text, string words)
    {
        var before = await _server.CountAsync("select count(*) from districts");
        var report = (await _admin.UploadAsync("/api/v1/admin/districts/import?complete=true", Encoding.UTF8.GetBytes(text), "list.csv")).Expect(HttpStatusCode.OK);
        Assert.False((bool)report["accepted"]!);
        var fault = report["faults"].AsArray().Single()!;
        Assert.Contains(words, (string)fault["fault"]! + (string)fault["remedy"]!, StringComparison.Ordinal);
        Assert.Equal(before, await _server.CountAsync("select count(*) from districts"));
    }

    /// <summary>龙潭社区 goes to another street, and its first street is renamed.</summary>
    [Fact]
    public async Task A_district_that_is_no_longer_in_force_keeps_its_cases_and_is_no_longer_found()
    {
        using var resident = await _server.AsAsync("resident-1");
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        var district = await _server.TextAsync("select code from districts where code = '371311001001'");
        var list = Encoding.UTF8.GetString(await _admin.BytesAsync("/api/v1/admin/districts/export?format=csv")).TrimStart('\ufeff');
        var rows = list.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).Select(row => (Code: row[0], Name: row[1])).ToList();
        var changed = string.Join('\n', rows.Select(row => row.Code == district ? "371311002999,龙潭社区居民委员会" : row.Code == "371311001" ? "371311001,罗庄新街道" : $"{row.Code},{row.Name}"));
        var shown = (await _admin.UploadAsync("/api/v1/admin/districts/import?complete=true&dryRun=true", Encoding.UTF8.GetBytes(changed), "list.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"moved":1,"renamed":1,"added":1}""", shown["diff"]["counts"]!.ToJsonString());
        Assert.Equal("371311002999", (string)shown["diff"]["changes"]!.AsArray()[0]!["successor"]!);

        (await _admin.UploadAsync("/api/v1/admin/districts/import?complete=true", Encoding.UTF8.GetBytes(changed), "list.csv")).Expect(HttpStatusCode.OK);
        var closed = (await _admin.GetAsync("/api/v1/admin/districts/371311001001")).Expect(HttpStatusCode.OK);
        Assert.False((bool)closed["active"]!);
        Assert.Equal("371311002999", (string)closed["successor"]!);
        Assert.NotNull((string?)closed["validTo"]);
        Assert.DoesNotContain("371311001001", (await _admin.GetAsync("/api/v1/districts?parent=371311001&limit=200")).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await _admin.GetAsync("/api/v1/admin/audit?register=districts&row=371311001001"))["items"].AsArray());
        var reopened = await _admin.SendAsync(Write(HttpMethod.Post, "/api/v1/admin/districts/371311001001/reopen", (int)closed["version"]!));
        Assert.True((bool)reopened.Expect(HttpStatusCode.OK)["active"]!);
    }

    [Fact]
    public async Task What_still_has_towns_or_stations_is_not_closed_by_hand()
    {
        (await _admin.SendAsync(Write(HttpMethod.Post, "/api/v1/admin/districts/371311001000/close", 1))).Expect(HttpStatusCode.Conflict, "still_needed");
        var station = await _server.TextAsync("select district from stations where length(district) = 12 and district not like '%000' and jurisdiction = '371311' and active = 1 order by id limit 1");
        (await _admin.SendAsync(Write(HttpMethod.Post, $"/api/v1/admin/districts/{station}/close", 1))).Expect(HttpStatusCode.Conflict, "still_needed");
    }

    [Theory]
    [InlineData("q=罗庄街道", "371311001000")]
    [InlineData("q=371311001", "371311001000")]
    [InlineData("q=LZJD", "371311001000")]
    [InlineData("q=山东", "370000000000")]
    [InlineData("parent=371311&q=社区&limit=1", "371311001001")]
    [InlineData("parent=371311", "371311001000")]
    [InlineData("", "370000000000")]
    public async Task Districts_are_found_by_code_name_and_initials(string query, string first)
    {
        var found = (await _admin.GetAsync($"/api/v1/districts?{query}")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Equal(first, (string)found[0]!["code"]!);
        if (first == "371311001000")
        {
            Assert.Equal(["山东省", "临沂市", "罗庄区"], found[0]!["path"]!.AsArray().Select(name => (string)name!));
            Assert.Equal("workCommittee", (string)found[0]!["body"]!);
        }
    }

    [Theory]
    [InlineData("parent=37131x")]
    [InlineData("after=abc")]
    [InlineData("limit=201")]
    public async Task What_cannot_be_asked_is_refused(string query) =>
        (await _admin.GetAsync($"/api/v1/districts?{query}")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

    /// <summary>The whole way at a county's size and a city's; the nation's is in <see cref="NationalDistrictTests"/>.</summary>
    [Theory]
    [InlineData("320101")]
    [InlineData("3201")]
    public async Task Generated_lists_are_taken_over_whole(string within)
    {
        var list = NationalDistricts.OfCounty(within).ToList();
        var import = _server.Services.GetRequiredService<ImportDistricts.Handler>();
        var before = await _server.CountAsync("select count(*) from districts");
        var done = await import.RunAsync(new ImportFile("list.csv", NationalDistricts.Csv(list)), null, "test", complete: true, dryRun: false, CancellationToken.None);
        Assert.True(done.Accepted);
        Assert.Equal(before + list.Count, await _server.CountAsync("select count(*) from districts"));
        var again = await import.RunAsync(new ImportFile("list.csv", NationalDistricts.Csv(list)), null, "test", complete: true, dryRun: true, CancellationToken.None);
        Assert.Empty(again.Diff!.Counts);
    }

    private static HttpRequestMessage Write(HttpMethod method, string path, int version)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return request;
    }
}
