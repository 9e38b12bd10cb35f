using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>手机号登录 without a script: from a station's code to the form, and back to what was typed.</summary>
public sealed partial class PhonePageTests : IAsyncLifetime
{
    private const string Typed = "路灯坏了三天，<老人>出门不安全 & 请尽快维修";
    private TestServer _server = null!;
    private string _station = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        using var anyone = _server.Anonymous();
        _station = await anyone.FirstStationCodeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Only an address of this site is gone on to; without one a resident comes to their own reports and an official to the work.</summary>
    [Theory]
    [InlineData("13816000001", "/s/{0}/report", "/s/{0}/report")]
    [InlineData("13816000001", "https://evil.example/", "/my")]
    [InlineData("13816000001", "//evil.example/", "/my")]
    [InlineData("13816000001", "", "/my")]
    [InlineData("13900000004", "", "/work")]
    public async Task Signing_in_goes_on_to_where_somebody_came_from(string number, string from, string to)
    {
        using var browser = new TabbedBrowser(_server.Address);
        var phone = new TextPhone(_server, number);
        var returnUrl = Format(from);
        using var asked = await browser.PostAsync("/login/phone", await browser.TokenAsync("/login"), ("phone", $"+86 {number[..3]} {number[3..]}"), ("returnUrl", returnUrl));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var page = await asked.Content.ReadAsStringAsync(Ct);
        Assert.Contains($"<strong>{number}</strong>", page, StringComparison.Ordinal);
        Assert.Matches("id=\"code\"[^>]*autocomplete=\"one-time-code\" inputmode=\"numeric\"", page);
        using var wrong = await browser.PostAsync("/login/phone?handler=code", TabbedBrowser.TokenIn(page), ("phone", number), ("code", phone.WrongCode), ("returnUrl", returnUrl));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        var again = await wrong.Content.ReadAsStringAsync(Ct);
        Assert.Contains("重新获取验证码", again, StringComparison.Ordinal);
        using var right = await browser.PostAsync("/login/phone?handler=code", TabbedBrowser.TokenIn(again), ("phone", number), ("code", phone.LastCode), ("returnUrl", returnUrl));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Equal(Format(to), right.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_number_is_asked_for_with_its_purpose_and_what_a_phone_can_fill_in_and_stands_in_no_address()
    {
        using var browser = new PageClient(_server.Address);
        using var opened = await browser.GetAsync($"/login?returnUrl={Uri.EscapeDataString(Format("/s/{0}/report"))}");
        var page = await opened.Content.ReadAsStringAsync(Ct);
        Assert.Matches("id=\"phone\" name=\"phone\" type=\"tel\"[^>]*autocomplete=\"tel\" inputmode=\"tel\"", page);
        Assert.Contains("手机号只用来登录", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/privacy\"", page, StringComparison.Ordinal);
        using var privacy = await browser.GetAsync("/privacy");
        Assert.Equal(HttpStatusCode.OK, privacy.StatusCode);
        using var direct = await browser.GetAsync("/login/phone?phone=13816000002");
        Assert.Equal("/login", direct.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0539-8123456")]
    [InlineData("1381600")]
    public async Task What_is_no_mobile_number_comes_back_with_what_to_do(string typed)
    {
        using var browser = new PageClient(_server.Address);
        using var answer = await browser.PostAsync("/login", "/login/phone", ("phone", typed), ("returnUrl", "/my"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("11 位手机号", page, StringComparison.Ordinal);
        Assert.Contains(typed, page, StringComparison.Ordinal);
        Assert.Contains("value=\"/my\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_twice_within_a_minute_keeps_the_field_for_the_code_that_was_sent()
    {
        using var browser = new TabbedBrowser(_server.Address);
        var phone = new TextPhone(_server, "13816000003");
        await browser.PostAsync("/login/phone", await browser.TokenAsync("/login"), ("phone", phone.Number));
        using var again = await browser.PostAsync("/login/phone", await browser.TokenAsync("/login"), ("phone", phone.Number));
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        Assert.InRange(again.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var page = await again.Content.ReadAsStringAsync(Ct);
        Assert.Contains("一分钟后可以重新获取", page, StringComparison.Ordinal);
        using var right = await browser.PostAsync("/login/phone?handler=code", TabbedBrowser.TokenIn(page), ("phone", phone.Number), ("code", phone.LastCode));
        Assert.Equal("/my", right.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_that_outlived_its_session_is_sent_on_after_signing_in_by_phone()
    {
        using var browser = new TabbedBrowser(_server.Address);
        await browser.EnterAsync("resident-1");
        var token = await browser.TokenAsync($"/s/{_station}/report");
        await browser.PostAsync("/logout", await browser.TokenAsync("/"));
        using var late = await browser.PostAsync($"/s/{_station}/report", token, ("text", Typed));
        var phone = new TextPhone(_server, "13816000004");
        var shown = await late.Content.ReadAsStringAsync(Ct);
        using var asked = await browser.PostAsync("/login/phone", TabbedBrowser.TokenIn(shown), ("phone", phone.Number), ("kept", KeptIn(shown)));
        shown = await asked.Content.ReadAsStringAsync(Ct);
        using var wrong = await browser.PostAsync("/login/phone?handler=code", TabbedBrowser.TokenIn(shown), ("phone", phone.Number), ("code", phone.WrongCode), ("kept", KeptIn(shown)));
        shown = await wrong.Content.ReadAsStringAsync(Ct);
        using var right = await browser.PostAsync("/login/phone?handler=code", TabbedBrowser.TokenIn(shown), ("phone", phone.Number), ("code", phone.LastCode), ("kept", KeptIn(shown)));
        var goOn = WebUtility.HtmlDecode(await right.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains(Typed, goOn, StringComparison.Ordinal);
        Assert.Contains($"action=\"/s/{_station}/report\"", goOn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_WeChats_browser_the_mini_program_is_named_first()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50");
        foreach (var path in (string[])["/login", $"/s/{_station}"])
            Assert.Contains("您正在微信里", await http.GetStringAsync(new Uri(path, UriKind.Relative), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demos_phones_show_the_text_message()
    {
        var stranger = new TextPhone(_server, "13816000005");
        (await stranger.AskAsync()).Expect(HttpStatusCode.NoContent);
        var deputy = new TextPhone(_server, "13900000004");
        (await deputy.AskAsync()).Expect(HttpStatusCode.NoContent);
        using var anyone = _server.Anonymous();
        var all = (await anyone.GetAsync("/sandbox/messages")).Expect(HttpStatusCode.OK)["items"].AsArray();
        var item = Assert.Single(all, message => (string?)message!["phone"] == stranger.Number)!;
        Assert.Equal("sms", (string)item["channel"]!);
        Assert.Contains(stranger.LastCode, item.ToJsonString(), StringComparison.Ordinal);
        var theirs = (await anyone.GetAsync("/sandbox/messages?persona=deputy-1")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Contains(theirs, message => (string?)message!["phone"] == deputy.Number);
        Assert.DoesNotContain(theirs, message => (string?)message!["phone"] == stranger.Number);
        using var pages = new PageClient(_server.Address);
        using var desk = await pages.GetAsync("/sandbox");
        Assert.Contains(stranger.LastCode, await desk.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        (await anyone.PostAsync("/sandbox/sms", new { id = "1", phone = stranger.Number, text = "made up" })).Expect(HttpStatusCode.Unauthorized);
        Assert.Single(stranger.Texts);
    }

    private string Format(string address) => address.Replace("{0}", _station, StringComparison.Ordinal);

    private static string KeptIn(string page) => WebUtility.HtmlDecode(Kept().Match(page).Groups["kept"].Value);

    [GeneratedRegex("name=\"kept\" value=\"(?<kept>[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Kept();
}
