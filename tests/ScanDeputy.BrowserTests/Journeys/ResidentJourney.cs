using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Demo;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>扫码、反映、查看、评价: a resident's way, with a script-less phone as well.</summary>
public sealed class ResidentJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Title = "化武路口路灯不亮";
    private const string Text = "化武路与护城河路口的两盏路灯坏了一个星期，晚上漆黑一片，\n老人和孩子出门很不安全，希望尽快维修。";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scan_report_and_rate(bool javaScript)
    {
        var resident = await ComeAsync("resident-1", Device.Phone, javaScript);
        await ScanAsync(resident);
        await (await StationPage.ArrivedAsync(resident)).Report.ClickAsync();
        await (await LoginPage.ArrivedAsync(resident)).GoOnAsAsync("resident-1");

        var form = await ReportPage.ArrivedAsync(resident);
        await form.FillAsync(Title, Text);
        await form.AddPhotoAsync();
        await form.Submit.ClickAsync();

        var receipt = await ReceiptPage.ArrivedAsync(resident);
        var number = await receipt.NumberAsync();
        await Assertions.Expect(receipt.ReceivedAt).ToContainTextAsync("2026年5月15日");
        await Assertions.Expect(receipt.Receipt).ToContainTextAsync(number);
        await receipt.Why.ClickAsync();
        // Received on Friday the 15th; the second working day is Tuesday the 19th.
        await Assertions.Expect((await WhyPage.ArrivedAsync(resident)).Days.Last).ToContainTextAsync("第 2 天");
        await resident.Page.GoBackAsync();
        await (await ReceiptPage.ArrivedAsync(resident)).Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases(number).ClickAsync();

        var mine = await CasePage.ArrivedAsync(resident, "已收到");
        await Assertions.Expect(mine.Main).ToContainTextAsync("老人和孩子出门很不安全");
        await Assertions.Expect(mine.Photos).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await Assertions.Expect(mine.Fact("地点")).ToHaveTextAsync("盛庄街道化武路与护城河路口东侧");

        await AnswerAsync(mine.Id, await mine.Fact("代表").InnerTextAsync(), javaScript);

        await (await MyCasesPage.OpenAsync(resident)).Cases(number).ClickAsync();
        mine = await CasePage.ArrivedAsync(resident, "代表已答复");
        await Assertions.Expect(mine.Main).ToContainTextAsync("维修人员今晚到场");
        var rating = await mine.MoveAsync("评价");
        await rating.Choice("满意").CheckAsync();
        await rating.FillAsync("评价说明", "当天就修好了，谢谢代表。");
        await rating.SubmitAsync();
        await mine.ShowsAsync("已评价");
        await Assertions.Expect(mine.Main).ToContainTextAsync("当天就修好了，谢谢代表。");
    }

    [Fact]
    public async Task The_author_sees_what_the_public_will_see_and_nothing_is_lost()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync(Title, $"请打13912345678联系我。{Text}");
        await form.Preview.ClickAsync();
        await Assertions.Expect(form.WhatThePublicSees).ToContainTextAsync("请打139******78联系我。");
        await Assertions.Expect(form.WhatThePublicSees).ToContainTextAsync("已隐去1 个电话号码");
        form = await ReportPage.ArrivedAsync(resident);
        await Assertions.Expect(form.Text).ToHaveValueAsync($"请打13912345678联系我。{Text}");
        Server.Services.GetRequiredService<EmbeddedSandbox>().Control.ScriptVerdict("草包", "risky", 20003);
        await form.FillAsync(Title, $"管路灯的都是草包。{Text}");
        await form.Preview.ClickAsync();
        await Assertions.Expect(form.WhatThePublicSees).ToContainTextAsync("请改用平实的话说明事实。");
        await form.FillAsync(Title, Text);
        await form.Submit.ClickAsync();
        await ReceiptPage.ArrivedAsync(resident);
    }

    private async Task ScanAsync(Visitor resident)
    {
        var poster = PictureOf("poster");
        await (await SandboxPage.OpenAsync(resident)).PhotographAsync(StationCode, poster);
        var address = await QrReader.ReadAsync(poster);
        Assert.Equal(new Uri(Server.Address, $"/s/{StationCode}").ToString(), address);
        await resident.OpenAsync(address);
    }

    private async Task AnswerAsync(string caseId, string name, bool javaScript)
    {
        var deputy = await ComeAsync("deputy", Device.Phone, javaScript);
        await (await LoginPage.OpenAsync(deputy)).GoOnAsDeputyAsync(name);
        await Assertions.Expect(deputy.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("办件");
        var matter = await CasePage.OpenAsync(deputy, caseId, "已收到");
        var answer = await matter.MoveAsync("直接答复");
        await answer.FillAsync("答复内容", "已联系路灯管理所，维修人员今晚到场。");
        await answer.SubmitAsync();
        await matter.ShowsAsync("代表已答复");
    }
}
