using System.Net;
using System.Text;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Verification;

/// <summary>The files by which WeChat makes sure of the domain: as it gave them out, at once, and from the office's own page.</summary>
public sealed class VerificationFileTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_served_where_WeChat_looks_until_it_is_deleted()
    {
        (await PutAsync("q2Yh8kXzZp.txt", "4f9c0e1d2b3a4f9c0e1d2b3a4f9c0e1d\r\n")).Expect(HttpStatusCode.OK);
        foreach (var path in (string[])["/q2Yh8kXzZp.txt", "/s/q2Yh8kXzZp.txt", "/d/q2Yh8kXzZp.txt"])
            Assert.Equal((HttpStatusCode.OK, "4f9c0e1d2b3a4f9c0e1d2b3a4f9c0e1d", "text/plain"), await ReadAsync(path));

        (await PutAsync("q2Yh8kXzZp.txt", "new")).Expect(HttpStatusCode.OK);
        Assert.Equal("new", (await ReadAsync("/s/q2Yh8kXzZp.txt")).Text);
        Assert.Single((await _admin.GetAsync("/api/v1/admin/verification-files")).Expect(HttpStatusCode.OK)["items"].AsArray());
        // Another county neither sees nor changes it.
        using var neighbour = await _server.AsAsync("admin-2");
        Assert.Empty((await neighbour.GetAsync("/api/v1/admin/verification-files")).Expect(HttpStatusCode.OK)["items"].AsArray());
        (await PutAsync("q2Yh8kXzZp.txt", "theirs", neighbour)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await DeleteAsync("q2Yh8kXzZp.txt", neighbour)).Expect(HttpStatusCode.NotFound);
        (await DeleteAsync("q2Yh8kXzZp.txt", _admin)).Expect(HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync("/s/q2Yh8kXzZp.txt")).Status);
        var audit = (await _admin.GetAsync("/api/v1/admin/audit?register=verification-files")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Equal(3, audit.Count);
    }

    [Theory]
    [InlineData("a.html", "abc")]
    [InlineData("robots.txt", "abc")]
    [InlineData("校验.txt", "abc")]
    [InlineData("..%2Fa.txt", "abc")]
    [InlineData("a.txt", "")]
    [InlineData("a.txt", "<script>alert(1)</script>")]
    [InlineData("a.txt", "two words")]
    public async Task What_is_no_such_file_is_refused(string name, string content)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(name, content)).Status);
        Assert.Empty((await _admin.GetAsync("/api/v1/admin/verification-files")).Expect(HttpStatusCode.OK)["items"].AsArray());
    }

    [Theory]
    [InlineData("/s/none.txt")]
    [InlineData("/none.txt")]
    [InlineData("/robots.txt")]
    public async Task What_nobody_handed_in_is_not_there(string path) => Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(path)).Status);

    [Fact]
    public async Task The_office_hands_one_in_on_its_page()
    {
        using var page = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var wrong = await page.UploadAsync("/admin/wechat-files", ("file", "文件.txt", Encoding.UTF8.GetBytes("abc")), ("key", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("请原样上传", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var right = await page.UploadAsync("/admin/wechat-files", ("file", "WW_verify_ab1.txt", Encoding.UTF8.GetBytes("\uFEFFab1cd2")), ("key", "2"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Equal("ab1cd2", (await ReadAsync("/WW_verify_ab1.txt")).Text);
        using var gone = await page.PostAsync("/admin/wechat-files", "/admin/wechat-files?handler=delete", ("name", "WW_verify_ab1.txt"), ("key", "3"), ("confirmed", "true"));
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
    }

    private Task<ApiAnswer> PutAsync(string name, string content, ApiClient? client = null) => (client ?? _admin).SendAsync(new HttpRequestMessage(
        HttpMethod.Put, $"/api/v1/admin/verification-files/{name}")
    {
        Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { content }), Encoding.UTF8, "application/json"),
    });

    private static Task<ApiAnswer> DeleteAsync(string name, ApiClient client) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/admin/verification-files/{name}"));

    private async Task<(HttpStatusCode Status, string Text, string? Type)> ReadAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var answer = await http.GetAsync(path, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Content.Headers.ContentType?.MediaType);
    }
}
