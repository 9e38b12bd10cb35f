using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>What people do wrong on the forms costs them nothing that they have typed.</summary>
public sealed class BadInputJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Enough = "村东头的路灯坏了三天，晚上老人出门不安全，请尽快维修。";

    [Fact]
    public async Task Too_short_a_text_keeps_what_was_typed_and_the_photo()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync("村东头路灯坏了", "太短");
        await form.AddPhotoAsync();
        resident.Expect(422);
        await form.Submit.ClickAsync();
        await form.RefusedAsync();

        await Assertions.Expect(form.Text).ToHaveValueAsync("太短");
        await Assertions.Expect(form.Title).ToHaveValueAsync("村东头路灯坏了");
        await Assertions.Expect(form.ContactPhone).ToHaveValueAsync("13912345678");
        await Assertions.Expect(form.StreetLights).ToBeCheckedAsync();
        await Assertions.Expect(form.Public).ToBeCheckedAsync();
        await Assertions.Expect(form.KeptPhoto).Not.ToHaveJSPropertyAsync("naturalWidth", 0);

        const string error = "须为 10 到 2000 个字，当前 2 个字。";
        await Assertions.Expect(form.Text).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(form.Text).ToHaveAccessibleDescriptionAsync(new Regex(error, RegexOptions.None, TimeSpan.FromSeconds(1)));
        await form.Alert.GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = error }).ClickAsync();
        await Assertions.Expect(form.Text).ToBeFocusedAsync();

        await form.Text.FillAsync(Enough);
        await form.Submit.ClickAsync();
        await (await ReceiptPage.ArrivedAsync(resident)).Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases("村东头路灯坏了").ClickAsync();
        await Assertions.Expect((await CasePage.ArrivedAsync(resident, "已收到")).Photos).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_double_click_makes_one_case()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync("双击提交的路灯", Enough);
        await form.Submit.DblClickAsync();
        await ReceiptPage.ArrivedAsync(resident);
        await Assertions.Expect((await MyCasesPage.OpenAsync(resident)).Cases("双击提交的路灯")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_form_sent_again_because_the_answer_was_lost_makes_one_case()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync("网络中断时的路灯", Enough);
        var lost = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await resident.Page.RouteAsync(
            "**/report",
            async route =>
            {
                var answer = await route.FetchAsync(new RouteFetchOptions { MaxRedirects = 0 });
                await route.AbortAsync(RequestAbortErrorCode.Aborted);
                lost.SetResult(answer.Status);
            },
            new PageRouteOptions { Times = 1 });
        await form.Submit.ClickAsync();
        Assert.Equal(302, await lost.Task.WaitAsync(TimeSpan.FromMilliseconds(Visitor.Patience), TestContext.Current.CancellationToken));

        await form.Submit.ClickAsync();
        await ReceiptPage.ArrivedAsync(resident);
        await Assertions.Expect((await MyCasesPage.OpenAsync(resident)).Cases("网络中断时的路灯")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_move_on_an_outdated_page_says_so_and_keeps_the_text()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        await WorkPage.ArrivedAsync(deputy);
        var matter = await CasePage.OpenAsync(deputy, chain.CaseId, "已收到");
        var answer = await matter.MoveAsync("直接答复");
        await answer.FillAsync("答复内容", "今晚就来修，请放心。");
        await chain.StepAsync("resident-1", "supplement", new { text = "又坏了一盏。", attachmentIds = Array.Empty<string>() });

        deputy.Expect(412);
        await answer.SubmitAsync();
        await matter.RefusedAsync();
        await Assertions.Expect(matter.Alert).ToContainTextAsync("事项已有新变化");
        await Assertions.Expect((await matter.MoveAsync("直接答复")).Field("答复内容")).ToHaveValueAsync("今晚就来修，请放心。");
        await (await matter.MoveAsync("直接答复")).SubmitAsync();
        await matter.ShowsAsync("代表已答复");
    }

    [Fact]
    public async Task A_move_made_in_another_tab_before_leaves_the_text_to_be_copied()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        await WorkPage.ArrivedAsync(deputy);
        var first = deputy.Page;
        var matter = await CasePage.OpenAsync(deputy, chain.CaseId, "已收到");
        await (await matter.MoveAsync("直接答复")).FillAsync("答复内容", "第一个标签页里写的话。");

        await deputy.NewTabAsync();
        await CasePage.OpenAsync(deputy, chain.CaseId, "已收到");
        var adopt = await matter.MoveAsync("采纳为代表建议");
        await adopt.SubmitAsync();
        await matter.ShowsAsync("代表已采纳");

        deputy.TurnTo(first);
        deputy.Expect(409);
        deputy.Expect(412);
        await (await matter.MoveAsync("直接答复")).SubmitAsync();
        await matter.RefusedAsync();
        await Assertions.Expect(matter.Main).ToContainTextAsync("您刚才填写的内容");
        await Assertions.Expect(matter.Main).ToContainTextAsync("第一个标签页里写的话。");
    }

    [Fact]
    public async Task A_script_in_the_texts_is_text()
    {
        const string script = "<script>alert('标题')</script>";
        const string picture = "<img src=x onerror=\"alert('正文')\"> 路灯坏了三天，请尽快维修。";
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync(script, picture);
        await form.Submit.ClickAsync();
        await (await ReceiptPage.ArrivedAsync(resident)).Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases(script).ClickAsync();
        var matter = await CasePage.ArrivedAsync(resident, "已收到");
        await Assertions.Expect(resident.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync(script);
        await Assertions.Expect(matter.Main).ToContainTextAsync(picture);
        Assert.Contains(script, await resident.Page.TitleAsync(), StringComparison.Ordinal);
    }
}
