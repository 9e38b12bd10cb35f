using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>Codes for many stations at once: each gets one, or none does.</summary>
public sealed class ManyCodesTests : IAsyncLifetime
{
    private const string Batch = "/api/v1/admin/codes/batch";

    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private List<string> _stations = [];

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _stations = [.. (await _admin.GetAsync("/api/v1/admin/stations?limit=100"))["items"].AsArray().Select(station => (string)station!["id"]!)];
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_station_gets_a_code_that_opens_it()
    {
        var wanted = _stations.Take(20).Reverse().ToList();
        var before = await CountAsync();
        var issued = (await _admin.PostAsync(Batch, new { stationIds = wanted, placement = " 服务大厅 " }, key: "many-1")).Expect(HttpStatusCode.Created)["items"].AsArray();
        Assert.Equal(wanted, issued.Select(item => (string)item!["stationId"]!));
        Assert.All(issued, item => Assert.Equal(("服务大厅", "active"), ((string)item!["placement"]!, (string)item["status"]!)));
        Assert.Equal(20, issued.Select(item => (string)item!["code"]!).Distinct().Count());
        foreach (var item in issued.Take(3))
        {
            Assert.EndsWith($"/s/{item!["code"]}", (string)item["url"]!, StringComparison.Ordinal);
            Assert.Equal((string)item["stationId"]!, (string)(await _admin.GetAsync($"/api/v1/station-codes/{item["code"]}")).Expect(HttpStatusCode.OK)["station"]["id"]!);
        }

        // The same call again is answered with the same codes.
        var again = (await _admin.PostAsync(Batch, new { stationIds = wanted, placement = " 服务大厅 " }, key: "many-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(issued.ToJsonString(), again["items"].ToJsonString());
        Assert.Equal(before + 20, await CountAsync());
    }

    [Theory]
    [InlineData("elsewhere", "没有这个联络站")]
    [InlineData("nowhere", "没有这个联络站")]
    [InlineData("closed", "已撤销")]
    [InlineData("twice", "出现了两次")]
    public async Task One_that_cannot_have_a_code_is_named_and_nobody_gets_one(string fault, string sentence)
    {
        using var neighbour = await _server.AsAsync("admin-2");
        var wrong = fault switch
        {
            "elsewhere" => (string)(await neighbour.GetAsync("/api/v1/admin/stations?limit=1"))["items"][0]!["id"]!,
            "closed" => _stations[9],
            "twice" => _stations[0],
            _ => "none",
        };
        if (fault == "closed")
            await WriteAsync("update stations set active = 0 where id = @wrong", new { wrong });
        var before = await CountAsync();
        var answer = (await _admin.PostAsync(Batch, new { stationIds = new[] { _stations[0], _stations[1], wrong, _stations[2] }, placement = "大门口" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains(sentence, (string)answer["errors"]["stationIds[2]"]![0]!, StringComparison.Ordinal);
        Assert.Single(answer["errors"].AsObject());
        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData(0, "大门口", "stationIds")]
    [InlineData(1001, "大门口", "stationIds")]
    [InlineData(1, " ", "placement")]
    public async Task What_is_out_of_range_is_named(int count, string placement, string field)
    {
        var answer = (await _admin.PostAsync(Batch, new { stationIds = Enumerable.Repeat(_stations[0], count), placement })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.NotNull(answer["errors"][field]);
    }

    [Fact]
    public async Task Two_who_ask_on_the_page_for_all_that_are_missing_give_each_station_one()
    {
        var bare = _stations.Take(7).ToList();
        await WriteAsync("update station_codes set status = 'Revoked' where station_id in @bare", new { bare });
        await WriteAsync("update stations set active = 0 where id = @Closed", new { Closed = bare[6] });
        using var page = await PageClient.SignInAsync(_server.Address, "admin-1");
        using (var shown = await page.GetAsync("/admin/stations"))
            Assert.Contains("6 个联络站还没有二维码", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (var refused = await PostAsync(" "))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        var answers = await Task.WhenAll(PostAsync("大门口"), PostAsync("大门口"), PostAsync("大门口"));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(["issued=0", "issued=0", "issued=6"], answers.Select(answer => answer.Headers.Location!.ToString().Split('?')[1]).Order(StringComparer.Ordinal));
        foreach (var station in bare.Take(6))
        {
            var codes = (await _admin.GetAsync($"/api/v1/admin/stations/{station}/codes"))["items"].AsArray();
            Assert.Single(codes, code => (string)code!["status"]! == "active");
        }

        using var after = await page.GetAsync("/admin/stations?issued=6");
        var text = await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("已为 6 个联络站发放二维码", text, StringComparison.Ordinal);
        Assert.DoesNotContain("还没有二维码", text, StringComparison.Ordinal);

        Task<HttpResponseMessage> PostAsync(string placement) =>
            page.PostAsync("/admin/stations", "/admin/stations?handler=issue", ("placement", placement), ("key", Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))));
    }

    private Task<long> CountAsync() => Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("select count(*) from station_codes"), TestContext.Current.CancellationToken);

    private Task WriteAsync(string sql, object values) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, values), TestContext.Current.CancellationToken);
}
