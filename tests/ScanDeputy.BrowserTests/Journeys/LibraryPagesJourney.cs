using System.Collections.Concurrent;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>
/// Pages that libraries bring, under our content security policy: the engine's, and the description of the API. Whatever the browser complains of fails
/// the journey at its end.
/// </summary>
public sealed class LibraryPagesJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task From_the_sandbox_one_looks_at_the_jobs_as_an_administrator()
    {
        var visitor = await ComeAsync("admin-1", Device.Desk);
        await SandboxPage.OpenAsync(visitor);
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "以管理员 admin-1 查看" }).ClickAsync();
        await ExpectHeadingAsync(visitor, "仪表盘");
        // Drawn by a script that puts a style into the page.
        await Assertions.Expect(visitor.Page.Locator("#historyGraph")).ToBeVisibleAsync();
        foreach (var (path, heading) in ((string, string)[])[("/jobs/recurring", "定期作业"), ("/jobs/jobs/succeeded", "完成的作业"), ("/jobs/servers", "服务器")])
        {
            await visitor.OpenAsync(path);
            await ExpectHeadingAsync(visitor, heading);
        }
    }

    [Fact]
    public async Task Anyone_reads_the_description_of_the_api_and_nothing_is_asked_of_another_host()
    {
        var visitor = await ComeAsync("developer", Device.Desk);
        var foreign = new ConcurrentQueue<string>();
        visitor.Context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsFile: false, Scheme: not ("data" or "blob") } address && address.Authority != Server.Address.Authority)
                foreign.Enqueue(request.Url);
        };
        await visitor.OpenAsync("/docs/api");
        await ExpectHeadingAsync(visitor, "扫码找代表");
        var operation = visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "提交反映" });
        await visitor.OpenAsync("/docs/api#tag/cases");
        await Assertions.Expect(operation.First).ToBeAttachedAsync();
        await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = PictureOf("description") });
        Assert.Empty(foreign);
    }

    private static Task ExpectHeadingAsync(Visitor visitor, string heading) =>
        Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(heading);
}
