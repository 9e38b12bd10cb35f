using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>The side roads between the offices: sent back, opinion, pause, extension, supervision, each by its own person, by clicking.</summary>
public sealed class OfficesJourney(BrowserFixture browser) : Journey(browser)
{
    private string _id = "";

    [Fact]
    public async Task A_matter_is_sent_back_paused_extended_and_supervised()
    {
        using var chain = new CaseChain(Server);
        await chain.ToHandedOverAsync();
        await chain.AssignAsync();
        _id = chain.CaseId;
        var agency = await SignInAsync("agency-1", Device.Phone);
        var government = await SignInAsync("government-1", Device.Desk);

        await SendBackAsync(agency, government);
        await chain.StepAsync("government-1", "assign", new { leadAgencyId = await chain.AgencyOfAsync("agency-1"), coAgencyIds = new[] { await chain.AgencyOfAsync("agency-2") } });
        await chain.SignAsync();
        await GiveOpinionAsync(await SignInAsync("agency-2", Device.Phone));
        await PauseAsync(agency, government);
        await ExtendAsync(agency, government);
        await SuperviseAsync(await SignInAsync("supervisor-1", Device.Phone), agency);
        await chain.LedgerIsWholeAsync();
    }

    private async Task SendBackAsync(Visitor agency, Visitor government)
    {
        var back = await (await CasePage.OpenAsync(agency, _id, "已转办")).MoveAsync("退回政府办");
        await back.Field("退回理由").SelectOptionAsync("不属于本单位职责");
        await back.Field("建议的承办单位").SelectOptionAsync("罗庄区水利局");
        await back.SubmitAsync();
        // The case is no longer the agency's to see.
        await WorkPage.ArrivedAsync(agency);

        var matter = await CasePage.OpenAsync(government, _id, "已交办");
        await Assertions.Expect(matter.Main).ToContainTextAsync("第 1 次退回");
        var assign = await matter.MoveAsync("转办（指定承办单位）");
        await Assertions.Expect(assign.Field("主办单位").Locator("option:checked")).ToContainTextAsync("罗庄区水利局");
    }

    private async Task GiveOpinionAsync(Visitor coAgency)
    {
        var matter = await CasePage.OpenAsync(coAgency, _id, "办理中");
        var opinion = await matter.MoveAsync("提交协办意见");
        await opinion.FillAsync("协办意见", "电缆由我局同步检修。");
        await opinion.SubmitAsync();
        await Assertions.Expect(matter.Main).ToContainTextAsync("已提交");
        await matter.ShowsAsync("办理中");
    }

    private async Task PauseAsync(Visitor agency, Visitor government)
    {
        var matter = await CasePage.OpenAsync(agency, _id, "办理中");
        await Assertions.Expect(matter.Main).ToContainTextAsync("电缆由我局同步检修。");
        var asking = await matter.MoveAsync("申请暂停计时");
        await asking.FillAsync("暂停理由", "等居民提供照片");
        await asking.FillAsync("预计恢复日期", "2026-05-20");
        await asking.SubmitAsync();
        await Assertions.Expect(matter.Main).ToContainTextAsync("申请暂停计时：等居民提供照片");

        var office = await CasePage.OpenAsync(government, _id, "办理中");
        var decision = await office.MoveAsync("审批暂停");
        await Assertions.Expect(decision.Words).ToContainTextAsync("承办单位申请暂停计时：等居民提供照片");
        await decision.Choice("同意").CheckAsync();
        await decision.SubmitAsync();
        await Assertions.Expect(office.Turn).ToContainTextAsync("暂停计时");
        await (await office.MoveAsync("恢复计时")).SubmitAsync();
        await Assertions.Expect(office.Main).Not.ToContainTextAsync("申请暂停计时：等居民提供照片");
        await office.ShowsAsync("办理中");
    }

    private async Task ExtendAsync(Visitor agency, Visitor government)
    {
        var matter = await CasePage.OpenAsync(agency, _id, "办理中");
        var asking = await matter.MoveAsync("申请延期");
        await asking.FillAsync("延期工作日数", "5");
        await asking.FillAsync("延期理由", "灯具需要定制");
        await asking.SubmitAsync();

        var office = await CasePage.OpenAsync(government, _id, "办理中");
        var decision = await office.MoveAsync("审批延期");
        await Assertions.Expect(decision.Words).ToContainTextAsync("申请延期 5 个工作日：灯具需要定制");
        await decision.Choice("同意").CheckAsync();
        await decision.SubmitAsync();
        await Assertions.Expect(office.Main).ToContainTextAsync("延期 5 个");
        // Ten working days from 15 May and five more.
        await Assertions.Expect(office.Main).ToContainTextAsync("6月5日");
    }

    private async Task SuperviseAsync(Visitor supervisor, Visitor agency)
    {
        var seen = await CasePage.OpenAsync(supervisor, _id, "办理中");
        var order = await seen.MoveAsync("发督办单");
        await order.Field("督办级别").SelectOptionAsync("一级");
        await order.FillAsync("督办内容", "请说明进度");
        await order.FillAsync("答复期限", "2026-05-20");
        await order.SubmitAsync();
        await Assertions.Expect(seen.Main).ToContainTextAsync("等待答复");

        var matter = await CasePage.OpenAsync(agency, _id, "办理中");
        var answer = await matter.MoveAsync("答复督办单");
        await answer.FillAsync("督办答复", "灯具已到货，明日安装。");
        await answer.SubmitAsync();
        await Assertions.Expect(matter.Main).ToContainTextAsync("灯具已到货，明日安装。");
        await matter.ShowsAsync("办理中");
    }
}
