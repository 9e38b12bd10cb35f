using System.Net;
using System.Net.Http.Headers;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>The papers that offices file, made from the ledger.</summary>
public sealed class PaperTests
{
    [Fact]
    public async Task Each_paper_is_there_once_its_move_was_made_with_a_number_of_its_own()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var number = (string)(await chain.SubmitAsync())["number"]!;
        Assert.Equal([$"voter-feedback {number}-XM01"], await ListAsync(chain, "committee-1"));
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(server, chain, "committee-1", "handover-order")).Status);
        await chain.AdoptAsync();
        await chain.HandOverAsync();
        await chain.AssignAsync();
        await chain.SignAsync();
        await chain.ReplyAsync();
        Assert.Equal(
            [$"voter-feedback {number}-XM01", $"deputy-handling {number}-DB01", $"handover-order {number}-JB01", $"assignment-order {number}-ZB01", $"reply-letter {number}-DF01"],
            await ListAsync(chain, "committee-1"));
        Assert.Equal([$"voter-feedback {number}-XM01", $"reply-letter {number}-DF01"], await ListAsync(chain, "resident-1"));

        // A second reply, after the deputy was not content, is a second letter.
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "灯又灭了" });
        await chain.ReplyAsync();
        Assert.Contains($"reply-letter {number}-DF02", await ListAsync(chain, "committee-1"));
    }

    [Theory]
    [InlineData("voter-feedback", "选民意见反馈表", ApiClient.LongEnough)]
    [InlineData("deputy-handling", "代表意见处理表", "关于维修村口路灯的建议")]
    [InlineData("handover-order", "人大代表建议交办单", "请政府办研究办理")]
    [InlineData("handover-order", "人大代表建议交办单", "罗庄区人民代表大会常务委员会代表工作机构")]
    [InlineData("supervision-order", "人大代表建议督办单", "二级督办")]
    [InlineData("assignment-order", "人大代表建议转办单", "2026年5月29日")]
    [InlineData("reply-letter", "人大代表建议答复函", "路灯已更换，恢复照明。")]
    [InlineData("supervision-order", "人大代表建议督办单", "请三日内说明进度")]
    public async Task A_paper_is_a_page_to_print_and_a_valid_file_with_the_same_words(string kind, string title, string words)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请三日内说明进度", answerBy = "2026-05-20" });
        await chain.ReplyAsync();
        var page = await ReadAsync(server, chain, "committee-1", kind);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.MediaType));
        var html = System.Text.Encoding.UTF8.GetString(page.Bytes);
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);

        var file = await ReadAsync(server, chain, "committee-1", kind + "?format=docx");
        using var word = WordprocessingDocument.Open(new MemoryStream(file.Bytes), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(word, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}"));
        var text = word.MainDocumentPart!.Document.InnerText;
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_shows_no_more_than_the_case_does()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync(change: new { title = "<b>路灯</b> & \"灯\"" });
        await chain.AdoptAsync();
        await chain.HandOverAsync();
        await chain.AssignAsync();
        foreach (var (persona, seen) in ((string, bool)[])[("committee-1", true), (chain.Deputy, true), ("government-1", false), ("agency-1", false), ("auditor-1", false)])
        {
            var form = System.Text.Encoding.UTF8.GetString((await ReadAsync(server, chain, persona, "voter-feedback")).Bytes);
            Assert.Equal(seen, form.Contains("13912345678", StringComparison.Ordinal));
            Assert.Contains("&lt;b&gt;路灯&lt;/b&gt;", form, StringComparison.Ordinal);
        }

        foreach (var kind in (string[])["handover-order", "assignment-order", "deputy-handling"])
            Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(server, chain, "resident-1", kind)).Status);
        foreach (var persona in (string[])["resident-2", "agency-2"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(server, chain, persona, "voter-feedback")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await (await chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{chain.CaseId}/papers")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(server, chain, "committee-1", "everything")).Status);
    }

    private static async Task<IReadOnlyList<string>> ListAsync(CaseChain chain, string persona) =>
        [.. (await (await chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{chain.CaseId}/papers")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => $"{item!["kind"]} {item["number"]}")];

    private static async Task<(HttpStatusCode Status, string? MediaType, byte[] Bytes)> ReadAsync(TestServer server, CaseChain chain, string persona, string kind)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await chain.AsAsync(persona)).Token);
        using var response = await http.GetAsync($"/api/v1/cases/{chain.CaseId}/papers/{kind}", TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
