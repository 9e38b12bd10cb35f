using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Pictures;

/// <summary>Photos of deputies and stations, and what of a deputy the public sees.</summary>
public sealed class PictureTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _nobody = null!;
    private string _code = "";
    private string _station = "";
    private string _deputy = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _admin = await _server.AsAsync("admin-1");
        _nobody = _server.Anonymous();
        _code = await _admin.FirstStationCodeAsync();
        var opened = await _admin.GetAsync($"/api/v1/station-codes/{_code}");
        (_station, _deputy) = ((string)opened["station"]["id"]!, (string)opened["deputies"][0]!["id"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _nobody.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_deputy_s_photo_is_cleaned_kept_closed_and_shown_once_it_is_public()
    {
        using var neighbour = await _server.AsAsync("admin-2");
        (await PutPhotoAsync(neighbour, Photos.Jpeg())).Expect(HttpStatusCode.NotFound, "not_found");
        var put = (await PutPhotoAsync(_admin, Photos.Jpeg())).Expect(HttpStatusCode.OK);
        Assert.Equal("image/jpeg", (string)put["contentType"]!);
        Assert.Null((await DeputyAsync())["photoUrl"]);
        (await _nobody.GetAsync($"/api/v1/deputies/{_deputy}/photo")).Expect(HttpStatusCode.NotFound, "not_found");
        var own = await _admin.BytesAsync($"/api/v1/admin/deputies/{_deputy}/photo");
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(own), StringComparison.Ordinal);
        await SmallPhotos.AreGivenAsync(_admin, $"/api/v1/admin/deputies/{_deputy}/photo");
        Assert.True(own.Length < Photos.Jpeg().Length);

        await ChangeAsync(deputy => deputy["publicFields"] = new JsonArray("photo"));
        var address = (string)(await DeputyAsync())["photoUrl"]!;
        Assert.Equal((string)put["photoUrl"]!, address);
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var shown = await http.GetAsync(new Uri(address, UriKind.Relative), Ct);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType));
        Assert.Equal(own, await shown.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("public, max-age=3600", shown.Headers.CacheControl!.ToString());
        Assert.Equal("default-src 'none'; sandbox", shown.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(shown.Headers.ETag!);
        using var same = await http.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        await SmallPhotos.AreGivenAsync(_nobody, $"/api/v1{address}");
        foreach (var page in new[] { $"/s/{_code}", $"/deputies?code={_code}" })
            Assert.Contains($"src=\"{address}&amp;size=small\"", await http.GetStringAsync(new Uri(page, UriKind.Relative), Ct), StringComparison.Ordinal);

        var other = (await PutPhotoAsync(_admin, Photos.Png())).Expect(HttpStatusCode.OK);
        Assert.NotEqual(address, (string)other["photoUrl"]!);
        Assert.Equal(1, await _server.CountAsync("select count(*) from pictures where owner_id = @_deputy", new { _deputy }));
        (await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/admin/deputies/{_deputy}/photo"))).Expect(HttpStatusCode.NoContent);
        Assert.Null((await DeputyAsync())["photoUrl"]);
        (await _nobody.GetAsync($"/api/v1/deputies/{_deputy}/photo")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(4, await _server.CountAsync("select count(*) from audit_events where object_id = @_deputy and details like '%\"name\":\"photo\"%'", new { _deputy }));
    }

    public static TheoryData<string, string> Closed => new() { { "unit", "罗庄区某某学校校长" }, { "phone", "0539-8240002" }, { "tradeGroups", "教育卫生界" }, { "professionalGroups", "法制监察专业组" } };

    /// <summary>Each of them is stored and given out to administrators, and to the public only once it is ticked; in the API, on both pages, and through a file.</summary>
    [Theory]
    [MemberData(nameof(Closed))]
    public async Task What_is_not_public_is_shown_nowhere(string field, string value)
    {
        JsonNode Said() => field.EndsWith("Groups", StringComparison.Ordinal) ? new JsonArray(value) : value;
        await ChangeAsync(deputy => deputy[field] = Said());
        Assert.Contains(value, Plain(await _admin.GetAsync($"/api/v1/admin/deputies/{_deputy}")), StringComparison.Ordinal);
        foreach (var answer in await ShownAsync())
            Assert.DoesNotContain(value, answer, StringComparison.Ordinal);

        await ChangeAsync(deputy => (deputy[field], deputy["publicFields"]) = (Said(), new JsonArray(field.EndsWith("Groups", StringComparison.Ordinal) ? "groups" : field)));
        foreach (var answer in await ShownAsync())
            Assert.Contains(value, answer, StringComparison.Ordinal);

        var file = await _admin.BytesAsync("/api/v1/admin/deputies/export?format=csv");
        Assert.Contains(value, Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        var report = (await _admin.UploadAsync("/api/v1/admin/deputies/import", file, "代表.csv")).Expect(HttpStatusCode.OK);
        Assert.True((bool)report["accepted"]!, report.Body!.ToString());
        Assert.DoesNotContain(report["changes"].AsArray(), change => (int)change!["inserted"]! + (int)change["updated"]! > 0);
        // A phone is nobody's to read in the database.
        Assert.Equal(0, await _server.CountAsync("select count(*) from audit_events where details like '%8240002%'") + await _server.CountAsync("select count(*) from deputies where phone_encrypted like '%8240002%'"));
    }

    [Theory]
    [InlineData("photo.heic", "00000018667479706865696300000000", "HEIC")]
    [InlineData("photo.jpg", "255044462D312E370A", "JPEG、PNG 或 WebP")]
    [InlineData("photo.jpg", "FFD8FF", "")]
    public async Task What_is_no_photo_is_refused_with_what_to_do(string name, string bytes, string words)
    {
        foreach (var answer in new[] { await PutPhotoAsync(_admin, Convert.FromHexString(bytes), name), await _admin.UploadAsync($"/api/v1/admin/stations/{_station}/photos", Convert.FromHexString(bytes), name) })
            Assert.Contains(words, (string)answer.Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["file"]![0]!, StringComparison.Ordinal);
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        foreach (var row in new[] { $"/admin/setup/deputies/{_deputy}", $"/admin/setup/stations/{_station}" })
        {
            using var page = await UploadAsync(pages, row, name, Convert.FromHexString(bytes));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
            Assert.Contains(words, WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        }

        Assert.Equal(0, await _server.CountAsync("select count(*) from pictures"));
    }

    [Fact]
    public async Task A_station_has_photos_of_what_it_should_have_for_its_administrators_alone()
    {
        var made = (await _admin.UploadAsync($"/api/v1/admin/stations/{_station}/photos?have=noticeBoard", Photos.Jpeg(), "a.jpg")).Expect(HttpStatusCode.Created);
        Assert.Equal("noticeBoard", (string)made["have"]!);
        (await _admin.UploadAsync($"/api/v1/admin/stations/{_station}/photos?have=nothing", Photos.Jpeg(), "a.jpg")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var address = $"/api/v1/admin/stations/{_station}/photos/{made["id"]}";
        Assert.NotEmpty(await _admin.BytesAsync(address));
        await SmallPhotos.AreGivenAsync(_admin, address);
        using var neighbour = await _server.AsAsync("admin-2");
        (await neighbour.GetAsync(address)).Expect(HttpStatusCode.NotFound, "not_found");
        (await _nobody.GetAsync(address)).Expect(HttpStatusCode.Unauthorized);

        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var added = await UploadAsync(pages, $"/admin/setup/stations/{_station}", "b.png", Photos.Png(), ("have", "venue"));
        using var page = await pages.GetAsync($"/admin/setup/stations/{_station}");
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("alt=\"代表信息公示栏\"", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"固定活动场所\"", html, StringComparison.Ordinal);
        using var picture = await pages.GetAsync($"/admin/stations/{_station}/photos/{made["id"]}");
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);

        (await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Delete, address))).Expect(HttpStatusCode.NoContent);
        (await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Delete, address))).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.Single((await _admin.GetAsync($"/api/v1/admin/stations/{_station}/photos")).Expect(HttpStatusCode.OK).Body!.AsArray());
    }

    [Theory]
    [InlineData("PUT", "/api/v1/admin/deputies/{deputy}/photo")]
    [InlineData("POST", "/api/v1/admin/stations/{station}/photos")]
    [InlineData("POST", "/api/v1/attachments")]
    public async Task A_photo_is_taken_once_for_a_key_and_another_one_of_its_size_is_no_repetition(string method, string path)
    {
        using var resident = await _server.AsAsync("resident-1");
        var (who, address) = (path.EndsWith("attachments", StringComparison.Ordinal) ? resident : _admin, path.Replace("{deputy}", _deputy, StringComparison.Ordinal).Replace("{station}", _station, StringComparison.Ordinal));
        var other = Photos.Jpeg();
        other[other.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) - 4] ^= 1;

        var first = await SendAsync(Photos.Jpeg());
        Assert.True((int)first.Status is 200 or 201, first.Body?.ToJsonString());
        Assert.Equal(first.Body!.ToJsonString(), (await SendAsync(Photos.Jpeg())).Body!.ToJsonString());
        (await SendAsync(other)).Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");

        async Task<ApiAnswer> SendAsync(byte[] bytes)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.jpg" } };
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = form };
            request.Headers.Add("Idempotency-Key", "the-same-key-of-a-photo");
            return await who.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("371311001", "town", true)]
    [InlineData("371311001001", "town", true)]
    [InlineData("371311001", "county", false)]
    [InlineData("371311102", "town", false)]
    [InlineData("371311", "town", false)]
    public async Task A_street_has_no_deputies_of_a_town(string district, string level, bool refused)
    {
        var body = new { name = "示例代表", level, district, term = "第十九届" };
        var answer = await _admin.PostAsync("/api/v1/admin/deputies", body);
        if (refused)
            Assert.Contains("没有自己的代表大会", (string)answer.Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["district"]![0]!, StringComparison.Ordinal);
        else
            answer.Expect(HttpStatusCode.Created);
        var word = level == "town" ? "乡镇人大代表" : "县区人大代表";
        var file = Encoding.UTF8.GetBytes($"id,name,level,district,term,pledge,photo_url,active\nZ001,示例代表,{word},{district},第十九届,,,是\n");
        var report = (await _admin.UploadAsync("/api/v1/admin/deputies/import?dryRun=true", file, "代表.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal(!refused, (bool)report["accepted"]!);
    }

    private static string Plain(ApiAnswer answer) => answer.Body!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private async Task<IReadOnlyList<string>> ShownAsync()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        return
        [
            Plain(await _nobody.GetAsync($"/api/v1/station-codes/{_code}")), Plain(await _nobody.GetAsync($"/api/v1/deputies?code={_code}")),
            await http.GetStringAsync(new Uri($"/s/{_code}", UriKind.Relative), Ct), await http.GetStringAsync(new Uri($"/deputies?code={_code}", UriKind.Relative), Ct),
        ];
    }

    private async Task<JsonNode> DeputyAsync() =>
        (await _nobody.GetAsync($"/api/v1/station-codes/{_code}")).Expect(HttpStatusCode.OK)["deputies"].AsArray().Single(deputy => (string)deputy!["id"]! == _deputy)!;

    private async Task ChangeAsync(Action<JsonObject> change)
    {
        var now = (await _admin.GetAsync($"/api/v1/admin/deputies/{_deputy}")).Expect(HttpStatusCode.OK);
        var body = new JsonObject
        {
            ["name"] = (string)now["name"]!,
            ["level"] = (string)now["level"]!,
            ["district"] = ((string)now["district"]!)[..6],
            ["term"] = (string)now["term"]!,
        };
        change(body);
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/admin/deputies/{_deputy}") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{now["version"]}\"");
        (await _admin.SendAsync(request)).Expect(HttpStatusCode.OK);
    }

    private async Task<ApiAnswer> PutPhotoAsync(ApiClient who, byte[] bytes, string name = "a.jpg")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        return await who.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/api/v1/admin/deputies/{_deputy}/photo") { Content = form });
    }

    private static Task<HttpResponseMessage> UploadAsync(PageClient pages, string row, string name, byte[] bytes, params (string, string)[] fields) =>
        pages.UploadAsync(row, $"{row}/photo", ("file", name, bytes), fields);
}
