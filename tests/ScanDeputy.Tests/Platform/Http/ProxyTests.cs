using System.Net;
using System.Net.Http.Json;
using ScanDeputy.Server.Platform;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>Whose address counts, seen through the limit of two writing calls for an address.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task Nobody_is_believed_by_default()
    {
        await using var server = await StartAsync("");
        await WriteAsync(server, "203.0.113.1");
        await WriteAsync(server, "203.0.113.2");
        await WriteAsync(server, "203.0.113.3", refused: true);
    }

    [Fact]
    public async Task Trusted_proxy_tells_callers_apart()
    {
        await using var server = await StartAsync("127.0.0.1");
        for (var i = 1; i <= 4; i++)
            await WriteAsync(server, $"203.0.113.{i}");
        await WriteAsync(server, "203.0.113.4");
        await WriteAsync(server, "203.0.113.4", refused: true);
    }

    [Fact]
    public async Task What_a_caller_wrote_before_the_proxy_is_not_believed()
    {
        await using var server = await StartAsync("127.0.0.1");
        await WriteAsync(server, "198.51.100.1, 203.0.113.9");
        await WriteAsync(server, "198.51.100.2, 203.0.113.9");
        await WriteAsync(server, "127.0.0.1, 198.51.100.3, 203.0.113.9", refused: true);
    }

    [Fact]
    public async Task Chain_of_trusted_proxies_is_followed_to_its_first_stranger()
    {
        await using var server = await StartAsync("127.0.0.1, 10.0.0.0/8, fd00::/8");
        await WriteAsync(server, "198.51.100.1, 203.0.113.9, fd00::7, 10.1.2.3");
        await WriteAsync(server, "198.51.100.2, 203.0.113.9, 10.9.9.9");
        await WriteAsync(server, "203.0.113.9", refused: true);
        await WriteAsync(server, "203.0.113.10, 10.1.2.3");
    }

    [Fact]
    public async Task Addresses_of_one_customer_s_ipv6_network_are_one_caller()
    {
        await using var server = await StartAsync("127.0.0.1");
        await WriteAsync(server, "2001:db8:1:2::1");
        await WriteAsync(server, "2001:db8:1:2:ffff::2");
        await WriteAsync(server, "2001:db8:1:2::3", refused: true);
        await WriteAsync(server, "2001:db8:1:3::1");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("", false)]
    [InlineData("10.0.0.1", false)]
    public async Task Cookie_is_for_https_only_when_a_trusted_proxy_says_https(string trusted, bool secure)
    {
        await using var server = await StartAsync(trusted);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Add("X-Forwarded-For", "203.0.113.1");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("scandeputy-form", StringComparison.Ordinal));
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("127.0.0.1;10.0.0.1")]
    [InlineData("10.0.0.0/99")]
    public async Task List_that_cannot_be_read_refuses_the_start(string trusted)
    {
        var refusal = await Assert.ThrowsAsync<RefuseToStartException>(() => StartAsync(trusted));
        Assert.Contains("Proxies__Trusted", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(string trusted) =>
        TestServer.StartAsync(null, null, "--Limits:Enabled", "true", "--Limits:WritesPerAddress", "2", "--Proxies:Trusted", trusted);

    private static async Task WriteAsync(TestServer server, string forwardedFor, bool refused = false)
    {
        using var nobody = server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/wechat") { Content = JsonContent.Create(new { code = "made-up" }) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        (await nobody.SendAsync(request)).Expect(refused ? HttpStatusCode.TooManyRequests : HttpStatusCode.Unauthorized);
    }
}
