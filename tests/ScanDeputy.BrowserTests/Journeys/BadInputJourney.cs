using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>What people do wrong on the forms costs them nothing that they have typed.</summary>
public sealed class BadInputJourney(BrowserFixture browser) : Journey(browser)
{
    private static readonly Device Wide = Device.Desk with { Size = new ViewportSize { Width = 1366, Height = 900 } };

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
        await Assertions.Expect(form.Text).ToHaveAccessibleDescriptionAsync(new Regex(error, RegexOptions.None, TimeSpan.FromSeconds(20)));
        await form.Alert.GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = error }).ClickAsync();
        await Assertions.Expect(form.Text).ToBeFocusedAsync();

        await form.Text.FillAsync(Enough);
        await form.Submit.ClickAsync();
        await (await ReceiptPage.ArrivedAsync(resident)).Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases("村东头路灯坏了").ClickAsync();
        await Assertions.Expect((await CasePage.ArrivedAsync(resident, "已收到")).Photos).ToHaveCountAsync(1);
    }

    /// <summary>Issue I, 12: one rule for server and page.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_left_is_counted_as_the_server_counts(bool onPhone)
    {
        var resident = await SignInAsync("resident-1", onPhone ? Device.Phone : Wide);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        var count = resident.Page.Locator("#text ~ .count");
        await Assertions.Expect(count).ToHaveTextAsync("还可以写 2000 字");
        await Assertions.Expect(form.Text).Not.ToHaveAttributeAsync("maxlength", new Regex(".*", RegexOptions.None, TimeSpan.FromSeconds(20)));
        foreach (var text in (string[])["路灯", " 路灯\n\n坏了 ", "👨‍👩‍👧‍👦🇨🇳👍🏿", "e\u0301e\u0301", "路\u200B灯\u3164", "\u3000路\u3000灯\u3000", "①Ａ\t—", "ｶﾞｽ\u2800"])
        {
            await form.Text.FillAsync(text);
            await Assertions.Expect(count).ToHaveTextAsync($"还可以写 {2000 - WrittenText.Length(text)} 字");
        }

        await form.Text.FillAsync(new string('灯', 1_999));
        await Assertions.Expect(count).ToHaveTextAsync("还可以写 1 字");
        await form.Text.FillAsync(new string('灯', 2_003));
        await Assertions.Expect(count).ToHaveTextAsync("超出 3 字");
        await resident.ArriveAsync("too-long", "反映问题");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_comes_after_its_session_keeps_its_text_and_says_of_photos_before_sending_what_is_wrong(bool onPhone)
    {
        var resident = await SignInAsync("resident-1", onPhone ? Device.Phone : Wide);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync("村东头路灯坏了", Enough);
        var photos = resident.Page.GetByLabel("照片", new PageGetByLabelOptions { Exact = false }).Last;
        await photos.SetInputFilesAsync(new FilePayload { Name = "IMG_0001.HEIC", MimeType = "image/heic", Buffer = [1, 2, 3] });
        await Assertions.Expect(form.Alert).ToContainTextAsync("“IMG_0001.HEIC”是 HEIC 或 AVIF 格式");
        await form.Submit.ClickAsync();
        await Assertions.Expect(photos).ToBeFocusedAsync();
        await resident.ArriveAsync("photo-not-taken", "反映问题");

        await photos.SetInputFilesAsync(Array.Empty<FilePayload>());
        await Assertions.Expect(form.Alert).ToBeHiddenAsync();
        await form.AddPhotoAsync();
        await resident.Context.ClearCookiesAsync();
        resident.Expect(401);
        await form.Submit.ClickAsync();
        await resident.ArriveAsync("late-form", "请重新登录");
        await Assertions.Expect(resident.Page.GetByText(Enough)).ToBeVisibleAsync();
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
