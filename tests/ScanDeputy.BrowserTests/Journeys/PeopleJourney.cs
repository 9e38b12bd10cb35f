using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>People leave and are away, and their work goes on: by clicking, at the committee office and at the administrator's.</summary>
public sealed class PeopleJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task A_deputy_leaves_and_somebody_is_away()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var name = (string)(await chain.SeenByAsync("committee-1"))["deputy"]["name"]!;
        var committee = await SignInAsync("committee-1", Device.Desk);
        var people = await PeoplePage.GoToAsync(committee);
        await Assertions.Expect(people.Section("人员离岗")).ToHaveCountAsync(0);

        // Without a reason nothing happens, and what was chosen is still there.
        committee.Expect(422);
        await people.ChooseAsync("代表离任", "离任代表", name);
        await people.SubmitAsync("代表离任");
        await Assertions.Expect(people.Alert).ToContainTextAsync("离任原因");
        await Assertions.Expect(people.Section("代表离任").GetByLabel("离任代表").Locator("option:checked")).ToContainTextAsync($"{name}（");

        await people.Section("代表离任").GetByLabel("离任原因").FillAsync("任期届满");
        await people.SubmitAsync("代表离任");
        await Assertions.Expect(people.Said).ToContainTextAsync("已办理离任");
        Assert.NotEqual(name, (string)(await chain.SeenByAsync("committee-1"))["deputy"]["name"]!);

        await people.ChooseAsync("请假代班", "请假人", "（督办");
        await people.Section("请假代班").GetByLabel("开始日期").FillAsync("2026-05-18");
        await people.Section("请假代班").GetByLabel("结束日期").FillAsync("2026-05-20");
        await people.ChooseAsync("请假代班", "代班人", "（督办");
        await people.SubmitAsync("请假代班");
        // Nobody stands in for themselves.
        await Assertions.Expect(people.Alert).ToContainTextAsync("能办理同样工作的人员");
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task An_administrator_closes_an_account()
    {
        using var chain = new CaseChain(Server);
        var admin = await SignInAsync("admin-1", Device.Phone);
        var people = await PeoplePage.GoToAsync(admin);

        await people.ChooseAsync("人员离岗", "离岗人员", "（督办");
        await people.SubmitAsync("人员离岗");

        await Assertions.Expect(people.Said).ToContainTextAsync("账号已停用");
    }

    [Fact]
    public async Task A_deputy_looks_back_at_a_promise()
    {
        using var chain = new CaseChain(Server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn = "2026-06-05" });
        await chain.WaitAsync("P21D");

        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        var matter = await CasePage.OpenAsync(deputy, chain.CaseId, "已答复");
        await Assertions.Expect(matter.Main).ToContainTextAsync("等待代表确认");
        var broken = await matter.MoveAsync("承诺未兑现，退回重办");
        await broken.FillAsync("未兑现的情况", "路灯仍不亮");
        await broken.SubmitAsync();
        await matter.ShowsAsync("办理中");
    }
}
