using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>Issue I, 16: the same words find the same cases on every database, however they are typed.</summary>
public sealed class SearchTests
{
    private static readonly (string Written, string[] Typed)[] Texts =
    [
        ("ABC小区三号楼", ["abc小区", "ABC小区", "Abc小区", "ＡＢＣ小区", "abc 小区"]),
        ("ｘｙｚ广场北门", ["XYZ广场", "xyz广场", "ｘｙｚ广场"]),
        ("路灯编号K-0815", ["k-0815", "K0815", "Ｋ－０８１５", "k—0815"]),
        ("公交３２路站牌", ["32路", "３２路"]),
        ("ÄRGER 咖啡馆", ["ärger", "Ärger", "ÄRGER咖啡馆"]),
    ];

    [Fact]
    public async Task A_case_is_found_however_its_words_and_its_number_are_typed()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var resident = await server.AsAsync("resident-1");
        using var office = await server.AsAsync("committee-1");
        using var page = await PageClient.SignInAsync(server.Address, "committee-1");
        (await resident.SubmitAsync(new { title = "别的事情" })).Expect(HttpStatusCode.Created);
        foreach (var (written, typed) in Texts)
        {
            foreach (var field in (string[])["title", "text"])
            {
                var text = $"请看：{written}，请尽快处理。";
                var receipt = (await resident.SubmitAsync(field == "title" ? new { title = written } : new { title = "标题", text })).Expect(HttpStatusCode.Created);
                var (id, number) = ((string)receipt["id"]!, (string)receipt["number"]!);
                foreach (var q in typed.Concat(WaysToType(number)))
                {
                    Assert.True(await FindsAsync(resident, "mine", q, id), $"{field} {written}: mine, {q}");
                    Assert.True(await FindsAsync(office, "all", q, id), $"{field} {written}: all, {q}");
                    using var shown = await page.GetAsync($"/work?role=all&q={Uri.EscapeDataString(q)}");
                    Assert.Contains($"/cases/{id}", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
                }

                Assert.False(await FindsAsync(office, "all", "abd小区", id));
            }
        }
    }

    [Fact]
    public async Task A_merge_finds_its_leading_case_however_the_number_is_typed()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var leading = new CaseChain(server);
        var number = (string)(await leading.SubmitAsync())["number"]!;
        foreach (var typed in WaysToType(number))
        {
            using var merged = new CaseChain(server);
            await merged.SubmitAsync("resident-2");
            Assert.Equal(leading.CaseId, (string)(await merged.StepAsync(merged.Deputy, "merge", new { intoCaseId = typed, note = "" }))["mergedIntoId"]!);
        }
    }

    private static IEnumerable<string> WaysToType(string number) =>
    [
        number, number.ToLowerInvariant(), number.Replace('-', '－'), number.Replace('-', '—'), number.Replace("-", "", StringComparison.Ordinal), $" {number} ",
        string.Concat(number.Select(sign => (char)(sign + 0xFEE0))),
    ];

    private static async Task<bool> FindsAsync(ApiClient client, string role, string q, string id) =>
        (await client.GetAsync($"/api/v1/cases?role={role}&limit=50&q={Uri.EscapeDataString(q)}")).Expect(HttpStatusCode.OK)["items"].AsArray().Any(item => (string)item!["id"]! == id);
}
