using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.ContentReview;

/// <summary>Issue I, 13 and 18: a form with photos that cannot be taken comes back with what was typed and says which photo it is and what can be done.</summary>
public sealed partial class PhotoFormTests : IAsyncLifetime
{
    private const string Typed = "村口的路灯坏了三天，晚上老人出门不安全。";
    private const int Large = 11 * 1024 * 1024;

    private TestServer _server = null!;
    private HttpClient _http = null!;
    private CaseChain _chain = null!;
    private string _report = "";
    private int _forms;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _chain = new CaseChain(_server);
        await _chain.SubmitAsync();
        _report = $"/s/{await (await _chain.AsAsync("resident-1")).FirstStationCodeAsync()}/report";
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };
        var enter = await TokenAsync("/sandbox");
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", enter)]);
        using var entered = await _http.PostAsync(new Uri("/sandbox/personas/resident-1/enter", UriKind.Relative), form, Ct);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, int, HttpStatusCode, string> Faults => new()
    {
        { "large", 9, HttpStatusCode.RequestEntityTooLarge, "10 MB" },
        { "large", 1, HttpStatusCode.RequestEntityTooLarge, "10 MB" },
        { "good", 10, HttpStatusCode.UnprocessableEntity, "最多 9 张" },
        { "large", 12, HttpStatusCode.UnprocessableEntity, "最多 9 张" },
        { "heic", 1, HttpStatusCode.UnprocessableEntity, "设置 › 相机 › 格式" },
        { "mif1", 1, HttpStatusCode.UnprocessableEntity, "兼容性最佳" },
        { "avif", 1, HttpStatusCode.UnprocessableEntity, "AVIF" },
        { "mp4", 1, HttpStatusCode.UnprocessableEntity, "这是视频" },
        { "gif", 1, HttpStatusCode.UnprocessableEntity, "JPEG、PNG 或 WebP" },
        { "cut", 1, HttpStatusCode.UnprocessableEntity, "不完整" },
        { "cut-png", 1, HttpStatusCode.UnprocessableEntity, "不完整" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_form_keeps_its_text_and_says_what_is_wrong_with_a_photo(string kind, int count, HttpStatusCode status, string sentence)
    {
        foreach (var (page, action, field) in Forms())
        {
            using var answer = await SendAsync(page, action, field, [.. Enumerable.Repeat(Bytes(kind), count)]);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
            Assert.True(status == answer.StatusCode, $"{action} {kind}: {answer.StatusCode}");
            Assert.Contains(sentence, text, StringComparison.Ordinal);
            Assert.Contains(Typed, text, StringComparison.Ordinal);
            Assert.Contains("photo0.jpg", count > 9 ? "photo0.jpg" : text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Good_photos_of_a_form_are_kept_whatever_stands_beside_them()
    {
        using var answer = await SendAsync(_report, _report, "text", [Bytes("heic"), Bytes("good"), Bytes("large"), Photos.Png()]);
        Assert.Equal(2, Kept().Count(await answer.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task A_form_that_is_cut_short_among_its_photos_keeps_its_text()
    {
        foreach (var (page, action, field) in Forms())
        {
            using var whole = Form(await TokenAsync(page), field, [Bytes("good"), Bytes("good")]);
            var bytes = await whole.ReadAsByteArrayAsync(Ct);
            using var cut = new ByteArrayContent(bytes[..^200]);
            cut.Headers.ContentType = whole.Headers.ContentType;
            using var answer = await _http.PostAsync(new Uri(action, UriKind.Relative), cut, Ct);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{action}: {answer.StatusCode} {text}");
            Assert.Contains("没有传完", text, StringComparison.Ordinal);
            Assert.Contains(Typed, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("heic", "兼容性最佳")]
    [InlineData("mif1", "HEIC")]
    [InlineData("avif", "AVIF")]
    [InlineData("mp4", "视频")]
    [InlineData("cut", "不完整")]
    [InlineData("cut-png", "不完整")]
    [InlineData("gif", "JPEG、PNG 或 WebP")]
    public async Task The_api_says_what_it_is_and_what_to_do(string kind, string sentence)
    {
        var answer = (await (await _chain.AsAsync("resident-1")).UploadAsync(Bytes(kind))).Expect(HttpStatusCode.UnsupportedMediaType, "not_a_photo");
        Assert.Contains(sentence, (string)answer["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_says_that_an_upload_was_cut_short_or_is_too_large()
    {
        var client = await _chain.AsAsync("resident-1");
        using var whole = new MultipartFormDataContent { { new ByteArrayContent(Photos.Jpeg()), "file", "photo.jpg" } };
        var cut = new ByteArrayContent((await whole.ReadAsByteArrayAsync(Ct))[..^200]);
        cut.Headers.ContentType = whole.Headers.ContentType;
        var answer = (await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments") { Content = cut })).Expect(HttpStatusCode.BadRequest, "malformed");
        Assert.Contains("没有传完", (string)answer["detail"]!, StringComparison.Ordinal);
        answer = (await client.UploadAsync(Bytes("large"))).Expect(HttpStatusCode.RequestEntityTooLarge, "too_large");
        Assert.Contains("10 MB", (string)answer["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_larger_than_any_page_has_is_told_so()
    {
        using var body = new FormUrlEncodedContent([new("userName", "a"), new("password", new string('x', 5 * 1024 * 1024))]);
        using var answer = await _http.PostAsync(new Uri("/login", UriKind.Relative), body, Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("文件太大", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    /// <summary>Each page with a form that carries photos, and the field that is typed into.</summary>
    private (string Page, string Action, string Field)[] Forms() => [(_report, _report, "text"), ($"/cases/{_chain.CaseId}", $"/cases/{_chain.CaseId}/supplement", "text")];

    private async Task<HttpResponseMessage> SendAsync(string page, string action, string field, IReadOnlyList<byte[]> photos)
    {
        using var form = Form(await TokenAsync(page), field, photos);
        return await _http.PostAsync(new Uri(action, UriKind.Relative), form, Ct);
    }

    private MultipartFormDataContent Form(string token, string field, IReadOnlyList<byte[]> photos)
    {
        var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent($"k{++_forms}"), "key" }, { new StringContent(Typed), field } };
        for (var i = 0; i < photos.Count; i++)
            form.Add(new ByteArrayContent(photos[i]), "photos", $"photo{i}.jpg");
        return form;
    }

    private async Task<string> TokenAsync(string page) => Token().Match(await _http.GetStringAsync(new Uri(page, UriKind.Relative), Ct)).Groups["token"].Value;

    private static byte[] Bytes(string kind) => kind switch
    {
        "good" => Photos.Jpeg(),
        "large" => [.. Photos.Jpeg(), .. new byte[Large]],
        "heic" => [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[500]],
        "mif1" => [0, 0, 0, 24, .. "ftypmif1\0\0\0\0heixmiaf"u8, .. new byte[500]],
        "avif" => [0, 0, 0, 24, .. "ftypmif1\0\0\0\0avifmiaf"u8, .. new byte[500]],
        "mp4" => [0, 0, 0, 24, .. "ftypisom\0\0\0\0mp42avc1"u8, .. new byte[500]],
        "gif" => [.. "GIF89a"u8, .. new byte[500]],
        "cut" => Photos.Jpeg()[..^40],
        "cut-png" => Photos.Png()[..^40],
        _ => Encoding.ASCII.GetBytes(kind),
    };

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"photoIds\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Kept();
}
