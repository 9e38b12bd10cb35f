using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>What is kept of somebody: they take it away, and have it erased.</summary>
public sealed class OwnDataTests
{
    private const string Phone = "13912345678";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_takes_everything_of_theirs_away_and_nothing_of_others()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var resident = await chain.AsAsync("resident-1");
        var photo = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var unsent = (string)(await resident.UploadAsync(Photos.Png())).Expect(HttpStatusCode.Created)["id"]!;
        await chain.SubmitAsync(change: new { text = "化武路的路灯坏了三天，晚上看不见路。", attachmentIds = new[] { photo }, contact = new { name = "王示例", phone = Phone, shareWithAgency = false } });
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已经修好，请放心。" });
        using var other = await server.AsAsync("resident-2");
        var theirs = (string)(await other.SubmitAsync(new { text = "另一位居民反映的楼道积水问题。" })).Expect(HttpStatusCode.Created)["number"]!;

        using var zip = await ExportAsync(server, resident);
        var number = (string)(await resident.CaseAsync(chain.CaseId))["number"]!;
        Assert.Equal(["data.json", $"photos/{number}/{photo}.jpg", $"photos/unsent/{unsent}.png"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        var data = JsonNode.Parse(Text(zip, "data.json"))!;
        Assert.Equal(["account", "alertChoices", "alerts", "bookings", "cases", "madeAt", "subscriptions"], data.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        var mine = data["cases"]!["reported"]!.AsArray().Single(one => (string)one!["case"]!["id"]! == chain.CaseId)!;
        Assert.Equal((Phone, "已经修好，请放心。"), ((string)mine["case"]!["contact"]!["phone"]!, (string)mine["case"]!["answer"]!["text"]!));
        Assert.Equal(2, mine["events"]!.AsArray().Count);
        Assert.NotEmpty(data["alerts"]!.AsArray());
        Assert.DoesNotContain(theirs, Text(zip, "data.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_given_up_leads_to_nobody_and_the_ledger_stays_whole()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        var resident = await chain.AsAsync("resident-1");
        var id = (string)(await resident.GetAsync("/api/v1/me"))["id"]!;
        await chain.SubmitAsync(change: new { @public = true, contact = new { name = "王示例", phone = Phone, shareWithAgency = true } });
        await chain.StepAsync(chain.Deputy, "adopt", new { suggestionTitle = "关于化武路路灯的建议", note = "情况属实" });
        foreach (var words in (string?[])[null, "", "注销", "no"])
            (await resident.PostAsync("/api/v1/me/delete", new { confirm = words })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        using var elsewhere = await server.AsAsync("resident-1");

        (await resident.PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.NoContent);

        foreach (var client in (ApiClient[])[resident, elsewhere])
            (await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        foreach (var left in (string[])[
            "users where id = @id and (name_encrypted is not null or phone_hash is not null or phone_encrypted is not null or openid_hash is not null or openid_encrypted is not null or active = 1)",
            "user_roles where user_id = @id", "sessions where user_id = @id and revoked_at is null", "alerts where recipient_id = @id", "case_followers where user_id = @id",
            "cases where resident_id = @id and (contact_encrypted is not null or is_public = 1 or share_with_agency = 1)", "outbox where recipient_id = @id and status = 'waiting'"])
            Assert.True(await server.CountAsync($"select count(*) from {left}", new { id }) == 0, left);
        // The office goes on with the matter, without whoever it was.
        var seen = (await (await chain.AsAsync("committee-1")).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK);
        Assert.Null(seen.Body!["contact"]);
        await chain.StepAsync("committee-1", "handover", new { note = "请办理" });
        Assert.Equal(0, await server.CountAsync("select count(*) from alerts where recipient_id = @id", new { id }));
        await server.NothingDiffersAsync();
        await chain.LedgerIsWholeAsync();
    }

    [Theory]
    [InlineData("deputy-1")]
    [InlineData("committee-1")]
    [InlineData("admin-1")]
    public async Task An_office_s_account_is_not_given_up_by_whoever_has_it(string persona)
    {
        await using var server = await TestServer.StartAsync();
        using var official = await server.AsAsync(persona);
        (await official.PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.Conflict, "account_in_office");
        (await official.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_says_what_becomes_of_what_before_it_is_done()
    {
        await using var server = await TestServer.StartAsync();
        using var page = await PageClient.SignInAsync(server.Address, "resident-2");
        using (var shown = await page.GetAsync("/account/leave"))
            Assert.Contains("作为办理档案保留", await shown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using (var data = await page.GetAsync("/account/data.zip"))
            Assert.Equal("application/zip", data.Content.Headers.ContentType!.MediaType);
        using (var refused = await page.PostAsync("/account/leave", "/account/leave", ("confirm", "是的")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (var left = await page.PostAsync("/account/leave", "/account/leave", ("confirm", "注销账号")))
            Assert.Equal("/account/leave?done=true", left.Headers.Location!.OriginalString);
        using (var after = await page.GetAsync("/my"))
            Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    private static async Task<ZipArchive> ExportAsync(TestServer server, ApiClient client)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        using var answer = await http.GetAsync(new Uri("/api/v1/me/data", UriKind.Relative), Ct);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        return new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Ct)));
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
