using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.PageEntry;

/// <summary>From the mini-program into a page that it shows: once, within a minute, to a page of this site, and in nobody's place.</summary>
public sealed class WebTicketTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_ticket_signs_in_once_and_goes_on_to_its_page()
    {
        using var app = await _server.AsAsync("resident-1");
        using var page = new TabbedBrowser(_server.Address);
        var url = await IssueAsync(app, "/my?from=app");
        using var entered = await page.GetAsync(url);
        Assert.Equal((HttpStatusCode.Redirect, "/my?from=app"), (entered.StatusCode, entered.Headers.Location?.OriginalString));
        Assert.True(entered.Headers.CacheControl!.NoStore);
        using var mine = await page.GetAsync("/my");
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);

        using var second = new TabbedBrowser(_server.Address);
        using var again = await second.GetAsync(url);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        // The page's session is its own: signing out there leaves the mini-program signed in.
        await page.PostAsync("/logout", await page.TokenAsync("/my"));
        (await app.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("resident-1", HttpStatusCode.Redirect)]
    [InlineData("resident-2", HttpStatusCode.Gone)]
    public async Task Who_is_signed_in_is_not_replaced_by_somebody_else(string persona, HttpStatusCode status)
    {
        using var app = await _server.AsAsync("resident-1");
        using var page = new TabbedBrowser(_server.Address);
        await page.EnterAsync(persona);
        using var entered = await page.GetAsync(await IssueAsync(app, "/my"));
        Assert.Equal(status, entered.StatusCode);
    }

    [Theory]
    [InlineData(40, HttpStatusCode.Redirect)]
    [InlineData(60, HttpStatusCode.Gone)]
    public async Task A_ticket_is_good_for_a_minute(int seconds, HttpStatusCode status)
    {
        using var app = await _server.AsAsync("resident-1");
        using var page = new TabbedBrowser(_server.Address);
        var url = await IssueAsync(app, "/my");
        await app.AdvanceAsync($"PT{seconds}S");
        using var entered = await page.GetAsync(url);
        Assert.Equal(status, entered.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("my")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/my\r\nSet-Cookie: a=b")]
    [InlineData("/我的")]
    public async Task Only_a_page_of_this_site_is_gone_on_to(string? path)
    {
        using var app = await _server.AsAsync("resident-1");
        (await app.PostAsync("/api/v1/auth/ticket", new { path })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await app.PostAsync("/api/v1/auth/ticket", new { path = "/" + new string('a', 300) })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Theory]
    [InlineData("/t/0123456789abcdef")]
    [InlineData("/t/%00")]
    public async Task A_ticket_that_was_guessed_is_none(string url)
    {
        using var page = new TabbedBrowser(_server.Address);
        using var entered = await page.GetAsync(url);
        Assert.True(entered.StatusCode is HttpStatusCode.Gone or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<string> IssueAsync(ApiClient app, string path) =>
        (string)(await app.PostAsync("/api/v1/auth/ticket", new { path })).Expect(HttpStatusCode.OK)["url"]!;
}
