using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>The moves beside the main road that residents, deputies and the committee office make, each by its own person, by clicking.</summary>
public sealed class DetoursJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task A_matter_is_supplemented_sent_back_passed_on_and_told_where_to_go()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var mine = await CasePage.OpenAsync(await SignInAsync("resident-1", Device.Phone), chain.CaseId, "已收到");
        var more = await mine.MoveAsync("补充说明");
        await more.FillAsync("补充说明", "第三根灯杆也不亮了。");
        await more.SubmitAsync();
        await Assertions.Expect(mine.Main).ToContainTextAsync("第三根灯杆也不亮了。");

        await chain.AdoptAsync();
        var committee = await SignInAsync("committee-1", Device.Desk);
        var office = await CasePage.OpenAsync(committee, chain.CaseId, "代表已采纳");
        var back = await office.MoveAsync("退回代表");
        await back.FillAsync("退回理由", "请先核实灯杆归谁管理");
        await back.SubmitAsync();
        await office.ShowsAsync("已收到");

        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        var matter = await CasePage.OpenAsync(deputy, chain.CaseId, "已收到");
        await Assertions.Expect(matter.Main).ToContainTextAsync("请先核实灯杆归谁管理");
        var before = await matter.Fact("代表").InnerTextAsync();
        var on = await matter.MoveAsync("转交");
        await on.Field("转给本站其他代表").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await on.FillAsync("转交说明", "这片由您联系");
        await on.SubmitAsync();
        // It is no longer theirs to see.
        await WorkPage.ArrivedAsync(deputy);

        office = await CasePage.OpenAsync(committee, chain.CaseId, "已收到");
        await Assertions.Expect(office.Fact("代表")).Not.ToHaveTextAsync(before);
        var elsewhere = await office.MoveAsync("引导至其他渠道");
        await elsewhere.Field("原因").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await elsewhere.Field("去向").SelectOptionAsync("12345 政务服务便民热线");
        await elsewhere.FillAsync("给居民的说明", "请拨打 12345，由热线统一派单维修。");
        await elsewhere.SubmitAsync();
        await office.ShowsAsync("已引导至其他渠道");
        await Assertions.Expect((await CasePage.OpenAsync(await SignInAsync("resident-1", Device.Phone), chain.CaseId, "已引导至其他渠道")).Main)
            .ToContainTextAsync("请拨打 12345，由热线统一派单维修。");
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task An_answer_is_rejected_by_the_deputy_and_then_by_the_resident()
    {
        using var chain = new CaseChain(Server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var matter = await CasePage.OpenAsync(await SignInAsync(chain.Deputy, Device.Phone), chain.CaseId, "已答复");
        var no = await matter.MoveAsync("不认可答复");
        await no.Choice("对办理过程", "满意").CheckAsync();
        await no.Choice("对办理结果", "不满意").CheckAsync();
        await no.FillAsync("不认可的理由", "现场仍有两盏灯不亮");
        await no.SubmitAsync();
        await matter.ShowsAsync("办理中");

        await chain.ReplyAsync();
        await chain.AcceptAsync();
        var mine = await CasePage.OpenAsync(await SignInAsync("resident-1", Device.Phone), chain.CaseId, "已答复");
        var rating = await mine.MoveAsync("评价");
        await rating.Choice("不满意").CheckAsync();
        await rating.FillAsync("评价说明", "昨晚又灭了一盏");
        await rating.SubmitAsync();
        await mine.ShowsAsync("办理中");
        Assert.Equal("running", (string)(await chain.StageAsync("handling", round: 3))["verdict"]!);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_report_is_withdrawn_by_its_author()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var resident = await SignInAsync("resident-1", Device.Phone);
        var mine = await CasePage.OpenAsync(resident, chain.CaseId, "已收到");
        var withdrawal = await mine.MoveAsync("撤回");
        await withdrawal.FillAsync("撤回原因", "物业已经修好了");
        await withdrawal.SubmitAsync();
        await resident.SayYesAsync("撤回", "withdraw-asked");
        await mine.ShowsAsync("已撤回");
        Assert.Empty((await chain.SeenByAsync("resident-1"))["actions"].AsArray());
    }
}
