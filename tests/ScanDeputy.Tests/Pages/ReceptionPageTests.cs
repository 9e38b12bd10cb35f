using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>A keeper's reception day on pages: rule, preview, published, booked, checked in, a case of it.</summary>
public sealed class ReceptionPageTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _code = "";
    private string _station = "";

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        using var anybody = _server.Anonymous();
        _code = await anybody.FirstStationCodeAsync();
        _station = (string)(await anybody.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK)["station"]!["id"]!;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_reception_day_goes_from_the_rule_to_a_case_on_pages()
    {
        using var admin = await PageClient.SignInAsync(_server.Address, "admin-1");
        (string, string)[] rule = [("station", _station), ("recurrence", "每天"), ("starts_on", "2026-05-01"), ("times", "15:00-16:00"), ("capacity", "3"), ("day_off", "照常"), ("topic", "老旧小区")];
        const string New = "/admin/setup/reception-rules/new";
        Assert.Contains("共举行 245 次", await TextAsync(await admin.PostAsync(New, $"{New}/preview", [.. rule, ("year", "2026")])), StringComparison.Ordinal);
        Assert.Equal(0, await _server.CountAsync("select count(*) from receptions where topic = '老旧小区'"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsync(New, $"{New}/preview", [.. rule, ("year", "1900")])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.PostAsync(New, $"{New}/save", rule)).StatusCode);
        Assert.Equal(121, await _server.CountAsync("select count(*) from receptions where topic = '老旧小区'"));
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin/setup/reception-rules?handler=rota&format=csv")).StatusCode);

        using var resident = await PageClient.SignInAsync(_server.Address, "resident-1");
        var station = await PageAsync(resident, $"/s/{_code}");
        Assert.Contains("老旧小区", station, StringComparison.Ordinal);
        var link = First(station, $"/s/{_code}/receptions/[0-9a-f]+-[0-9]+-[0-9]+");
        using (var stranger = new PageClient(_server.Address))
            Assert.Contains("预约需要先", await PageAsync(stranger, link), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await resident.PostAsync(link, link, ("phone", "12"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await resident.PostAsync(link, link, ("name", "张三"), ("subject", "加装电梯"))).StatusCode);
        Assert.Contains("您已预约", await PageAsync(resident, link), StringComparison.Ordinal);
        Assert.Contains("加装电梯", await PageAsync(resident, "/my/bookings"), StringComparison.Ordinal);

        using var keeper = await PageClient.SignInAsync(_server.Address, "keeper-1");
        var desk = await PageAsync(keeper, "/reception");
        Assert.Contains("加装电梯", desk, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await keeper.PostAsync("/reception", First(desk, "/reception/arrive/[0-9a-f]{32}"))).StatusCode);
        var arrived = await PageAsync(keeper, "/reception");
        Assert.Contains("已到站", arrived, StringComparison.Ordinal);
        Assert.Contains("加装电梯", await PageAsync(keeper, First(arrived, $"/s/{_code}/report[?]visitor=[0-9a-f]{{32}}")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await keeper.PostAsync("/reception", First(arrived, "/reception/add/[0-9a-f]+-[0-9]+-[0-9]+"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await keeper.PostAsync("/reception", "/reception/arrive/0123456789abcdef0123456789abcdef")).StatusCode);

        using var deputy = await PageClient.SignInAsync(_server.Address, "deputy-1");
        Assert.Contains("老旧小区", await PageAsync(deputy, "/my/receptions"), StringComparison.Ordinal);
        // Who has come cannot cancel any more.
        Assert.Equal(HttpStatusCode.NotFound, (await resident.PostAsync("/my/bookings", "/my/bookings", ("reception", link.Split('/')[^1]))).StatusCode);
    }

    private static async Task<string> PageAsync(PageClient client, string path)
    {
        var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TextAsync(answer);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private static string First(string page, string pattern) => Regex.Match(page, pattern, RegexOptions.None, TimeSpan.FromSeconds(20)).Value;
}
