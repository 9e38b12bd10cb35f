using System.Net;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>Issue I, 20: an address or a code that comes off a poster opens its station, wherever a code is taken.</summary>
public sealed class PrintedAddressTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _http = null!;
    private string _code = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var client = _server.Anonymous();
        _code = await client.FirstStationCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Each with @ for the code.</summary>
    public static TheoryData<string> Paths => ["/s/@", "//s/@", "///s//@", "/s//@", "/S/@", "/s/@/", "/s/@.", "/s/@。", "/s/@，", "/s/@）", "/s/ @ ", "/s/「@」", "/ｓ/@", "/／s／@", "/s/@\u200B", "//s/@/report"];

    public static TheoryData<string> Typed =>
    [
        "@", " @ ", "@.", "@。", "“@”", "（@）", "@；", "\u200B@\uFEFF", "https://example.org/s/@", "http://example.org//s/@?from=poster", "/s/@", "example.org／s／@。", "\u202A@\u202C",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_printed_address_opens_its_page(string path)
    {
        foreach (var code in WaysToWrite())
        {
            using var answer = await _http.GetAsync(new Uri(_server.Address.GetLeftPart(UriPartial.Authority) + Escape(path.Replace("@", code, StringComparison.Ordinal))), Ct);
            // Only a report needs somebody signed in.
            Assert.Equal((path, code, path.EndsWith("report", StringComparison.Ordinal) ? HttpStatusCode.Redirect : HttpStatusCode.OK), (path, code, answer.StatusCode));
        }
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task A_code_is_read_wherever_it_is_taken(string typed)
    {
        using var resident = await _server.AsAsync("resident-1");
        var category = (string)(await resident.GetAsync($"/api/v1/station-codes/{_code}"))["categories"][0]!["id"]!;
        foreach (var code in WaysToWrite())
        {
            var text = typed.Replace("@", code, StringComparison.Ordinal);
            Assert.True(StationCode.TryRead(text, out var read) && read.ToString() == _code, text);
            using var found = await _http.GetAsync(new Uri(_server.Address, $"/?code={Uri.EscapeDataString(text)}"), Ct);
            Assert.Equal((text, HttpStatusCode.Redirect, $"/s/{_code}"), (text, found.StatusCode, found.Headers.Location?.ToString()));
            if (!text.Contains('/', StringComparison.Ordinal) && !text.Contains('／', StringComparison.Ordinal))
                Assert.Equal(_code, (string)(await resident.GetAsync($"/api/v1/station-codes/{Uri.EscapeDataString(text)}")).Expect(HttpStatusCode.OK)["code"]!);
        }

        // Of the rest one way to write is enough: each report is a case.
        var once = typed.Replace("@", _code.ToLowerInvariant(), StringComparison.Ordinal);
        if (once.Length > 40)
            return;
        (await resident.PostAsync("/api/v1/cases/similar", new { stationCode = once, categoryId = category, text = ApiClient.LongEnough })).Expect(HttpStatusCode.OK);
        (await resident.SubmitAsync(new { stationCode = once })).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("。")]
    [InlineData("/s/")]
    [InlineData("https://example.org/s/")]
    [InlineData("https://example.org/s/00000000001")]
    [InlineData("000G40R40M3。")]
    [InlineData("000G40R40MV2.")]
    public void What_holds_no_code_is_none(string typed) => Assert.False(StationCode.TryRead(typed, out _));

    private IEnumerable<string> WaysToWrite() =>
        [_code, _code.ToLowerInvariant(), $"{_code[..4]}-{_code[4..8]}-{_code[8..]}", $"{_code[..4]} {_code[4..8]} {_code[8..]}", string.Concat(_code.Select(sign => (char)(sign + 0xFEE0)))];

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
