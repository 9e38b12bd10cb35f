using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>
/// Forms that outlive their session: signed out meanwhile, somebody else signed in from another tab, or the form's own cookie gone. Whatever
/// the form, the answer keeps what was typed, and goes on with it after signing in.
/// </summary>
public sealed partial class KeptFormTests : IAsyncLifetime
{
    private const string Typed = "路灯坏了三天，<老人>出门不安全 & 请尽快维修";
    private static readonly string[] Bare = ["请求有误", "<main class=\"notice\">"];
    private TestServer _server = null!;
    private string _case = "";
    private string _station = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        using var resident = await _server.AsAsync("resident-1");
        _case = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        _station = await resident.FirstStationCodeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IReadOnlyList<(string Persona, string FormPage, string Action, string Field)> Forms() =>
    [
        ("resident-1", $"/s/{_station}/report", $"/s/{_station}/report", "text"),
        ("resident-1", $"/cases/{_case}", $"/cases/{_case}/supplement", "text"),
        ("resident-1", $"/cases/{_case}", $"/cases/{_case}/withdraw", "reason"),
        ("committee-1", "/admin/people", "/admin/people/leave", "reason"),
        ("admin-1", "/admin/people", "/admin/people/unbind", "reason"),
        ("admin-1", "/admin/policies", "/admin/policies/preview", "anything"),
        ("admin-1", "/admin/calendars", "/admin/calendars/preview", "text"),
        ("resident-1", "/alerts", "/alerts", "id"),
    ];

    [Theory]
    [InlineData("signed out")]
    [InlineData("somebody else")]
    [InlineData("form's cookie gone")]
    public async Task Every_form_keeps_what_was_typed(string what)
    {
        foreach (var (persona, formPage, action, field) in Forms())
        {
            using var browser = new TabbedBrowser(_server.Address);
            await browser.EnterAsync(persona);
            var token = await browser.TokenAsync(formPage);
            if (what == "signed out")
                await browser.PostAsync("/logout", await browser.TokenAsync("/"));
            else if (what == "somebody else")
                await browser.EnterAsync(persona == "admin-1" ? "auditor-1" : "admin-1");
            else
                browser.Forget("scandeputy-form");

            using var answer = await browser.PostAsync(action, token, (field, Typed), ("password", "secret-word"));
            var page = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{action}: {answer.StatusCode}");
            Assert.All(Bare, bare => Assert.DoesNotContain(bare, page, StringComparison.Ordinal));
            Assert.Contains(Typed, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain("secret-word", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_in_again_goes_on_with_the_text(bool signedOut)
    {
        using var browser = new TabbedBrowser(_server.Address);
        await browser.EnterAsync("resident-1");
        var token = await browser.TokenAsync($"/cases/{_case}");
        if (signedOut)
            await browser.PostAsync("/logout", await browser.TokenAsync("/"));
        else
            await browser.EnterAsync("resident-2");

        using var late = await browser.PostAsync($"/cases/{_case}/supplement", token, ("text", Typed), ("key", "kept-1"), ("version", "1"));
        var shown = await late.Content.ReadAsStringAsync(Ct);
        var (enterToken, kept) = (TabbedBrowser.TokenIn(shown), WebUtility.HtmlDecode(Kept().Match(shown).Groups["kept"].Value));
        using var back = await browser.PostAsync("/sandbox/personas/resident-1/enter", enterToken, ("kept", kept));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        var goOn = await back.Content.ReadAsStringAsync(Ct);
        var form = Continue().Match(goOn).Groups["form"].Value;
        Assert.Contains($"action=\"/cases/{_case}/supplement\"", form, StringComparison.Ordinal);
        var fields = Hidden().Matches(form).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))).ToArray();
        Assert.Contains(("text", Typed), fields);

        using var sent = await browser.PostAsync($"/cases/{_case}/supplement", TabbedBrowser.TokenIn(form), fields);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var resident = await _server.AsAsync("resident-1");
        Assert.Contains("请尽快维修", (await resident.GetAsync($"/api/v1/cases/{_case}/events")).Body!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_signs_in_and_a_wrong_one_keeps_the_text_as_well()
    {
        using var browser = new TabbedBrowser(_server.Address);
        await browser.EnterAsync("committee-1");
        var token = await browser.TokenAsync("/admin/people");
        await browser.PostAsync("/logout", await browser.TokenAsync("/"));
        using var late = await browser.PostAsync("/admin/people/leave", token, ("reason", Typed));
        var shown = await late.Content.ReadAsStringAsync(Ct);
        var kept = WebUtility.HtmlDecode(Kept().Match(shown).Groups["kept"].Value);
        using var wrong = await browser.PostAsync("/login", TabbedBrowser.TokenIn(shown), ("userName", "committee-1"), ("password", "wrong"), ("kept", kept));
        var again = await wrong.Content.ReadAsStringAsync(Ct);
        Assert.Equal(kept, WebUtility.HtmlDecode(Kept().Match(again).Groups["kept"].Value));
        using var right = await browser.PostAsync("/login", TabbedBrowser.TokenIn(again), ("userName", "committee-1"), ("password", "scandeputy-demo"), ("kept", kept));
        Assert.Contains(Typed, WebUtility.HtmlDecode(await right.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_site_is_not_kept(string header, string value)
    {
        using var browser = new TabbedBrowser(_server.Address);
        await browser.EnterAsync("resident-1");
        using var answer = await browser.SendAsync($"/cases/{_case}/supplement", "none", header, value, ("text", Typed));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("请尽快维修", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Action":"https://evil.example/","Fields":[]}""")]
    [InlineData("""{"Action":"//evil.example/","Fields":[]}""")]
    [InlineData("""{"Action":"/\\evil.example/","Fields":[]}""")]
    [InlineData("""{"Action":"/work","Fields":[null]}""")]
    [InlineData("""{"Action":"/work"}""")]
    [InlineData("nonsense")]
    public async Task What_is_no_kept_form_of_ours_signs_in_as_usual(string kept)
    {
        using var browser = new TabbedBrowser(_server.Address);
        using var entered = await browser.PostAsync("/sandbox/personas/resident-1/enter", await browser.TokenAsync("/login"), ("kept", kept));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        Assert.Equal("/my", entered.Headers.Location!.OriginalString);
    }

    [GeneratedRegex("name=\"kept\" value=\"(?<kept>[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Kept();

    [GeneratedRegex("<main.*?(?<form><form .*?</form>)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 20_000)]
    private static partial Regex Continue();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Hidden();
}
