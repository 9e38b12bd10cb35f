using System.Globalization;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>大字: the same rules for pages in large type, and no page wider than a narrow phone in either size.</summary>
public sealed class LargeTypeJourney(BrowserFixture browser) : Journey(browser)
{
    private const int NarrowPhone = 320;

    // A desk of 1366 pixels at 200 %.
    private const int Enlarged = 683;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resident_chooses_large_type_once_and_loses_nothing(bool javaScript)
    {
        var resident = await SignInAsync("resident-1", Device.Phone, javaScript);
        await resident.OpenAsync($"/s/{StationCode}/report");
        await resident.Page.GetByLabel("反映内容").FillAsync("路灯坏了三天");
        await resident.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "大字" }).ClickAsync();
        await Assertions.Expect(resident.Page.Locator("html.large")).ToBeVisibleAsync();
        if (javaScript)
            await Assertions.Expect(resident.Page.GetByLabel("反映内容")).ToHaveValueAsync("路灯坏了三天");
        await resident.ArriveAsync("report", "反映问题");
        if (!javaScript)
            return;

        Assert.InRange(await resident.Page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.body).fontSize)"), 18, 30);
        await LooksAsync(resident, ("/", "有事找代表"), ($"/s/{StationCode}", ""), ("/deputies", "找我的代表"), ("/my", "我的反映"), ("/alerts", "提醒"), ("/privacy", "我们保存您的哪些信息"));
    }

    [Fact]
    public async Task Officials_work_in_large_type()
    {
        var committee = await SignInAsync("committee-1", Device.Phone);
        await committee.OpenAsync("/work?typeSize=large");
        await committee.ArriveAsync("work", "办件");
        using var client = await Server.AsAsync("committee-1");
        var id = (string)(await client.GetAsync("/api/v1/cases?role=inbox&limit=1"))["items"][0]!["id"]!;
        await LooksAsync(committee, ($"/cases/{id}", ""), ("/admin/people", "人员变动"));
        var admin = await SignInAsync("admin-1", Device.Desk);
        await admin.OpenAsync("/?typeSize=large");
        await LooksAsync(admin, ("/admin/staff/new", ""), ("/admin/calendars", ""), ("/admin/setup", ""), ("/admin/policies", ""));
    }

    private static async Task LooksAsync(Visitor visitor, params (string Path, string Heading)[] pages)
    {
        var wide = new List<string>();
        foreach (var (path, heading) in pages)
        {
            await visitor.OpenAsync(path);
            await visitor.ArriveAsync(string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name ? name : "home", heading);
            var size = visitor.Page.ViewportSize!;
            foreach (var width in (int[])[NarrowPhone, Enlarged])
            {
                await visitor.Page.SetViewportSizeAsync(width, size.Height);
                foreach (var large in (bool[])[false, true])
                {
                    var beyond = await visitor.Page.EvaluateAsync<int>(
                        "large => { document.documentElement.classList.toggle('large', large); return document.documentElement.scrollWidth - document.documentElement.clientWidth; }", large);
                    if (beyond > 0)
                        wide.Add(string.Create(CultureInfo.InvariantCulture, $"{path} is {beyond} pixels wider than {width}{(large ? " in large type" : "")}."));
                }
            }

            await visitor.Page.SetViewportSizeAsync(size.Width, size.Height);
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }
}
