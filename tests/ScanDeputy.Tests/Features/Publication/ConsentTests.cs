using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>What the author of a report agreed to is taken back one by one, on the page and by the API, and is gone with the next call, wherever it was to be seen.</summary>
public sealed class ConsentTests : PublicationTest
{
    private const string Phone = "13912345678";
    private const string Words = "化武路口的路灯坏了三天，晚上看不见路。";

    [Theory]
    [InlineData("publishText", false)]
    [InlineData("publishText", true)]
    [InlineData("publishPhotos", false)]
    [InlineData("publishPhotos", true)]
    [InlineData("shareContact", false)]
    [InlineData("shareContact", true)]
    public async Task A_consent_that_is_taken_back_counts_nowhere_from_the_next_call_on(string consent, bool onPage)
    {
        using var chain = await ReportedAsync();
        var number = await NumberOfAsync(chain);
        Assert.Equal(["publishText", "publishPhotos", "shareContact"], await ShownAsync(chain, number));
        var resident = await chain.AsAsync("resident-1");
        Assert.Equal([true, true, true], (await ConsentsAsync(resident, chain)).Select(item => (bool)item!["given"]!));

        if (onPage)
        {
            using var page = await PageClient.SignInAsync(Server.Address, "resident-1");
            using var done = await page.PostAsync($"/cases/{chain.CaseId}", $"/cases/{chain.CaseId}?handler=withdrawconsent", ("consent", consent));
            using var after = await page.GetAsync(done.Headers.Location!.ToString());
            Assert.Contains("已撤回同意", WebUtility.HtmlDecode(await after.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        }
        else
        {
            foreach (var _ in (int[])[1, 2])
                (await WithdrawAsync(resident, chain, consent)).Expect(HttpStatusCode.OK);
        }

        string[] left = consent == "publishText" ? ["shareContact"] : [.. ((string[])["publishText", "publishPhotos", "shareContact"]).Where(one => one != consent)];
        Assert.Equal(left, await ShownAsync(chain, number));
        var now = await ConsentsAsync(resident, chain);
        Assert.Equal(left, now.Where(item => (bool)item!["given"]!).Select(item => (string)item!["consent"]!));
        Assert.All(now, item => Assert.Equal(!(bool)item!["given"]!, item["withdrawnAt"] is not null));
        using var auditor = await Server.AsAsync("auditor-1");
        Assert.Equal(3 - left.Length, (await auditor.GetAsync($"/api/v1/admin/audit?kind=consentWithdrawn&row={chain.CaseId}"))["items"].AsArray().Count);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Only_the_author_sees_and_takes_back_what_they_agreed_to()
    {
        using var chain = await ReportedAsync();
        using var other = await Server.AsAsync("resident-2");
        foreach (var answer in (ApiAnswer[])[await WithdrawAsync(other, chain, "publishText"), await other.GetAsync($"/api/v1/cases/{chain.CaseId}/consents"), await WithdrawAsync(await chain.AsAsync("resident-1"), chain, "everything")])
            answer.Expect(HttpStatusCode.NotFound, "not_found");
        (await WithdrawAsync(await chain.AsAsync("committee-1"), chain, "publishText")).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(3, (await ShownAsync(chain, await NumberOfAsync(chain))).Count);
    }

    private async Task<CaseChain> ReportedAsync()
    {
        using var resident = await Server.AsAsync("resident-1");
        var photo = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var chain = await PublishedAsync(new { text = Words, photosPublic = true, attachmentIds = new[] { photo }, contact = new { name = "王示例", phone = Phone, shareWithAgency = true } });
        using var follower = await Server.AsAsync("resident-3");
        (await follower.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK);
        await chain.AdoptAsync();
        await chain.HandOverAsync();
        await chain.AssignAsync();
        return chain;
    }

    /// <summary>Which of the three can be seen by those for whom they are; each everywhere, or nowhere.</summary>
    private async Task<List<string>> ShownAsync(CaseChain chain, string number)
    {
        var seen = new List<string>();
        using var anyone = new HttpClient { BaseAddress = Server.Address };
        var texts = new List<bool>();
        foreach (var path in (string[])[$"{Place}/cases/{number}", $"{Place}/cases", $"{Page}/cases/{number}", Page, $"{Page}/feed.rss", $"{Page}/cases.csv", "/open311/v2/requests.json?jurisdiction_id=371311", $"/open311/v2/requests/{number}.xml?jurisdiction_id=371311"])
        {
            using var answer = await anyone.GetAsync(new Uri(path, UriKind.Relative), Ct);
            texts.Add(answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(Ct)).Contains(number, StringComparison.Ordinal));
        }

        using var follower = await Server.AsAsync("resident-3");
        var followed = (await follower.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK);
        texts.Add(((string)followed["text"]!).Contains("化武路口的路灯", StringComparison.Ordinal));
        Assert.True(texts.Distinct().Count() == 1, string.Join(' ', texts));
        if (texts[0])
            seen.Add("publishText");

        var published = await Nobody.GetAsync($"{Place}/cases/{number}");
        var photos = published.Status == HttpStatusCode.OK ? published["photos"].AsArray().Count : 0;
        Assert.Equal(photos > 0, followed["attachments"].AsArray().Count > 0);
        if (photos > 0)
            seen.Add("publishPhotos");

        var agency = await (await chain.AsAsync("agency-1")).CaseAsync(chain.CaseId);
        using var desk = await PageClient.SignInAsync(Server.Address, "agency-1");
        using var page = await desk.GetAsync($"/cases/{chain.CaseId}");
        var onPage = (await page.Content.ReadAsStringAsync(Ct)).Contains(Phone, StringComparison.Ordinal);
        Assert.Equal(agency.Body!["contact"] is not null, onPage);
        if (onPage)
            seen.Add("shareContact");
        return seen;
    }

    private static async Task<JsonArray> ConsentsAsync(ApiClient client, CaseChain chain) => (await client.GetAsync($"/api/v1/cases/{chain.CaseId}/consents")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private static Task<ApiAnswer> WithdrawAsync(ApiClient client, CaseChain chain, string consent) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/cases/{chain.CaseId}/consents/{consent}"));
}
