using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>After every action a page says what happened and what comes next; what was wrong stands first, in the title too.</summary>
public sealed class FeedbackTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _chain = new CaseChain(_server);
        await _chain.SubmitAsync();
    }

    [Fact]
    public async Task A_move_is_followed_by_what_it_did_what_comes_next_and_the_next_case()
    {
        using var deputy = await PageClient.SignInAsync(_server.Address, _chain.Deputy);
        using var sent = await deputy.PostAsync(Page, $"{Page}/adopt", ("version", "1"), ("key", "feedback-1"), ("suggestionTitle", "关于路灯的建议"), ("note", "居民多次反映"));

        Assert.Equal((HttpStatusCode.Redirect, $"{Page}?done=adopt"), (sent.StatusCode, sent.Headers.Location!.OriginalString));
        var page = await ReadAsync(deputy, $"{Page}?done=adopt");
        Assert.Contains("<section class=\"done-note\" role=\"status\" tabindex=\"-1\" autofocus", page, StringComparison.Ordinal);
        Assert.Contains("已采纳为代表建议。", page, StringComparison.Ordinal);
        Assert.Contains("接下来等", page, StringComparison.Ordinal);
        Assert.Contains("下一件：", page, StringComparison.Ordinal);

        using var office = await PageClient.SignInAsync(_server.Address, "committee-1");
        var handed = await ReadAsync(office, Page);
        Assert.Contains("先看留言和补充", handed, StringComparison.Ordinal);
        Assert.True(handed.IndexOf("居民多次反映", StringComparison.Ordinal) < handed.IndexOf("反映内容", StringComparison.Ordinal));
        using var resident = await PageClient.SignInAsync(_server.Address, "resident-1");
        Assert.DoesNotContain("先看留言和补充", await ReadAsync(resident, Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_since_ones_last_visit_is_marked_on_the_case_and_in_the_list()
    {
        using var deputy = await PageClient.SignInAsync(_server.Address, _chain.Deputy);
        Assert.Matches($"<span class=\"pill go fresh\">新</span> <a href=\"/cases/{_chain.CaseId}\"", await ReadAsync(deputy, "/work"));
        Assert.DoesNotContain("您上次查看", await ReadAsync(deputy, Page), StringComparison.Ordinal);
        Assert.DoesNotMatch($"fresh\">[^<]*</span> <a href=\"/cases/{_chain.CaseId}\"", await ReadAsync(deputy, "/work"));

        using var resident = await PageClient.SignInAsync(_server.Address, "resident-1");
        using var sent = await resident.PostAsync(Page, $"{Page}/supplement", ("version", "1"), ("key", "feedback-3"), ("text", "路灯昨晚又亮了一会儿"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        // Their own move is nothing new to them.
        Assert.DoesNotContain("您上次查看", await ReadAsync(resident, sent.Headers.Location!.OriginalString), StringComparison.Ordinal);

        Assert.Matches($"<span class=\"pill go fresh\">有更新</span> <a href=\"/cases/{_chain.CaseId}\"", await ReadAsync(deputy, "/work"));
        var page = await ReadAsync(deputy, Page);
        Assert.Contains("您上次查看（", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"pill go\">新</span> 补充", page, StringComparison.Ordinal);
        Assert.DoesNotContain("您上次查看", await ReadAsync(deputy, Page), StringComparison.Ordinal);
        Assert.DoesNotContain("您上次查看", await ReadAsync(resident, Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_wrong_is_in_the_title_and_takes_the_focus()
    {
        using var deputy = await PageClient.SignInAsync(_server.Address, _chain.Deputy);
        using var refused = await deputy.PostAsync(Page, $"{Page}/adopt", ("version", "1"), ("key", "feedback-2"), ("suggestionTitle", ""));

        var page = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("<title>错误：", page, StringComparison.Ordinal);
        Assert.Contains("class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>错误：", await ReadAsync(deputy, Page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("close")]
    public async Task An_address_cannot_say_that_something_was_done(string done)
    {
        using var deputy = await PageClient.SignInAsync(_server.Address, _chain.Deputy);

        Assert.DoesNotContain("done-note", await ReadAsync(deputy, $"{Page}?done={done}"), StringComparison.Ordinal);
        Assert.DoesNotContain("done-note", await ReadAsync(deputy, $"/work?done={done}"), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    private string Page => $"/cases/{_chain.CaseId}";

    private static async Task<string> ReadAsync(PageClient client, string path) =>
        await (await client.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
