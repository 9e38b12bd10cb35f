using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>What every answer says to browsers and to whatever stands on the way, and to whom the program answers at all.</summary>
public sealed class AnswerHeaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_has_the_headers_faults_as_well_and_personal_ones_are_not_kept()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("An unhandled exception");
        using var resident = await server.AsAsync("resident-1");
        await server.ExecuteAsync("alter table districts rename to districts_away");
        foreach (var (path, status) in new[]
        {
            ("/healthz/live", HttpStatusCode.OK), ("/login", HttpStatusCode.OK), ("/css/site.css", HttpStatusCode.OK), ("/nothing", HttpStatusCode.NotFound),
            ("/api/v1/nothing", HttpStatusCode.NotFound), ("/api/v1/me", HttpStatusCode.OK), ("/api/v1/cases?limit=x", HttpStatusCode.UnprocessableEntity),
            ("/api/v1/districts?q=a", HttpStatusCode.InternalServerError),
        })
        {
            using var answer = await AskAsync(server, path, resident.Token);
            Assert.Equal((path, status), (path, answer.StatusCode));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            if (path.StartsWith("/api/v1/me", StringComparison.Ordinal))
                Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Theory]
    [InlineData("lz.example.cn", "/login", HttpStatusCode.OK)]
    [InlineData("LZ.example.cn:8443", "/login", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "/login", HttpStatusCode.OK)]
    [InlineData("evil.example", "/login", HttpStatusCode.BadRequest)]
    [InlineData("lz.example.cn.evil.example", "/api/v1/me", HttpStatusCode.BadRequest)]
    [InlineData("10.1.2.3", "/healthz/ready", HttpStatusCode.OK)]
    public async Task Only_its_own_names_are_answered(string host, string path, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync(settings: ["--Hosts:Allowed", "lz.example.cn, www.lz.example.cn"]);
        using var answer = await AskAsync(server, path, null, request => request.Headers.Host = host);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Over_https_the_session_s_cookie_is_this_host_s_alone(string scheme, bool secure)
    {
        await using var server = await TestServer.StartAsync(settings: ["--Proxies:Trusted", "127.0.0.1"]);
        using var form = await AskAsync(server, "/sandbox", null, asked => Over(asked, scheme));
        var token = Regex.Match(await form.Content.ReadAsStringAsync(Ct), "__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20)).Groups["token"].Value;
        using var answer = await AskAsync(server, "/sandbox/personas/resident-1/enter", null, asked =>
        {
            Over(asked, scheme);
            asked.Method = HttpMethod.Post;
            asked.Headers.Add("Cookie", Pair(form.Headers.GetValues("Set-Cookie").Single()));
            asked.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.Contains("scandeputy=", StringComparison.Ordinal));
        Assert.StartsWith(secure ? "__Host-scandeputy=" : "scandeputy=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));

        // It opens the door over the scheme that it was given over, and over no other.
        foreach (var (over, status) in new[] { (scheme, HttpStatusCode.OK), (secure ? "http" : "https", HttpStatusCode.Redirect) })
        {
            using var page = await AskAsync(server, "/my", null, asked =>
            {
                Over(asked, over);
                asked.Headers.Add("Cookie", Pair(cookie));
            });
            Assert.Equal(status, page.StatusCode);
        }

        static void Over(HttpRequestMessage request, string scheme)
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.1");
            request.Headers.Add("X-Forwarded-Proto", scheme);
        }

        static string Pair(string cookie) => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
    }

    [Fact]
    public async Task The_data_folder_s_files_are_their_owner_s_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has lists of its own.");
        var parent = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        await using (var server = await TestServer.StartAsync(directory: Path.Combine(parent, "made")))
        {
            if (!OperatingSystem.IsWindows())
                AssertOwned(server.Directory);
        }

        Directory.Delete(parent, recursive: true);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void AssertOwned(string folder)
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static async Task<HttpResponseMessage> AskAsync(TestServer server, string path, string? token, Action<HttpRequestMessage>? change = null)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null && path.StartsWith("/api", StringComparison.Ordinal))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return await http.SendAsync(request, Ct);
    }
}
