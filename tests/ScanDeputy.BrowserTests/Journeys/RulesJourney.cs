using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>An administrator changes what dates are counted with: sees first what moves, then says so.</summary>
public sealed class RulesJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task A_regional_day_off_is_seen_and_then_imported()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var number = (string)(await chain.SeenByAsync("resident-1"))["number"]!;
        var admin = await SignInAsync("admin-1", Device.Desk);
        await GoToAsync(admin, "放假安排", "calendars");
        var page = admin.Page;

        admin.Expect(422);
        await page.GetByLabel("放假安排文件").FillAsync("2026 年放假");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("请粘贴放假安排文件");

        await page.GetByLabel("放假安排文件").FillAsync("""{ "year": 2026, "regional": true, "daysOff": [{ "date": "2026-05-18", "name": "民俗节" }] }""");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(Section(page, "导入后的变化")).ToContainTextAsync("5月18日");
        await Assertions.Expect(Section(page, "导入后的变化")).ToContainTextAsync(number);
        await admin.ArriveAsync("calendars", "放假安排");

        await PressAsync(page, "确认导入");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已导入");
        await Assertions.Expect(Section(page, "现有安排")).ToContainTextAsync("本地区放假日");
        Assert.Equal("2026-05-20", (string)(await chain.StageAsync("triage"))["dueOn"]!);
    }

    [Fact]
    public async Task New_limits_hold_for_what_begins_and_for_what_is_open_when_somebody_says_so()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var admin = await SignInAsync("admin-1", Device.Phone);
        await GoToAsync(admin, "期限", "policies", "办理期限");
        var page = admin.Page;

        admin.Expect(422);
        await page.GetByLabel("代表处理", new PageGetByLabelOptions { Exact = true }).FillAsync("0");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("代表处理期限须为 1 到 30 的整数");

        await page.GetByLabel("代表处理", new PageGetByLabelOptions { Exact = true }).FillAsync("五天");
        await page.GetByLabel("逾期后告知二级督办人").FillAsync("9");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("天数和次数请填整数");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("以后各级的工作日数依次增大");
        await page.GetByLabel("逾期后告知二级督办人").FillAsync("3");
        await page.GetByLabel("微信消息从几点起发送").FillAsync("08:30");
        await page.GetByLabel("第几次退回起提请督办").FillAsync("2");
        await page.GetByLabel("代表处理", new PageGetByLabelOptions { Exact = true }).FillAsync("5");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(Section(page, "若在办环节也按此计算")).ToContainTextAsync("5月22日");
        await admin.ArriveAsync("policies", "办理期限");
        await PressAsync(page, "按此生效");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("在办环节不变");
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);

        await Assertions.Expect(page.GetByLabel("逾期后告知二级督办人")).ToHaveValueAsync("3");
        await Assertions.Expect(page.GetByLabel("微信消息从几点起发送")).ToHaveValueAsync("08:30");
        await Assertions.Expect(page.GetByLabel("第几次退回起提请督办")).ToHaveValueAsync("2");

        await PressAsync(page, "应用于在办环节");
        await admin.SayYesAsync("应用于在办环节", "apply-asked");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已按现行期限重新计算");
        Assert.Equal("2026-05-22", (string)(await chain.StageAsync("triage"))["dueOn"]!);
    }

    [Theory]
    [InlineData(nameof(Device.Phone))]
    [InlineData(nameof(Device.Desk))]
    public async Task A_category_gets_limits_of_its_own_which_the_explanation_of_a_date_names(string width)
    {
        var device = width == nameof(Device.Phone) ? Device.Phone : Device.Desk;
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var category = (string)(await chain.SeenByAsync("resident-1"))["category"]["name"]!;
        var admin = await SignInAsync("admin-1", device);
        await GoToAsync(admin, "期限", "policies", "办理期限");
        var page = admin.Page;

        await page.GetByText(category, new PageGetByTextOptions { Exact = true }).ClickAsync();
        await admin.ArriveAsync("policies-categories", "办理期限");
        admin.Expect(422);
        await page.GetByLabel($"{category} 代表处理").FillAsync("31");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("须为 1 到 30 的整数");
        await page.GetByLabel($"{category} 代表处理").FillAsync("1");
        await PressAsync(page, "先看变化");
        await Assertions.Expect(Section(page, "若在办环节也按此计算")).ToContainTextAsync("5月18日");
        await PressAsync(page, "按此生效");
        await Assertions.Expect(Section(page, "各版本")).ToContainTextAsync($"{category}：代表处理 1 个工作日");

        await chain.SubmitAsync();
        Assert.Equal("2026-05-18", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        var resident = await SignInAsync("resident-1", device);
        await resident.OpenAsync($"/cases/{chain.CaseId}");
        await resident.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "为什么是这一天" }).First.ClickAsync();
        await Assertions.Expect(resident.Page.GetByText($"“{category}”类事项的代表处理期限为 1 个工作日")).ToBeVisibleAsync();
        await resident.ArriveAsync("why-category", "为什么是这一天");
    }

    private static ILocator Section(IPage page, string heading) => page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = heading });

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button }).ClickAsync();

    private static async Task GoToAsync(Visitor visitor, string link, string name, string? heading = null)
    {
        await visitor.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "主导航" })
            .GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = link, Exact = true }).ClickAsync();
        await visitor.ArriveAsync(name, heading ?? link);
    }
}
