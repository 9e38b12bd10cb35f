using System.Net;
using System.Text;
using System.Xml.Linq;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>What is published, to whom it is readable (to all), and what never is.</summary>
public sealed class PublishedCasesTests : PublicationTest
{
    [Fact]
    public async Task Only_what_was_agreed_to_and_checked_is_published_and_what_is_taken_back_is_gone_at_once()
    {
        using var first = new CaseChain(Server);
        await first.SubmitAsync();
        var number = await NumberOfAsync(first);
        await IsAsync(number, published: false);
        await CheckAsync();
        await IsAsync(number, published: true);

        using var secret = await PublishedAsync(new { @public = false });
        await IsAsync(await NumberOfAsync(secret), published: false);

        WeChat.ScriptVerdict("人大代表选举", "review", 20001);
        using var held = await PublishedAsync(new { text = "希望公开人大代表选举的时间和地点，方便居民参加。" });
        var heldNumber = await NumberOfAsync(held);
        await IsAsync(heldNumber, published: false);
        (await (await held.AsAsync("committee-1")).PostAsync($"/api/v1/cases/{held.CaseId}/release")).Expect(HttpStatusCode.OK);
        await IsAsync(heldNumber, published: true);

        WeChat.ScriptVerdict("不合适的话", "risky", 20002);
        using var refused = await PublishedAsync(new { text = "这里写了一句不合适的话，不能给大家看。" });
        await IsAsync(await NumberOfAsync(refused), published: false);

        using var withdrawn = await PublishedAsync();
        var withdrawnNumber = await NumberOfAsync(withdrawn);
        await IsAsync(withdrawnNumber, published: true);
        await withdrawn.StepAsync("resident-1", "withdraw", new { reason = "问题已经自行解决" });
        await IsAsync(withdrawnNumber, published: false);

        using var merged = await PublishedAsync(persona: "resident-2");
        var mergedNumber = await NumberOfAsync(merged);
        await IsAsync(mergedNumber, published: true);
        await merged.StepAsync("committee-1", "merge", new { intoCaseId = first.CaseId, note = "同一件事" });
        await IsAsync(mergedNumber, published: false);

        // Whoever gives up the account takes the consent back.
        (await (await first.AsAsync("resident-1")).PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.NoContent);
        await IsAsync(number, published: false);
        await IsAsync(heldNumber, published: false);
        Assert.Empty(await NumbersAsync());
        Assert.Contains("这里还没有公开的反映", await TextAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_person_is_in_any_of_the_ways_to_read()
    {
        string[] secrets =
        [
            "13912345678", "139 1234 5678", "0539-8291234", "11010519491231002X", "6222021234567890128", "张三", "齿轮厂宿舍3号楼", "35.0312", "118.2871",
        ];
        var photo = await UploadAsync();
        using var chain = await PublishedAsync(new
        {
            title = "找我请打 139 1234 5678",
            text = "楼下噪声很大。电话13912345678，座机0539-8291234，身份证11010519491231002X，卡号6222021234567890128，请联系。",
            place = new { address = "齿轮厂宿舍3号楼", lat = 35.0312, lng = 118.2871 },
            attachmentIds = new[] { photo },
        });
        var author = await chain.AsAsync("resident-1");
        var seen = (await author.CaseAsync(chain.CaseId)).Body!;
        var (number, fingerprint, nonce) = ((string)seen["number"]!, ((string)seen["receipt"]!).Split('-')[^1], (string)seen["receiptNonce"]!);
        await chain.StepAsync("resident-1", "supplement", new { text = "补充的话只给办理的人看。", attachmentIds = Array.Empty<string>() });
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已与反映人13912345678联系，噪声已停。" });
        await chain.StepAsync("resident-1", "evaluate", new { grade = "satisfied", text = "评价里的悄悄话" });

        foreach (var path in (string[])[$"{Place}/cases", $"{Place}/cases/{number}", Page, $"{Page}/cases/{number}", $"{Page}/feed.rss", $"{Page}/cases.csv"])
        {
            var text = await TextAsync(path);
            Assert.Contains("楼下噪声很大", text, StringComparison.Ordinal);
            Assert.Contains("139******78", text, StringComparison.Ordinal);
            foreach (var secret in (string[])[.. secrets, fingerprint, nonce, chain.CaseId, photo, "补充的话", "悄悄话", "\"hash\""])
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{secret} is in {path}");
        }

        // Nor is it found by trying.
        foreach (var digits in (string[])["13912345678", "1234567", "0539", "19491231", "6222"])
            Assert.Empty(await NumbersAsync($"?q={digits}"));
        foreach (var words in (string[])["噪声", number, number.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), "座机"])
            Assert.Equal([number], await NumbersAsync($"?q={Uri.EscapeDataString(words)}"));
        // Consent to the text is none to the photos.
        (await Nobody.GetAsync($"{Place}/cases/{number}/photos/{photo}")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Photos_are_shown_with_their_own_consent_when_they_were_found_fit()
    {
        var (fit, unsure) = (await UploadAsync(), await UploadAsync());
        WeChat.ScriptVerdict(unsure, "review", 21000);
        using var chain = await PublishedAsync(new { attachmentIds = new[] { fit, unsure }, photosPublic = true });
        var number = await NumberOfAsync(chain);
        Assert.Equal([fit], await PhotosAsync(number));
        (await Nobody.GetAsync($"{Place}/cases/{number}/photos/{unsure}")).Expect(HttpStatusCode.NotFound, "not_found");
        (await (await chain.AsAsync("committee-1")).PostAsync($"/api/v1/attachments/{unsure}/release")).Expect(HttpStatusCode.OK);
        Assert.Equal([fit, unsure], await PhotosAsync(number));
        foreach (var photo in (string[])[fit, unsure])
        {
            await SmallPhotos.AreGivenAsync(Nobody, $"{Place}/cases/{number}/photos/{photo}");
            Assert.Contains(photo, await TextAsync($"{Page}/cases/{number}"), StringComparison.Ordinal);
        }

        // Under another number or another place it is not there, and after the case was withdrawn nowhere.
        using var other = await PublishedAsync();
        (await Nobody.GetAsync($"{Place}/cases/{await NumberOfAsync(other)}/photos/{fit}")).Expect(HttpStatusCode.NotFound, "not_found");
        (await Nobody.GetAsync($"/api/v1/public/371302/cases/{number}/photos/{fit}")).Expect(HttpStatusCode.NotFound, "not_found");
        await chain.StepAsync("resident-1", "withdraw", new { reason = "问题已经自行解决" });
        (await Nobody.GetAsync($"{Place}/cases/{number}/photos/{fit}")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_place_that_is_none_and_another_place_s_number_do_not_exist()
    {
        using var chain = await PublishedAsync();
        var number = await NumberOfAsync(chain);
        foreach (var place in (string[])["999999", "371311001", "37131", "abc", "37131１"])
        {
            foreach (var path in (string[])["", "/cases", "/rates", $"/cases/{number}"])
                Assert.Equal(HttpStatusCode.NotFound, (await Nobody.GetAsync($"/api/v1/public/{place}{path}")).Status);
            foreach (var path in (string[])["", "/feed.rss", "/cases.csv", $"/cases/{number}"])
                await TextAsync($"/p/{place}{path}", HttpStatusCode.NotFound);
        }

        (await Nobody.GetAsync($"/api/v1/public/371302/cases/{number}")).Expect(HttpStatusCode.NotFound, "not_found");
        await TextAsync($"/p/371302/cases/{number}", HttpStatusCode.NotFound);
        (await Nobody.GetAsync($"{Place}/cases/LZ-2026-999999")).Expect(HttpStatusCode.NotFound, "not_found");

        // The neighbours' list is empty: in every way to read it.
        Assert.Empty((await Nobody.GetAsync("/api/v1/public/371302/cases")).Expect(HttpStatusCode.OK)["items"].AsArray());
        var rates = (await Nobody.GetAsync("/api/v1/public/371302/rates")).Expect(HttpStatusCode.OK);
        foreach (var name in (string[])["answered", "solved", "satisfied", "closed"])
            Assert.Equal((0, 0, null), ((int)rates[name]["n"]!, (int)rates[name]["of"]!, (double?)rates[name]["rate"]));
        Assert.Contains("这里还没有公开的反映", await TextAsync("/p/371302"), StringComparison.Ordinal);
        Assert.Empty(XDocument.Parse(await TextAsync("/p/371302/feed.rss")).Descendants("item"));
        Assert.Single((await TextAsync("/p/371302/cases.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["371302", "371311"], (await Nobody.GetAsync("/api/v1/public"))["items"].AsArray().Select(place => (string)place!["code"]!));
        Assert.Contains("href=\"/p/371302\"", await TextAsync("/p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_is_read_in_pages_and_narrowed_by_category_and_words()
    {
        using var chain = await PublishedAsync(new { title = "=1+1", text = "@公园北门的长椅坏了两张，请修一修。" });
        var categories = (await Nobody.GetAsync(Place)).Expect(HttpStatusCode.OK)["categories"].AsArray();
        await MultiplyAsync(chain.CaseId, 260, (string)categories[1]!["id"]!);
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = (await Nobody.GetAsync($"{Place}/cases?limit=100{(after is null ? "" : $"&after={after}")}")).Expect(HttpStatusCode.OK);
            all.AddRange(page["items"].AsArray().Select(item => (string)item!["number"]!));
            after = (string?)page.Body!["next"];
        }
        while (after is not null);
        Assert.Equal(261, all.Count);
        Assert.Equal(all, all.Distinct().OrderDescending(StringComparer.Ordinal).ToList());

        Assert.Equal(200, (await NumbersAsync($"?limit=200&category={(string)categories[1]!["id"]!}")).Count);
        Assert.Single(await NumbersAsync($"?category={(string)categories[0]!["id"]!}"));
        Assert.Empty(await NumbersAsync("?category=none"));
        Assert.Empty(await NumbersAsync("?category=none&q=" + Uri.EscapeDataString("长椅")));
        Assert.Equal(20, (await NumbersAsync("?q=" + Uri.EscapeDataString("公园 北门"))).Count);
        Assert.Empty(await NumbersAsync("?q=" + Uri.EscapeDataString("公园南门")));
        Assert.Empty(await NumbersAsync("?q=" + Uri.EscapeDataString("%")));
        Assert.Empty(await NumbersAsync($"?after={new string('0', 32)}"));
        (await Nobody.GetAsync($"{Place}/cases?q={new string('a', 101)}")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await Nobody.GetAsync($"{Place}/cases?after=abc")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        // The page leads on, and says so when there is nothing.
        var first = await TextAsync(Page);
        Assert.Contains("下一页", first, StringComparison.Ordinal);
        Assert.Contains("没有找到这样的反映", await TextAsync($"{Page}?category=none"), StringComparison.Ordinal);
        Assert.Contains("没有更多了", await TextAsync($"{Page}?after={new string('0', 32)}"), StringComparison.Ordinal);
        await TextAsync($"{Page}?q={new string('a', 101)}", HttpStatusCode.UnprocessableEntity);
        await TextAsync($"{Page}?after=abc", HttpStatusCode.UnprocessableEntity);

        // Whole, with a byte order mark, and nothing in it runs.
        using var http = new HttpClient { BaseAddress = Server.Address };
        var table = await http.GetByteArrayAsync(new Uri($"{Page}/cases.csv", UriKind.Relative), Ct);
        Assert.Equal([0xEF, 0xBB, 0xBF], table[..3]);
        var lines = Encoding.UTF8.GetString(table).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(262, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Contains("'=1+1,'@公园北门", line.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal(50, XDocument.Parse(await TextAsync($"{Page}/feed.rss")).Descendants("item").Count());
    }

    private async Task IsAsync(string number, bool published)
    {
        Assert.Equal(published, (await NumbersAsync("?limit=100")).Contains(number));
        Assert.Equal(published ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await Nobody.GetAsync($"{Place}/cases/{number}")).Status);
        await TextAsync($"{Page}/cases/{number}", published ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        Assert.Equal(published, (await TextAsync(Page)).Contains(number, StringComparison.Ordinal));
        Assert.Equal(published, (await TextAsync($"{Page}/feed.rss")).Contains(number, StringComparison.Ordinal));
    }

    private async Task<string> UploadAsync()
    {
        using var resident = await Server.AsAsync("resident-1");
        return (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
    }

    private async Task<IReadOnlyList<string>> PhotosAsync(string number) =>
        [.. (await Nobody.GetAsync($"{Place}/cases/{number}")).Expect(HttpStatusCode.OK)["photos"].AsArray().Select(photo => (string)photo!["id"]!)];

    /// <summary>The same case, so many times more, with later ids and numbers.</summary>
    private Task<int> MultiplyAsync(string source, int times, string category) => Server.Services.GetRequiredService<Database>().WriteAsync(
        async scope =>
        {
            foreach (var table in (string[])["cases", "case_events"])
            {
                IReadOnlyList<string> columns = [.. ((IDictionary<string, object>)(await scope.Connection.QueryFirstAsync($"select * from {table} limit 1", null, scope.Transaction))).Keys];
                var values = columns.Select(column => column switch { "id" or "case_id" => "@id", "number" => "@number", "category_id" => "@category", _ => column });
                var sql = $"insert into {table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from {table} where {(table == "cases" ? "id" : "case_id")} = @source";
                for (var i = 1; i <= times; i++)
                    await scope.ExecuteAsync(sql, new { source, id = $"ffff{i:x28}", number = $"LZ-2027-{i:D6}", category });
            }

            return times;
        },
        Ct);
}
