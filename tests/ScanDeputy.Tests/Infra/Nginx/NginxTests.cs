using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Pages.Cases.Forms;
using Xunit;

namespace ScanDeputy.Tests.Infra.Nginx;

/// <summary>What nginx tells the program about its callers, what it keeps to itself, and what it says when it has to answer alone.</summary>
public sealed class NginxTests
{
    [Theory]
    [InlineData("scandeputy", "infra/nginx/scandeputy-upstream.conf")]
    [InlineData("scandeputy-tls", "infra/nginx/scandeputy-upstream.conf")]
    [InlineData("scandeputy", "infra/docker/nginx/scandeputy-upstream.conf")]
    [InlineData("scandeputy-tls", "infra/docker/nginx/scandeputy-upstream.conf")]
    public async Task Nginx_accepts_the_site(string site, string upstream) => await (await NginxProcess.PrepareAsync(site, upstream)).DisposeAsync();

    [Theory]
    [InlineData("scandeputy", "http")]
    [InlineData("scandeputy-tls", "https")]
    public async Task What_a_client_claims_about_its_address_is_replaced(string site, string scheme)
    {
        await using var node = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync(site, node.Port, node.Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        (string Name, string Value)[] claims =
        [
            ("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "198.51.100.8"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Prefix", "/evil"), ("X-Real-IP", "198.51.100.7"), ("Forwarded", "for=198.51.100.7"), ("X-Request-Id", "mine"),
        ];
        foreach (var (name, value) in claims)
            request.Headers.Add(name, value);

        Assert.Equal(HttpStatusCode.OK, (await nginx.SendAsync(request)).StatusCode);

        var seen = Assert.Single(node.Requests).Headers;
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"].ToString());
        Assert.Equal(scheme, seen["X-Forwarded-Proto"].ToString());
        Assert.Matches("^[0-9a-f]{32}$", seen["X-Request-Id"].ToString());
        Assert.Equal($"127.0.0.1:{nginx.Port}", seen.Host.ToString());
        Assert.All(["X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded"], name => Assert.False(seen.ContainsKey(name), name));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    [InlineData("/x/../metrics")]
    [InlineData("/%6detrics")]
    public async Task The_metrics_are_not_for_outside(string path)
    {
        await using var node = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", node.Port, node.Port);
        Assert.Equal(HttpStatusCode.NotFound, (await nginx.GetUntidiedAsync(path)).StatusCode);
        Assert.Empty(node.Requests);
        Assert.Equal(HttpStatusCode.OK, (await nginx.GetAsync("/jobs")).StatusCode);
        Assert.Equal("/jobs", Assert.Single(node.Requests).Path);
    }

    [Fact]
    public async Task The_program_gets_to_refuse_what_is_too_large_before_nginx_does()
    {
        await using var node = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", node.Port, node.Port);
        Assert.Equal(HttpStatusCode.OK, await nginx.AnnounceAsync("/api/v1/attachments", UploadAttachment.LargestBody + (128 * 1024)));
        Assert.Equal(HttpStatusCode.OK, await nginx.AnnounceAsync("/s/LZ3K7QHM2X/report", PhotoUploads.LargestForm + (128 * 1024)));
        Assert.Equal(HttpStatusCode.OK, await nginx.AnnounceAsync("/cases/0198c0de/reply", PhotoUploads.LargestForm + (128 * 1024)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await nginx.AnnounceAsync("/api/v1/attachments", UploadAttachment.LargestBody + (2 * 1024 * 1024)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await nginx.AnnounceAsync("/s/LZ3K7QHM2X/report", PhotoUploads.LargestForm + (2 * 1024 * 1024)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await nginx.AnnounceAsync("/login", 2 * 1024 * 1024));
        Assert.Equal(3, node.Requests.Count);
        await ExpectProblemAsync(await nginx.PostAsync("/api/v1/cases", new string('x', 2 * 1024 * 1024)), "too_large");
    }

    [Theory]
    [InlineData("scandeputy")]
    [InlineData("scandeputy-tls")]
    public async Task Without_a_node_nginx_says_so_in_the_program_s_words(string site)
    {
        await using var nginx = await NginxProcess.StartAsync(site, 1, 1);
        await ExpectProblemAsync(await nginx.GetAsync("/api/v1/me"), "unavailable");
        await ExpectProblemAsync(await nginx.PostAsync("/api/v1/attachments", "x"), "unavailable");
        foreach (var path in new[] { "/", "/s/LZ3K7QHM2X/report", "/healthz/live" })
        {
            var answer = await nginx.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
            Assert.Contains((string)Documented("unavailable")["detail"]!, await TextAsync(answer), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(site == "scandeputy-tls", answer.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task One_address_cannot_take_every_connection()
    {
        using var full = new SemaphoreSlim(0);
        using var go = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var node = await TinyServer.StartAsync(async _ =>
        {
            full.Release();
            await Task.Delay(Timeout.Infinite, go.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var nginx = await NginxProcess.StartAsync("scandeputy", node.Port, node.Port);
        var waiting = Enumerable.Range(0, 200).Select(_ => nginx.GetAsync("/api/v1/stations")).ToList();
        for (var arrived = 0; arrived < waiting.Count; arrived++)
            Assert.True(await full.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None), $"{arrived} arrived");

        await ExpectProblemAsync(await nginx.GetAsync("/api/v1/stations"), "too_many_requests");

        await go.CancelAsync();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(200, node.Requests.Count);
    }

    [Fact]
    public async Task The_log_has_the_request_s_number_and_not_what_was_searched_for()
    {
        await using var node = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using (var nginx = await NginxProcess.StartAsync("scandeputy", node.Port, node.Port))
        {
            await nginx.GetAsync("/api/v1/cases?q=%E5%BC%A0%E4%B8%89");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (!nginx.LogLines.Any())
                await Task.Delay(20, limit.Token);
            var line = JsonNode.Parse(nginx.LogLines.Single())!;
            Assert.Equal("/api/v1/cases", (string?)line["path"]);
            Assert.Equal(200, (int)line["status"]!);
            Assert.Equal(Assert.Single(node.Requests).Headers["X-Request-Id"].ToString(), (string?)line["requestId"]);
            Assert.DoesNotContain("q=", line.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static async Task ExpectProblemAsync(HttpResponseMessage answer, string code)
    {
        var documented = Documented(code);
        var problem = JsonNode.Parse(await TextAsync(answer))!;
        Assert.Equal((int)documented["status"]!, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((int)answer.StatusCode, (int)problem["status"]!);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal($"urn:scandeputy:error:{code}", (string?)problem["type"]);
        Assert.Equal((string?)documented["title"], (string?)problem["title"]);
        Assert.Equal((string?)documented["detail"], (string?)problem["detail"]);
        Assert.Matches("^[0-9a-f]{32}$", (string)problem["traceId"]!);
        Assert.Equal((int)answer.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable, answer.Headers.RetryAfter is not null);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(CancellationToken.None);

    private static JsonNode Documented(string code) =>
        JsonNode.Parse(InfraFiles.Source.Read("miniprogram-contracts/errors.json"))!["errors"].Items().Single(error => (string?)error["code"] == code);
}
