using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>Styles and scripts are named by their fingerprints, kept for a year, and sent compressed; pages are not compressed.</summary>
public sealed partial class StaticPartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Styles_and_scripts_are_small_and_kept_under_their_fingerprints()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = server.Address };
        var page = await http.GetStringAsync(new Uri("/login", UriKind.Relative), Ct);
        var parts = Part().Matches(page).Select(match => match.Groups["address"].Value).ToList();
        Assert.NotEmpty(parts);
        foreach (var address in parts)
        {
            Assert.Matches("[?]v=[A-Za-z0-9_-]{20,}$", address);
            using var plain = await AskAsync(http, address, null);
            Assert.Equal((true, TimeSpan.FromDays(365)), (plain.Headers.CacheControl!.Public, plain.Headers.CacheControl.MaxAge));
            if (address.Contains(".svg", StringComparison.Ordinal))
                continue;

            var text = await plain.Content.ReadAsStringAsync(Ct);
            foreach (var encoding in (string[])["br", "gzip"])
            {
                using var packed = await AskAsync(http, address, encoding);
                Assert.Equal(encoding, Assert.Single(packed.Content.Headers.ContentEncoding));
                Assert.Contains("Accept-Encoding", packed.Headers.Vary);
                var bytes = await packed.Content.ReadAsByteArrayAsync(Ct);
                // What is small already has little to lose.
                Assert.InRange(bytes.Length, 1, text.Length < 1_000 ? text.Length : text.Length * 7 / 10);
                using var inner = encoding == "br" ? (Stream)new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var reader = new StreamReader(inner);
                Assert.Equal(text, await reader.ReadToEndAsync(Ct));
            }
        }

        using var bare = await AskAsync(http, "/css/site.css", null);
        Assert.True(bare.Headers.CacheControl!.NoCache);
        using var whole = await AskAsync(http, "/login", "br");
        Assert.Empty(whole.Content.Headers.ContentEncoding);
    }

    [Fact]
    public void Every_page_names_them_by_their_fingerprints()
    {
        var bare = SourceTree.Find().Files("src/ScanDeputy.Server/Pages", "*.cshtml")
            .SelectMany(file => file.Text.Split('\n').Where(line => line.Contains("=\"~/", StringComparison.Ordinal) && !line.Contains("asp-append-version=\"true\"", StringComparison.Ordinal)).Select(line => $"{file.Path}: {line.Trim()}"));

        Assert.Empty(bare);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string address, string? encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(WebUtility.HtmlDecode(address), UriKind.Relative));
        if (encoding is not null)
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        return http.SendAsync(request, Ct);
    }

    [GeneratedRegex("(href|src)=\"(?<address>/(css|js|icon)[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Part();
}
