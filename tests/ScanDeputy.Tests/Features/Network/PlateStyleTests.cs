using System.Net;
using System.Text;
using System.Text.Json;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network;

/// <summary>A county's own plates: heading, colour, emblem.</summary>
public sealed class PlateStyleTests : IAsyncLifetime
{
    private const string Address = "/api/v1/admin/plate-style";
    private TestServer _server = null!;
    private ApiClient _admin = null!;

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
    public async Task Plates_have_the_county_s_heading_colour_and_emblem()
    {
        var usual = (await _admin.GetAsync(Address)).Expect(HttpStatusCode.OK);
        Assert.Equal((0, PlateStyle.UsualColour), ((int)usual["version"]!, (string)usual["colour"]!));
        var set = (await PutAsync(new { colour = "#B71C1C", heading = "罗庄<代表>", emblem = Convert.ToBase64String(Photos.Jpeg()) }, 0)).Expect(HttpStatusCode.OK);
        Assert.Equal((1, "#b71c1c"), ((int)set["version"]!, (string)set["colour"]!));

        var station = (string)(await _admin.GetAsync("/api/v1/admin/stations?limit=1"))["items"][0]!["id"]!;
        var code = (string)(await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes", new { placement = "大门口" })).Expect(HttpStatusCode.Created)["code"]!;
        foreach (var format in PlateFormat.All)
        {
            var plate = Encoding.UTF8.GetString(await _admin.BytesAsync($"/api/v1/admin/stations/{station}/codes/{code}/plate?format={format.Name}"));
            // A long heading takes two lines where the plate is small.
            Assert.Contains("代表&gt;</text>", plate, StringComparison.Ordinal);
            Assert.Contains("fill=\"#b71c1c\">", plate, StringComparison.Ordinal);
            Assert.Equal(format.Columns * format.Rows, plate.Split("data:image/jpeg;base64,").Length - 1);
            Assert.DoesNotContain(PlateStyle.UsualColour, plate, StringComparison.Ordinal);
        }

        // Each county has its own.
        using var neighbour = await _server.AsAsync("admin-2");
        Assert.Equal(0, (int)(await neighbour.GetAsync(Address))["version"]!);
        Assert.Single((await _admin.GetAsync("/api/v1/admin/audit?register=plate-styles"))["items"].AsArray());
    }

    [Fact]
    public async Task Of_two_that_change_it_at_once_one_hears_that_it_was_late()
    {
        var body = new { colour = "#b71c1c", heading = "找代表" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PutAsync(body, 0)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.PreconditionFailed, "version_stale"));
        (await PutAsync(body, null)).Expect(HttpStatusCode.PreconditionRequired);
        // The emblem goes when the next change does not name it.
        Assert.Null((await PutAsync(body, 1)).Expect(HttpStatusCode.OK)["emblem"]);
    }

    [Theory]
    [InlineData("red", "找代表", null, "colour")]
    [InlineData("#fff", "找代表", null, "colour")]
    [InlineData("#ffee00", "找代表", null, "colour")]
    [InlineData("#b71c1c\"/><script>", "找代表", null, "colour")]
    [InlineData("#b71c1c", " ", null, "heading")]
    [InlineData("#b71c1c", "一二三四五六七八九十一二三四五六七八九十一", null, "heading")]
    [InlineData("#b71c1c", "找代表", "not base64!", "emblem")]
    [InlineData("#b71c1c", "找代表", "PHN2Zz48L3N2Zz4=", "emblem")]
    public async Task What_cannot_be_printed_is_refused_with_its_field(string colour, string heading, string? emblem, string field)
    {
        var refused = (await PutAsync(new { colour, heading, emblem }, 0)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.NotNull(refused["errors"][field]);
    }

    [Fact]
    public async Task The_office_sets_it_on_its_page()
    {
        using var page = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var large = await page.UploadAsync("/admin/plate-style", ("emblem", "a.png", new byte[AdministerPlateStyle.LargestEmblem + 1]), ("colour", "#b71c1c"), ("heading", "找代表"), ("version", "0"), ("key", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, large.StatusCode);
        using var saved = await page.UploadAsync("/admin/plate-style", ("emblem", "a.jpg", Photos.Jpeg()), ("colour", "#b71c1c"), ("heading", "罗庄找代表"), ("version", "0"), ("key", "2"));
        Assert.Equal("/admin/plate-style?saved=true", saved.Headers.Location?.OriginalString);
        // Changing the words alone keeps the emblem.
        using var words = await page.PostAsync("/admin/plate-style", "/admin/plate-style", ("colour", "#b71c1c"), ("heading", "扫码找代表"), ("version", "1"), ("key", "3"));
        Assert.Equal(HttpStatusCode.Redirect, words.StatusCode);
        Assert.NotNull((await _admin.GetAsync(Address))["emblem"]);
        using var gone = await page.PostAsync("/admin/plate-style", "/admin/plate-style", ("colour", "#b71c1c"), ("heading", "扫码找代表"), ("version", "2"), ("remove", "true"), ("key", "4"));
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        Assert.Null((await _admin.GetAsync(Address)).Body!["emblem"]);
    }

    private Task<ApiAnswer> PutAsync(object body, int? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Address) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return _admin.SendAsync(request);
    }
}
