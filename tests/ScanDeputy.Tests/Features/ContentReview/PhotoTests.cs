using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.ContentReview;

public sealed class PhotoTests
{
    [Fact]
    public async Task A_photo_loses_its_place_and_camera_and_is_shown_to_the_case_s_people_only()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var original = Photos.Jpeg();
        Assert.Contains("Exif", Encoding.Latin1.GetString(original), StringComparison.Ordinal);
        var id = (string)(await resident.UploadAsync(original)).Expect(HttpStatusCode.Created)["id"]!;

        using var chain = new CaseChain(server);
        using var other = await server.AsAsync("resident-2");
        await ExpectAsync(server, resident, id, HttpStatusCode.OK);
        await ExpectAsync(server, other, id, HttpStatusCode.NotFound);

        var submitted = (await resident.SubmitAsync(new { attachmentIds = new[] { id } })).Expect(HttpStatusCode.Created);
        var found = await resident.CaseAsync((string)submitted["id"]!);
        Assert.Equal(id, (string)found["attachments"][0]!["id"]!);
        await ExpectAsync(server, other, id, HttpStatusCode.NotFound);
        await ExpectAsync(server, await server.AsAsync("committee-1"), id, HttpStatusCode.OK);
        await ExpectAsync(server, await server.AsAsync("agency-1"), id, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_photo_that_is_never_sent_is_deleted_after_a_day_and_a_sent_one_stays()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var sent = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var forgotten = (string)(await resident.UploadAsync(Photos.Png())).Expect(HttpStatusCode.Created)["id"]!;
        (await resident.SubmitAsync(new { attachmentIds = new[] { sent } })).Expect(HttpStatusCode.Created);
        await resident.AdvanceAsync("P2D");
        using var later = await server.AsAsync("resident-1");
        await ExpectAsync(server, later, sent, HttpStatusCode.OK);
        await ExpectAsync(server, later, forgotten, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_fills_the_disk()
    {
        await using var server = await TestServer.StartAsync(settings: ["--Limits:Enabled", "true", "--Limits:PhotosWaiting", "9", "--Limits:PhotosPerDay", "40", "--Limits:SubmissionsPerUser", "0"]);
        using var resident = await server.AsAsync("resident-1");
        var photo = Photos.Jpeg();
        async Task<string[]> UploadAsync(int count) => [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(_ => resident.UploadAsync(photo))))
            .Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => (string)answer["id"]!)];

        var first = await UploadAsync(20);
        Assert.Equal(9, first.Length);
        var refused = (await resident.UploadAsync(photo)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains("9 张", refused["errors"]["file"]![0]!.ToString(), StringComparison.Ordinal);

        var id = (string)(await resident.SubmitAsync(new { attachmentIds = first })).Expect(HttpStatusCode.Created)["id"]!;
        foreach (var more in (int[])[9, 9])
            (await resident.MoveAsync(id, "supplement", new { text = "补充照片。", attachmentIds = await UploadAsync(more) })).Expect(HttpStatusCode.OK);
        var last = await UploadAsync(1);
        (await resident.MoveAsync(id, "supplement", new { text = "补充照片。", attachmentIds = last })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        // What was refused is still there to be sent with something else.
        (await resident.SubmitAsync(new { attachmentIds = last })).Expect(HttpStatusCode.Created);

        await UploadAsync(9);
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        using var other = await server.AsAsync("resident-2");
        (await other.UploadAsync(photo)).Expect(HttpStatusCode.Created);
        await resident.AdvanceAsync("P1DT1M");
        Assert.Equal(0, await server.CountAsync("select count(*) from attachments where case_id is null"));
    }

    [Fact]
    public async Task The_fingerprint_on_the_receipt_covers_text_and_photos_and_its_holder_can_compute_it()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var uploaded = (await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created);
        foreach (var (photos, hashes) in new (string[], string[])[] { ([], []), ([], []), ([(string)uploaded["id"]!], [(string)uploaded["sha256"]!]) })
        {
            var receipt = (await resident.SubmitAsync(new { attachmentIds = photos })).Expect(HttpStatusCode.Created);
            var view = (await resident.CaseAsync((string)receipt["id"]!)).Expect(HttpStatusCode.OK);
            Assert.Equal((string)receipt["nonce"]!, (string)view["receiptNonce"]!);
            var lines = string.Join('\n', [(string)receipt["nonce"]!, (string)view["title"]!, (string)view["text"]!, .. hashes]);
            var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)))[..16];
            Assert.Equal(expected, ((string)receipt["receipt"]!).Split('-')[^1]);
            // Without the secret nothing can be tried out: equal reports have different fingerprints.
            Assert.True(seen.Add(expected));
        }
    }

    private static async Task ExpectAsync(TestServer server, ApiClient client, string id, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        using var response = await http.GetAsync($"/api/v1/attachments/{id}");
        Assert.Equal(status, response.StatusCode);
        if (status != HttpStatusCode.OK)
            return;

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.StartsWith("image/", response.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
