using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>Texts that an office keeps, filled in for the case at hand as its reader sees it, and put into the form of a move.</summary>
public sealed class CaseTemplateTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;
    private string _number = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        await _server.ExecuteAsync("delete from answer_templates");
        _chain = new CaseChain(_server);
        _number = (string)(await _chain.SubmitAsync(change: new { place = new { address = "化武路与护城河路口" } }))["number"]!;
        using var admin = await _server.AsAsync("admin-1");
        await MakeAsync(new { move = "answer", title = "通用", text = "{称呼}：{编号}（{类别}，{地点}）已收到，{承办单位}，{ 承诺日期 }。" });
        await MakeAsync(new { move = "answer", category = "road-light", title = "路灯", text = "{称呼}，路灯会修好。" });
        await MakeAsync(new { move = "answer", category = "manhole", title = "井盖", text = "井盖会修好。" });
        await MakeAsync(new { move = "reply", title = "办结", text = "{称呼}：{承办单位}已办结，{承诺日期}前复查。" });
        var closed = await MakeAsync(new { move = "answer", title = "停用的", text = "不再使用。" });
        await _server.ExecuteAsync("update answer_templates set active = 0 where id = @closed", new { closed });

        async Task<string> MakeAsync(object row) => (string)(await admin.PostAsync("/api/v1/admin/answer-templates", row)).Expect(HttpStatusCode.Created)["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task They_are_filled_in_with_what_the_reader_sees()
    {
        var deputy = await AskAsync(_chain.Deputy, "answer");
        Assert.Equal(["路灯", "通用"], deputy.Select(one => one.Title));
        Assert.Equal($"张三：{_number}（路灯照明，化武路与护城河路口）已收到，（请填写承办单位），（请填写承诺日期）。", deputy[1].Text);
        await _chain.AdoptAsync();
        await _chain.HandOverAsync();
        await _chain.AssignAsync();
        Assert.StartsWith("居民朋友：", Assert.Single(await AskAsync("agency-1", "reply")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("请填写承办单位", Assert.Single(await AskAsync("agency-1", "reply")).Text, StringComparison.Ordinal);
        Assert.Empty(await AskAsync("committee-1", "handover"));
    }

    [Theory]
    [InlineData("resident-1", "answer", HttpStatusCode.Forbidden)]
    [InlineData("keeper-1", "answer", HttpStatusCode.Forbidden)]
    [InlineData("auditor-1", "answer", HttpStatusCode.Forbidden)]
    [InlineData("agency-1", "answer", HttpStatusCode.NotFound)]
    [InlineData("committee-1", "sign", HttpStatusCode.UnprocessableEntity)]
    [InlineData("committee-1", "", HttpStatusCode.UnprocessableEntity)]
    public async Task Nobody_else_reads_them_and_a_move_without_any_is_named(string persona, string move, HttpStatusCode status) =>
        (await (await _chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{_chain.CaseId}/templates?move={move}")).Expect(status);

    [Fact]
    public async Task On_the_page_one_is_put_into_the_form_and_what_was_typed_stays()
    {
        using var page = await PageClient.SignInAsync(_server.Address, _chain.Deputy);
        var (path, id) = ($"/cases/{_chain.CaseId}", (await AskIdsAsync())["路灯"]);
        using (var none = await page.PostAsync(path, $"{path}/answer", ("version", "1"), ("key", "template-0"), ("applyTemplate", "true"), ("text", "我写的")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
            Assert.Contains("请先选择一个模板", await none.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        foreach (var typed in (string[])["", "我已到现场看过。"])
        {
            using var filled = await page.PostAsync(path, $"{path}/answer", ("version", "1"), ("key", "template-1"), ("applyTemplate", "true"), ("templateId", id), ("text", typed));
            Assert.Equal(HttpStatusCode.OK, filled.StatusCode);
            var html = WebUtility.HtmlDecode(await filled.Content.ReadAsStringAsync(Ct));
            Assert.Contains($"{(typed.Length > 0 ? $"{typed}\n\n" : "")}张三，路灯会修好。</textarea>", html.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains("id=\"move-answer\" open", html.Replace("open=\"open\" id=\"move-answer\"", "id=\"move-answer\" open", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal("received", (string)(await _chain.SeenByAsync("committee-1"))["status"]!);

        async Task<Dictionary<string, string>> AskIdsAsync() => (await (await _chain.AsAsync(_chain.Deputy)).GetAsync($"/api/v1/cases/{_chain.CaseId}/templates?move=answer"))
            .Expect(HttpStatusCode.OK)["items"].AsArray().ToDictionary(item => (string)item!["title"]!, item => (string)item!["id"]!);
    }

    private async Task<List<(string Title, string Text)>> AskAsync(string persona, string move) =>
        [.. (await (await _chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{_chain.CaseId}/templates?move={move}")).Expect(HttpStatusCode.OK)["items"].AsArray()
            .Select(item => ((string)item!["title"]!, (string)item["text"]!))];
}
