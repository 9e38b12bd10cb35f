using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Where somebody is signed in, the notice of a device that is new, and signing out: one, all others, and by an administrator.</summary>
public sealed class OpenSessionTests : IAsyncLifetime
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0";
    private const string Kylin = "Mozilla/5.0 (X11; Linux x86_64; Kylin) Gecko/20100101 Firefox/140.0";
    private TestServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Devices_are_listed_known_again_and_signed_out()
    {
        using var first = await SignInAsync(Windows);
        Assert.Empty(await NewDevicesAsync(first));
        using var same = await SignInAsync(Windows);
        Assert.Empty(await NewDevicesAsync(first));
        using var second = await SignInAsync(Kylin);
        var notice = Assert.Single(await NewDevicesAsync(first));
        Assert.Contains("麒麟 · Firefox", notice, StringComparison.Ordinal);
        Assert.Contains("127.0.0.*", notice, StringComparison.Ordinal);
        using var again = await SignInAsync(Kylin);
        Assert.Single(await NewDevicesAsync(first));

        var open = await OpenAsync(first);
        Assert.Equal(["Windows · Edge", "Windows · Edge", "麒麟 · Firefox", "麒麟 · Firefox"], open.Select(one => (string)one!["device"]!).Order(StringComparer.Ordinal));
        Assert.All(open, one => Assert.True((bool)one!["byPassword"]!));
        var current = Assert.Single(open, one => (bool)one!["current"]!)!;
        var own = (await OpenAsync(second)).Single(one => (bool)one!["current"]!)!;
        Assert.NotEqual((string)current["id"]!, (string)own["id"]!);

        using var stranger = await _server.AsAsync("government-1");
        (await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/me/sessions/{own["id"]}"))).Expect(HttpStatusCode.NotFound, "not_found");
        (await first.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/me/sessions/{own["id"]}"))).Expect(HttpStatusCode.NoContent);
        (await second.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(2, (int)(await first.PostAsync("/api/v1/me/sessions/end")).Expect(HttpStatusCode.OK)["sessions"]!);
        (await same.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await first.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);

        using var page = await PageClient.SignInAsync(_server.Address, "committee-1");
        using var shown = await page.GetAsync("/account/sessions");
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Windows · Edge", html, StringComparison.Ordinal);
        Assert.Contains("（当前设备）", html, StringComparison.Ordinal);
        using var ended = await page.PostAsync("/account/sessions", "/account/sessions?handler=others");
        Assert.Equal("/account/sessions?ended=true", ended.Headers.Location!.OriginalString);
        (await first.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_in_again_ends_what_the_browser_had_and_signing_out_clears_what_it_shows()
    {
        using var office = await _server.AsAsync("committee-1");
        using var page = await PageClient.SignInAsync(_server.Address, "committee-1");
        Assert.Equal(2, (await OpenAsync(office)).Count);
        using var again = await page.PostAsync("/sandbox", "/sandbox/personas/committee-1/enter");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(2, (await OpenAsync(office)).Count);
        using var other = await page.PostAsync("/sandbox", "/sandbox/personas/government-1/enter");
        Assert.Single(await OpenAsync(office));

        using var left = await page.PostAsync("/login", "/logout");
        Assert.Equal("\"cache\", \"storage\"", left.Headers.GetValues("Clear-Site-Data").Single());
    }

    [Fact]
    public async Task An_administrator_signs_somebody_out_everywhere_and_nobody_of_another_county()
    {
        using var office = await SignInAsync(Windows);
        var id = (string)(await office.GetAsync("/api/v1/me"))["id"]!;
        using var neighbour = await _server.AsAsync("admin-2");
        (await neighbour.GetAsync($"/api/v1/admin/staff/{id}/sessions")).Expect(HttpStatusCode.NotFound, "not_found");
        (await neighbour.PostAsync($"/api/v1/admin/staff/{id}/sessions/end")).Expect(HttpStatusCode.NotFound, "not_found");
        using var admin = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var shown = await admin.GetAsync($"/admin/staff/{id}");
        Assert.Contains("Windows · Edge", WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        using var ended = await admin.PostAsync($"/admin/staff/{id}", $"/admin/staff/{id}/sessions");
        Assert.Equal($"/admin/staff/{id}/signed-out", ended.Headers.Location!.OriginalString);
        (await office.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
    }

    private async Task<ApiClient> SignInAsync(string userAgent)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        using var answer = await http.PostAsJsonAsync("/api/v1/auth/password", new { userName = "committee-1", password = "scandeputy-demo" }, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new ApiClient(_server.Address, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["accessToken"]!);
    }

    private static async Task<JsonArray> OpenAsync(ApiClient client) => (await client.GetAsync("/api/v1/me/sessions")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private static async Task<List<string>> NewDevicesAsync(ApiClient client) =>
        [.. (await client.GetAsync("/api/v1/alerts?limit=200")).Expect(HttpStatusCode.OK)["items"].AsArray().Where(item => (string)item!["kind"]! == "signIn").Select(item => (string)item!["text"]!)];
}
