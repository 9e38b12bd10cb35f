using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>The engine's pages: not ours, but under our content security policy. Whatever the browser complains of fails the journey at its end.</summary>
public sealed class JobsJourney(BrowserFixture browser) : Journey(browser)
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

    private static Task ExpectHeadingAsync(Visitor visitor, string heading) =>
        Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(heading);
}
