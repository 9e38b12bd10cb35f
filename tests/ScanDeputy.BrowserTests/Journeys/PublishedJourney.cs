using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>回音壁: somebody who is nobody here reads what was asked, answered and kept; with and without scripts, on a phone and at a desk.</summary>
public sealed class PublishedJourney(BrowserFixture browser) : Journey(browser)
{
    private static readonly Device WideDesk = new(new ViewportSize { Width = 1366, Height = 900 }, 1, false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Anybody_finds_an_answer_in_two_steps_and_the_author_finds_the_public_page(bool phone)
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync(change: new { title = "公园北门的长椅坏了", text = "公园北门的长椅坏了两张，老人没有地方坐，请修一修。" });
        await Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已与园林部门联系，本周内修好。" });

        var anybody = await ComeAsync("anybody", phone ? Device.Phone : WideDesk, javaScript: !phone);
        await anybody.OpenAsync("/");
        await anybody.Page.GetByRole(AriaRole.Link, new() { Name = "大家反映了什么" }).ClickAsync();
        await anybody.ArriveAsync("places", "大家反映了什么");
        await anybody.Page.GetByRole(AriaRole.Link, new() { Name = "罗庄区" }).ClickAsync();
        await anybody.ArriveAsync("wall", "罗庄区 · 大家反映了什么");
        await anybody.Page.GetByLabel("关键词").FillAsync("长椅");
        await anybody.Page.GetByRole(AriaRole.Button, new() { Name = "查找" }).ClickAsync();
        await anybody.ArriveAsync("found", "大家反映了什么");
        await anybody.Page.GetByRole(AriaRole.Link, new() { Name = "公园北门的长椅坏了" }).ClickAsync();
        await anybody.ArriveAsync("case", "公园北门的长椅坏了");
        await Assertions.Expect(anybody.Page.GetByText("已与园林部门联系，本周内修好。")).ToBeVisibleAsync();
        await anybody.OpenAsync("/p/371311?q=" + Uri.EscapeDataString("没有这样的事"));
        await anybody.ArriveAsync("nothing-found", "大家反映了什么");
        await anybody.OpenAsync("/p/371302");
        await anybody.ArriveAsync("neighbours", "兰山区 · 大家反映了什么");

        var author = await SignInAsync("resident-1", phone ? Device.Phone : WideDesk);
        await author.OpenAsync($"/cases/{chain.CaseId}");
        await author.Page.GetByRole(AriaRole.Link, new() { Name = "看公开的页面" }).ClickAsync();
        await author.ArriveAsync("own-public-page", "公园北门的长椅坏了");
    }
}
