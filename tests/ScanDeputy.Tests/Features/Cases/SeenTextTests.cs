using System.Net;
using System.Text;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>What is counted is what is seen: one rule for each text that must be written, and for each that is too long.</summary>
public sealed class SeenTextTests : IAsyncLifetime
{
    private static readonly string[] Unseen =
    [
        new('\u200B', 10), new('\u3164', 10), new('\u2800', 10), new('\u3000', 10), "\u202E\u200F\u2066\uFEFF\u00AD\u2060\u180E\u034F\u115F\uFFA0", new('\u0301', 10), "\u0001",
    ];

    private TestServer _server = null!;
    private ApiClient _resident = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        _resident = await _server.AsAsync("resident-1");
    }

    public async ValueTask DisposeAsync()
    {
        _resident.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_text_that_must_be_written_must_show_something()
    {
        (string Move, string Field, object Body)[] places =
        [
            ("answer", "text", new { text = "@" }), ("adopt", "suggestionTitle", new { suggestionTitle = "@" }), ("redirect", "text", new { reason = "notCompetent", destination = "hotline12345", text = "@" }),
            ("redirect", "reason", new { reason = "@", destination = "hotline12345", text = "请拨打热线" }), ("merge", "intoCaseId", new { intoCaseId = "@" }),
            ("return-to-deputy", "reason", new { reason = "@" }), ("assign", "leadAgencyId", new { leadAgencyId = "@" }), ("return-to-office", "reason", new { reason = "@" }),
            ("co-opinion", "text", new { text = "@" }), ("pause", "reason", new { reason = "@" }), ("extension", "reason", new { days = 1, reason = "@" }),
            ("reply", "publicText", new { outcome = "solved", publicText = "@" }), ("reject", "reason", new { reason = "@" }), ("supplement", "text", new { text = "@" }),
            ("supervise", "text", new { level = 1, text = "@", answerBy = "2026-06-01" }), ("supervision-answer", "text", new { text = "@" }),
        ];
        var faults = new List<string>();
        foreach (var (move, field, body) in places)
        {
            foreach (var nothing in Unseen)
            {
                var filled = System.Text.Json.JsonSerializer.Serialize(body).Replace("\"@\"", System.Text.Json.JsonSerializer.Serialize(nothing), StringComparison.Ordinal);
                var answer = await _resident.PostAsync($"/api/v1/cases/none/{move}", System.Text.Json.Nodes.JsonNode.Parse(filled), version: 1);
                if (answer.Status != HttpStatusCode.UnprocessableEntity || answer["errors"][field] is null)
                    faults.Add($"{move}.{field} U+{(int)nothing[0]:X4}: {answer.Status} {answer.Body}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_report_of_nothing_is_none_and_nobody_has_an_unseen_name()
    {
        using var keeper = await _server.AsAsync("keeper-1");
        foreach (var nothing in Unseen)
        {
            (await _resident.SubmitAsync(new { text = nothing })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            (await keeper.SubmitAsync(new { onBehalfOf = new { name = nothing } })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        }

        var receipt = (await _resident.SubmitAsync(new { title = "\u3164\u200B", place = new { address = "\u2800" }, contact = new { name = "\u3164", phone = "13912345678" } })).Expect(HttpStatusCode.Created);
        var found = await _resident.CaseAsync((string)receipt["id"]!);
        Assert.StartsWith("村口的路灯坏了三天", (string)found["title"]!, StringComparison.Ordinal);
        Assert.Null((string?)found["place"]?["address"]);
        Assert.Null((string?)found["contact"]!["name"]);
    }

    [Theory]
    // Seven that are seen, with three blanks or marks that are not.
    [InlineData("路灯 坏 了 请修理", false)]
    [InlineData("路\u200B灯\u200B坏\u200B了请修理", false)]
    [InlineData("路灯坏了请修理e\u0301e\u0301e\u0301", true)]
    [InlineData("路灯坏了请修理👨‍👩‍👧‍👦🇨🇳👍🏿", true)]
    [InlineData("路灯坏了\r\n请修理\r\n谢谢", false)]
    [InlineData("路灯坏了\r\n请修理\r\n谢谢您", true)]
    public async Task A_report_has_ten_characters_that_are_seen(string text, bool enough) => Assert.Equal(
        enough ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity, (await _resident.SubmitAsync(new { text })).Status);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("👨🏿‍👩🏿‍👧🏿‍👦🏿")]
    [InlineData("e\u0301")]
    public async Task Two_thousand_characters_are_two_thousand_whatever_they_are_made_of(string one)
    {
        var most = string.Concat(Enumerable.Repeat($"{new string('灯', 199)}{one}", 10))[..^one.Length];
        (await _resident.SubmitAsync(new { text = most + "灯" })).Expect(HttpStatusCode.Created);
        (await _resident.SubmitAsync(new { text = most + "灯灯" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var page = new StringBuilder();
        using var pages = await PageClient.SignInAsync(_server.Address, "resident-1");
        var form = $"/s/{await _resident.FirstStationCodeAsync()}/report";
        page.Append(await TextAsync(await pages.PostAsync(form, form, ("text", most + "灯"))));
        Assert.DoesNotContain("10 到 2000 个字，当前", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("10 到 2000 个字，当前 2001 个字", await TextAsync(await pages.PostAsync(form, form, ("text", most + "灯灯"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_title_of_the_widest_characters_is_kept_and_stacked_marks_are_refused()
    {
        var title = string.Concat(Enumerable.Repeat("👨🏿‍👩🏿‍👧🏿‍👦🏿", 50));
        var address = string.Concat(Enumerable.Repeat("👨🏿‍👩🏿‍👧🏿‍👦🏿", 100));
        var receipt = (await _resident.SubmitAsync(new { title, place = new { address } })).Expect(HttpStatusCode.Created);
        var found = await _resident.CaseAsync((string)receipt["id"]!);
        Assert.Equal((title, address), ((string)found["title"]!, (string)found["place"]!["address"]!));
        (await _resident.SubmitAsync(new { title = title + "灯" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var stacked = (await _resident.SubmitAsync(new { title = "灯" + new string('\u0302', 700) })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Contains("叠加", (string)stacked["errors"]["title"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("路灯坏了三天，晚上很黑，请打我电话13912345678谢谢")]
    [InlineData("路灯坏了三天，晚上很黑，电话（0539）8123456谢谢")]
    [InlineData("晚上很黑请打１３９ １２３４ ５６７８谢谢大家帮忙")]
    public async Task A_title_made_of_the_text_holds_no_part_of_a_number_that_the_text_masks(string text)
    {
        var receipt = (await _resident.SubmitAsync(new { text })).Expect(HttpStatusCode.Created);
        var title = ((string)(await _resident.CaseAsync((string)receipt["id"]!))["title"]!).Normalize(NormalizationForm.FormKC);
        Assert.DoesNotContain("1391", title, StringComparison.Ordinal);
        Assert.DoesNotContain("0539", title, StringComparison.Ordinal);
        Assert.DoesNotContain("139 1", title, StringComparison.Ordinal);
        var preview = (await _resident.PostAsync("/api/v1/cases/preview", new { text })).Expect(HttpStatusCode.OK);
        Assert.Equal(title, ((string)preview["title"]!).Normalize(NormalizationForm.FormKC));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
