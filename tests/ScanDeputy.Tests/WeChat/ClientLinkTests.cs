using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Addresses that open the mini-program, and the way from a station's page to them.</summary>
public sealed class ClientLinkTests
{
    private const string Path = "/wxa/generate_urllink";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pages/station/index", "scene=A1", 7, 0)]
    [InlineData("pages/station/none", "scene=A1", 7, 40165)]
    [InlineData("pages/station/index", "scene=站", 7, 40212)]
    [InlineData("pages/station/index", "scene=A1", 31, 85401)]
    public async Task A_link_is_made_for_a_released_page_for_some_days(string page, string query, int days, int errCode)
    {
        await using var world = await WeChatWorld.StartAsync();
        var result = await world.Client().GenerateUrlLinkAsync(new WeChatLinkRequest(page, query, days), Ct);
        Assert.Equal((errCode == 0, errCode), (result.IsOk, result.ErrCode));
        if (errCode == 0)
            Assert.Equal(Uri.UriSchemeHttps, result.Value!.Scheme);
    }

    [Fact]
    public async Task WeChat_s_browser_is_offered_the_mini_program_and_others_are_not()
    {
        await using var server = await TestServer.StartAsync();
        var code = await CodeAsync(server);
        using var weChat = Browser(server, "Mozilla/5.0 (iPhone) MicroMessenger/8.0.54");
        using var other = Browser(server, "Mozilla/5.0 (iPhone) Safari/604.1");
        Assert.Contains($"href=\"/s/{code}/app\"", await weChat.GetStringAsync($"/s/{code}", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("/app\"", await other.GetStringAsync($"/s/{code}", Ct), StringComparison.Ordinal);

        var control = server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var before = control.CallCount(Path);
        for (var time = 0; time < 3; time++)
        {
            using var answer = await weChat.GetAsync($"/s/{code}/app", Ct);
            Assert.Equal((HttpStatusCode.Redirect, "wxaurl.cn"), (answer.StatusCode, answer.Headers.Location?.Host));
        }

        Assert.Equal(before + 1, control.CallCount(Path));
    }

    [Fact]
    public async Task While_WeChat_makes_no_link_the_page_says_what_to_do()
    {
        await using var server = await TestServer.StartAsync();
        var code = await CodeAsync(server);
        using var browser = Browser(server, "MicroMessenger");
        server.Services.GetRequiredService<EmbeddedSandbox>().Control.Faults.FailNext(Path, 44993);
        using var answer = await browser.GetAsync($"/s/{code}/app", Ct);
        Assert.Equal($"/s/{code}?app=unavailable", answer.Headers.Location?.OriginalString);
        Assert.Contains("请直接在这个页面反映", await browser.GetStringAsync(answer.Headers.Location!.OriginalString, Ct), StringComparison.Ordinal);
        // A code that leads nowhere costs no call.
        var before = server.Services.GetRequiredService<EmbeddedSandbox>().Control.CallCount(Path);
        using var none = await browser.GetAsync("/s/AAAAAAAA/app", Ct);
        Assert.Equal("/s/AAAAAAAA?app=unavailable", none.Headers.Location?.OriginalString);
        Assert.Equal(before, server.Services.GetRequiredService<EmbeddedSandbox>().Control.CallCount(Path));
    }

    private static async Task<string> CodeAsync(TestServer server)
    {
        using var anyone = server.Anonymous();
        return await anyone.FirstStationCodeAsync();
    }

    private static HttpClient Browser(TestServer server, string userAgent)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        return http;
    }
}
