using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>A matter that nobody touched: the list says so in words and in red, and the supervisor hears of it.</summary>
public sealed class LateJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Red = "rgb(179, 38, 30)";

    [Fact]
    public async Task A_week_later_the_list_is_red_and_the_supervisor_is_told()
    {
        using var chain = new CaseChain(Server);
        var number = (string)(await chain.SubmitAsync())["number"]!;
        var guide = await ComeAsync("guide", Device.Desk);
        await (await SandboxPage.OpenAsync(guide)).AWeekLaterAsync("2026年5月22日");

        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        var work = await WorkPage.ArrivedAsync(deputy);
        await work.SearchAsync(number, onlyOverdue: true);
        // Due on Tuesday the 19th.
        await Assertions.Expect(work.Due(number)).ToContainTextAsync("逾期 3 个工作日");
        await Assertions.Expect(work.Due(number)).ToHaveCSSAsync("color", Red);

        var supervisor = await SignInAsync("supervisor-1", Device.Desk);
        work = await WorkPage.ArrivedAsync(supervisor);
        await Assertions.Expect(supervisor.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "范围" })).ToContainTextAsync("逾期");
        await work.Unread.ClickAsync();
        var alerts = await AlertsPage.ArrivedAsync(supervisor);
        await Assertions.Expect(alerts.About(number)).ToContainTextAsync("逾期");
        await Assertions.Expect(alerts.About(number)).ToContainTextAsync("未读");
        await alerts.MarkRead(number).ClickAsync();
        await Assertions.Expect(alerts.About(number)).Not.ToContainTextAsync("未读");
        await AlertsPage.ArrivedAsync(supervisor);
        await supervisor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "全部标为已读" }).ClickAsync();
        await Assertions.Expect(supervisor.Page.Locator(".alerts .unread")).ToHaveCountAsync(0);
        await AlertsPage.ArrivedAsync(supervisor);
        await alerts.GoToCase(number).ClickAsync();
        var late = await CasePage.ArrivedAsync(supervisor, "已收到");
        await Assertions.Expect(late.Main).ToContainTextAsync("已逾期");
        await Assertions.Expect(late.Turn).ToContainTextAsync("代表处理");
        await Assertions.Expect(late.Turn).ToContainTextAsync("逾期 3 个工作日");

        // Whoever has waited past the date says so, and is told what that has done.
        var resident = await SignInAsync("resident-1", Device.Phone);
        var theirs = await CasePage.OpenAsync(resident, chain.CaseId, "已收到");
        await resident.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "催办", Exact = true }).ClickAsync();
        await Assertions.Expect(resident.Page.Locator(".done-note")).ToContainTextAsync("已催办");
        await Assertions.Expect(resident.Page.Locator(".done-note")).ToBeFocusedAsync();
        await theirs.ShowsAsync("已收到");
        var urged = await CasePage.OpenAsync(supervisor, chain.CaseId, "已收到");
        await Assertions.Expect(urged.Turn).ToContainTextAsync("催办");
    }
}
