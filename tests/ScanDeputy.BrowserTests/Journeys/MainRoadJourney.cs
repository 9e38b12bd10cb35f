using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>联系—反映—处理—落实—反馈—评价, each step by its own person, all by clicking.</summary>
public sealed class MainRoadJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Title = "村口主路没有路灯";
    private const string PublicAnswer = "三盏路灯已经更换，恢复照明。";
    private const string InternalNote = "派工单第 17 号";

    private string _number = "";

    [Fact]
    public async Task From_report_to_rating_through_all_offices()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        var deputy = await ComeAsync("deputy", Device.Phone);
        var name = await ReportAsync(resident);
        await (await LoginPage.OpenAsync(deputy)).GoOnAsDeputyAsync(name);
        await WorkPage.ArrivedAsync(deputy);

        await AdoptAsync(deputy);
        await HandOverAsync(await SignInAsync("committee-1", Device.Desk));
        await AssignAsync(await SignInAsync("government-1", Device.Desk));
        await SignAndReplyAsync(await SignInAsync("agency-1", Device.Desk));
        await AcceptAsync(deputy);
        await RateAsync(resident);
    }

    private async Task<string> ReportAsync(Visitor resident)
    {
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync(Title, "村口主路一公里没有一盏路灯，学生下晚自习只能打手电，请安装路灯。");
        await form.Submit.ClickAsync();
        var receipt = await ReceiptPage.ArrivedAsync(resident);
        _number = await receipt.NumberAsync();
        await receipt.Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases(_number).ClickAsync();
        return await (await CasePage.ArrivedAsync(resident, "已收到")).Fact("代表").InnerTextAsync();
    }

    private async Task<CasePage> FindAsync(Visitor official, string status) => await (await WorkPage.OpenAsync(official)).GoToAsync(_number, status);

    private async Task AdoptAsync(Visitor deputy)
    {
        var matter = await FindAsync(deputy, "已收到");
        var adopt = await matter.MoveAsync("采纳为代表建议");
        await Assertions.Expect(adopt.Field("建议标题")).ToHaveValueAsync($"关于{Title}的建议");
        await adopt.FillAsync("建议标题", "关于在村口主路安装路灯的建议");
        await adopt.FillAsync("说明", "情况属实，请尽快办理。");
        await adopt.SubmitAsync();
        await matter.ShowsAsync("代表已采纳");
    }

    private async Task HandOverAsync(Visitor committee)
    {
        var matter = await FindAsync(committee, "代表已采纳");
        await Assertions.Expect(matter.Fact("建议标题")).ToHaveTextAsync("关于在村口主路安装路灯的建议");
        var handOver = await matter.MoveAsync("交办");
        await handOver.FillAsync("交办意见", "请政府办研究办理。");
        await handOver.SubmitAsync();
        await matter.ShowsAsync("已交办");
        await matter.Paper("人大代表建议交办单").ClickAsync();
        var paper = await PaperPage.ArrivedAsync(committee, "人大代表建议交办单");
        await Assertions.Expect(paper.Main).ToContainTextAsync($"{_number}-JB01");
        await paper.Back.ClickAsync();
        await matter.ShowsAsync("已交办");
    }

    private async Task AssignAsync(Visitor government)
    {
        var matter = await FindAsync(government, "已交办");
        var assign = await matter.MoveAsync("转办（指定承办单位）");
        await Assertions.Expect(assign.Words).ToContainTextAsync("建议主办：罗庄区综合行政执法局");
        await Assertions.Expect(assign.Field("主办单位").Locator("option:checked")).ToContainTextAsync("罗庄区综合行政执法局");
        await assign.FillAsync("转办意见", "请主办。");
        await assign.SubmitAsync();
        await matter.ShowsAsync("已转办");
    }

    private async Task SignAndReplyAsync(Visitor agency)
    {
        var matter = await FindAsync(agency, "已转办");
        await (await matter.MoveAsync("签收")).SubmitAsync();
        await matter.ShowsAsync("办理中");
        var reply = await matter.MoveAsync("答复代表");
        await reply.Choice("A 已解决").CheckAsync();
        await reply.FillAsync("公开答复", PublicAnswer);
        await reply.FillAsync("内部说明", InternalNote);
        await reply.SubmitAsync();
        await matter.ShowsAsync("已答复");
    }

    private async Task AcceptAsync(Visitor deputy)
    {
        var matter = await FindAsync(deputy, "已答复");
        await Assertions.Expect(matter.Main).ToContainTextAsync(PublicAnswer);
        var accept = await matter.MoveAsync("认可答复");
        await accept.Choice("对办理过程", "满意").CheckAsync();
        await accept.Choice("对办理结果", "基本满意").CheckAsync();
        await accept.FillAsync("意见", "已到现场看过，认可。");
        await accept.SubmitAsync();
        await Assertions.Expect(matter.Main).ToContainTextAsync("办理结果基本满意");
        await matter.ShowsAsync("已答复");
    }

    private async Task RateAsync(Visitor resident)
    {
        await (await MyCasesPage.OpenAsync(resident)).Cases(_number).ClickAsync();
        var matter = await CasePage.ArrivedAsync(resident, "已答复");
        await Assertions.Expect(matter.Main).ToContainTextAsync(PublicAnswer);
        await Assertions.Expect(matter.Main).Not.ToContainTextAsync(InternalNote);
        var rating = await matter.MoveAsync("评价");
        await rating.Choice("基本满意").CheckAsync();
        await rating.SubmitAsync();
        await matter.ShowsAsync("已评价");
        await Assertions.Expect(matter.Main).ToContainTextAsync("基本满意");
    }
}
