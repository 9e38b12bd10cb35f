using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.People.DeskSignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.DeskSignIn;

/// <summary>扫码登录: a desk shows a code, a phone confirms it, the desk is in: once, in time, and nobody else's.</summary>
public sealed partial class DeskSignInTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("committee-1", "/cases", "/cases")]
    [InlineData("deputy-1", "", "/work")]
    [InlineData("agency-1", "https://evil.example/", "/work")]
    [InlineData("admin-1", "//evil.example", "/work")]
    public async Task A_phone_shows_which_desk_asks_and_lets_it_in_once(string persona, string returnUrl, string to)
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, number, page) = await BeginAsync(desk, returnUrl);
        Assert.True(await WaitsAsync(desk));
        using var phone = await _server.AsAsync(persona);
        var asked = (await phone.GetAsync($"/api/v1/auth/desk/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(number, (string)asked["number"]!);
        Assert.Equal("127.0.0.*", (string)asked["network"]!);

        // Not before it was confirmed; the same code stays.
        using var early = await EnterAsync(desk, page, returnUrl);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Contains(id, await early.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        for (var time = 0; time < 2; time++)
            (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NoContent);
        Assert.False(await WaitsAsync(desk));
        (await phone.GetAsync($"/api/v1/auth/desk/{id}")).Expect(HttpStatusCode.NotFound, "desk_code_invalid");
        using var entered = await EnterAsync(desk, page, returnUrl);
        Assert.Equal((HttpStatusCode.Redirect, to), (entered.StatusCode, entered.Headers.Location?.OriginalString));
        using var work = await desk.GetAsync("/work");
        Assert.Equal(HttpStatusCode.OK, work.StatusCode);

        using var again = await desk.PostAsync("/login/desk?handler=enter", await desk.TokenAsync("/work"));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NotFound, "desk_code_invalid");
    }

    [Fact]
    public async Task Another_browser_gets_nothing_from_a_code_that_was_photographed()
    {
        using var desk = new TabbedBrowser(_server.Address);
        using var thief = new TabbedBrowser(_server.Address);
        var (id, _, _) = await BeginAsync(desk);
        var (_, _, thiefs) = await BeginAsync(thief);
        using var phone = await _server.AsAsync("committee-1");
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NoContent);
        using var taken = await EnterAsync(thief, thiefs);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        using var work = await thief.GetAsync("/work");
        Assert.Equal(HttpStatusCode.Redirect, work.StatusCode);
    }

    [Fact]
    public async Task Refused_is_refused_and_the_first_to_decide_decides()
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, _, page) = await BeginAsync(desk);
        using var phone = await _server.AsAsync("deputy-1");
        using var other = await _server.AsAsync("deputy-2");
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/refuse")).Expect(HttpStatusCode.NoContent);
        (await other.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NotFound, "desk_code_invalid");
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NotFound, "desk_code_invalid");
        using var entered = await EnterAsync(desk, page);
        Assert.Equal(HttpStatusCode.Forbidden, entered.StatusCode);
        Assert.Contains("重新获取二维码", await entered.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public async Task A_code_is_good_for_five_minutes(int seconds, bool good)
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, _, page) = await BeginAsync(desk);
        using var phone = await _server.AsAsync("deputy-1");
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NoContent);
        // The clock runs on by itself: the test keeps away from the last second.
        await phone.AdvanceAsync($"PT{(good ? seconds - 20 : seconds)}S");
        using var entered = await EnterAsync(desk, page);
        Assert.Equal(good ? HttpStatusCode.Redirect : HttpStatusCode.NotFound, entered.StatusCode);
    }

    [Fact]
    public async Task Neither_a_resident_nor_a_first_password_nor_a_closed_account_lets_a_desk_in()
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, _, page) = await BeginAsync(desk);
        using (var resident = await _server.AsAsync("resident-1"))
            (await resident.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.Forbidden, "forbidden");

        const string first = "handed over on paper";
        await WriteAsync("update users set password_hash = @hash, password_must_change = 1 where user_name = 'keeper-1'", new { hash = new PasswordHasher<string>().HashPassword("", first) });
        using (var nobody = _server.Anonymous())
        {
            var entered = (await nobody.PostAsync("/api/v1/auth/password", new { userName = "keeper-1", password = first })).Expect(HttpStatusCode.OK);
            using var keeper = new ApiClient(_server.Address, (string)entered["accessToken"]!);
            (await keeper.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.Forbidden, "password_must_change");
            (await keeper.PostAsync("/api/v1/auth/ticket", new { path = "/work" })).Expect(HttpStatusCode.Forbidden, "password_must_change");
        }

        using (var browser = new TabbedBrowser(_server.Address))
        {
            await browser.PostAsync("/login", await browser.TokenAsync("/login"), ("userName", "keeper-1"), ("password", first));
            using var confirm = await browser.GetAsync($"/d/{id}");
            Assert.StartsWith("/account/password", confirm.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        using (var deputy = await _server.AsAsync("deputy-1"))
            (await deputy.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NoContent);
        await WriteAsync("update users set active = 0 where user_name = 'deputy-1'", new { });
        using var closed = await EnterAsync(desk, page);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    [Fact]
    public async Task Of_two_that_enter_at_once_one_is_in()
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, _, page) = await BeginAsync(desk);
        using var phone = await _server.AsAsync("deputy-1");
        (await phone.PostAsync($"/api/v1/auth/desk/{id}/confirm")).Expect(HttpStatusCode.NoContent);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => EnterAsync(desk, page)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Redirect);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task The_code_s_address_confirms_in_a_browser_that_is_signed_in()
    {
        using var desk = new TabbedBrowser(_server.Address);
        var (id, number, page) = await BeginAsync(desk);
        using var phone = new TabbedBrowser(_server.Address);
        await phone.EnterAsync("deputy-1");
        using var shown = await phone.GetAsync($"/d/{id}");
        var html = await shown.Content.ReadAsStringAsync(Ct);
        Assert.Contains($"<strong class=\"desk-number\">{number}</strong>", html, StringComparison.Ordinal);
        using var confirmed = await phone.PostAsync($"/d/{id}?handler=confirm", TabbedBrowser.TokenIn(html));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        using var done = await phone.GetAsync(confirmed.Headers.Location!.OriginalString);
        Assert.Contains("已确认", await done.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var entered = await EnterAsync(desk, page);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        using var late = await phone.GetAsync($"/d/{id}");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Contains("登录码已失效", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Windows · Edge")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Linux · Firefox")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "iPhone · Safari")]
    [InlineData("<script>", "未知系统 · 未知浏览器")]
    [InlineData(null, "未知系统 · 未知浏览器")]
    public void A_desk_is_named_by_what_is_known_and_never_by_what_it_says(string? userAgent, string name) => Assert.Equal(name, DeskDevice.NameOf(userAgent));

    [Theory]
    [InlineData("60.212.43.7", "60.212.43.*")]
    [InlineData("::ffff:60.212.43.7", "60.212.43.*")]
    [InlineData("2408:820c:8f1a:1::5", "2408:820c:8f1a:…")]
    public void An_address_is_shown_without_the_part_that_tells_neighbours_apart(string address, string shown) => Assert.Equal(shown, DeskDevice.NetworkOf(IPAddress.Parse(address)));

    private static async Task<(string Id, string Number, string Page)> BeginAsync(TabbedBrowser desk, string returnUrl = "")
    {
        using var shown = await desk.PostAsync("/login/desk", await desk.TokenAsync("/login"), ("returnUrl", returnUrl));
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        var page = await shown.Content.ReadAsStringAsync(Ct);
        var match = Shown().Match(page);
        Assert.True(match.Success, page);
        return (DemoAddress().Match(page).Groups["id"].Value, match.Groups["number"].Value, page);
    }

    private static Task<HttpResponseMessage> EnterAsync(TabbedBrowser desk, string page, string returnUrl = "") =>
        desk.PostAsync("/login/desk?handler=enter", TabbedBrowser.TokenIn(page), ("returnUrl", returnUrl));

    private static async Task<bool> WaitsAsync(TabbedBrowser desk)
    {
        using var state = await desk.GetAsync("/login/desk?handler=state");
        return (await state.Content.ReadAsStringAsync(Ct)).Contains("\"waiting\":true", StringComparison.Ordinal);
    }

    private Task WriteAsync(string sql, object values) => _server.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync(sql, values), Ct);

    [GeneratedRegex("<strong class=\"desk-number\">(?<number>[0-9]{2})</strong>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Shown();

    [GeneratedRegex("href=\"/d/(?<id>[0-9a-f]{32})\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex DemoAddress();
}
