using Microsoft.Playwright;
using Xunit;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>The rules find what is wrong: a page of ours without faults, and each fault planted in it.</summary>
public sealed class PageRulesTests(BrowserFixture browser)
{
    private const string Good = """
        <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>事项</title></head>
        <body><main><h1>事项</h1><p>正文</p><details><summary>答复</summary><label for="text">答复内容</label><input id="text"></details></main></body></html>
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_without_faults_passes(bool javaScript) => Assert.Empty(await FaultsAsync(Good, javaScript));

    [Theory]
    [InlineData("lang=\"zh-CN\"", "lang=\"en\"", "language", true)]
    [InlineData("<title>事项</title>", "", "document-title", true)]
    [InlineData("<h1>事项</h1>", "<h1>事项</h1><h1>又一</h1>", "2 main headings", true)]
    [InlineData("<p>正文</p>", "<p style=\"width: 500px\">正文</p>", "wider than the screen", true)]
    [InlineData("<p>正文</p>", "<p id=\"text\">正文</p>", "the id text", true)]
    [InlineData("<p>正文</p>", "<p style=\"color: #999\">正文</p>", "color-contrast (serious)", true)]
    [InlineData("<p>正文</p>", "<button></button>", "button-name (critical)", true)]
    [InlineData("<p>正文</p>", "<img src=\"data:,\">", "image-alt (critical)", false)]
    [InlineData("<p>正文</p>", "<a href=\"#a\" style=\"float: left\">一</a><a href=\"#b\" style=\"float: left\">二</a>", "target-size (serious)", true)]
    [InlineData("<main>", "<p>外</p><main>", "region (moderate)", true)]
    [InlineData("<label for=\"text\">", "<label>", "label (critical)", true)]
    [InlineData("<label for=\"text\">", "<label>", "label (critical)", false)]
    public async Task Planted_fault_is_found(string part, string fault, string told, bool javaScript)
    {
        var faults = await FaultsAsync(Good.Replace(part, fault, StringComparison.Ordinal), javaScript);
        Assert.Contains(faults, found => found.Contains(told, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(string html, bool javaScript)
    {
        await using var context = await browser.OpenAsync(new Uri("http://127.0.0.1"), Device.Phone, javaScript);
        var page = await context.NewPageAsync();
        await page.RouteAsync("**/*", route => route.FulfillAsync(new RouteFulfillOptions { Body = html, ContentType = "text/html; charset=utf-8" }));
        await page.GotoAsync("/");
        return await PageRules.FaultsAsync(page, javaScript);
    }
}
