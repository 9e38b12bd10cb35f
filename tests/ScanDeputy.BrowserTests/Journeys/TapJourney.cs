using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>The jobs that people do most, counted in taps from the list or the station on: typing does not count, unfolding a form does.</summary>
public sealed class TapJourney(BrowserFixture browser) : Journey(browser)
{
    private int _taps;

    [Fact]
    public async Task The_main_jobs_need_no_more_taps_than_they_did()
    {
        using var chain = new CaseChain(Server);
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        await CountAsync("report", 3, () => ReportAsync(resident));

        await chain.SubmitAsync();
        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        await WorkPage.ArrivedAsync(deputy);
        await CountAsync("progress", 1, () => OpenAsync(resident, "/my", chain));
        await CountAsync("adopt", 3, async () =>
        {
            await OpenAsync(deputy, "/work", chain);
            await SendAsync(deputy, "adopt");
        });
        var committee = await SignInAsync("committee-1", Device.Desk);
        await WorkPage.ArrivedAsync(committee);
        await CountAsync("hand over", 2, async () =>
        {
            await OpenAsync(committee, "/work", chain);
            await SendAsync(committee, "handover");
        });
        var government = await SignInAsync("government-1", Device.Desk);
        await WorkPage.ArrivedAsync(government);
        await CountAsync("assign", 2, async () =>
        {
            await OpenAsync(government, "/work", chain);
            await SendAsync(government, "assign");
        });
        await DecideAndOrderAsync(government, chain);
        await ReplyAndRateAsync(resident, deputy, chain);
    }

    private async Task DecideAndOrderAsync(Visitor government, CaseChain chain)
    {
        await chain.StepAsync("agency-1", "sign");
        await chain.StepAsync("agency-1", "extension", new { days = 5, reason = "灯杆到货晚" });
        await CountAsync("approve an extension", 3, async () =>
        {
            await OpenAsync(government, "/work", chain);
            await SendAsync(government, "extension-decision", form => TapAsync(form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = "同意", Exact = true })));
        });
        var supervisor = await SignInAsync("supervisor-1", Device.Desk);
        await WorkPage.ArrivedAsync(supervisor);
        await CountAsync("order", 2, async () =>
        {
            await OpenAsync(supervisor, "/work?role=all", chain);
            await SendAsync(supervisor, "supervise", form => form.GetByLabel("督办内容").FillAsync("请加快办理"), form => form.GetByLabel("答复期限").FillAsync("2026-05-29"));
        });
    }

    private async Task ReplyAndRateAsync(Visitor resident, Visitor deputy, CaseChain chain)
    {
        var first = chain.CaseId;
        await chain.ToHandedOverAsync();
        await chain.AssignAsync();
        var agency = await SignInAsync("agency-1", Device.Phone);
        await WorkPage.ArrivedAsync(agency);
        await CountAsync("sign and reply", 4, async () =>
        {
            await OpenAsync(agency, "/work", chain);
            await SendAsync(agency, "sign");
            await SendAsync(
                agency, "reply", form => TapAsync(form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = "A 已解决" })), form => form.GetByLabel("公开答复").FillAsync("三盏路灯已经更换。"));
        });
        await CountAsync("rate", 3, async () =>
        {
            await OpenAsync(resident, "/my", chain);
            await SendAsync(resident, "evaluate", form => TapAsync(form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = "满意", Exact = true })));
        });
        Assert.NotEqual(first, chain.CaseId);

        await chain.SubmitAsync();
        await deputy.Context.CloseAsync();
        var next = await SignInAsync(chain.Deputy, Device.Phone);
        await WorkPage.ArrivedAsync(next);
        await CountAsync("answer", 3, async () =>
        {
            await OpenAsync(next, "/work", chain);
            await SendAsync(next, "answer", form => form.GetByLabel("答复内容").FillAsync("已联系供电所，今天恢复照明。"));
        });
    }

    private async Task ReportAsync(Visitor resident)
    {
        await resident.OpenAsync($"/s/{StationCode}");
        await TapAsync((await StationPage.ArrivedAsync(resident)).Report);
        var form = await ReportPage.ArrivedAsync(resident);
        await TapAsync(form.StreetLights);
        await form.Text.FillAsync("村西头变压器旁的路口一到晚上漆黑一片，请安装路灯。");
        await TapAsync(form.Submit);
        await ReceiptPage.ArrivedAsync(resident);
    }

    /// <summary>From a list to the case.</summary>
    private async Task OpenAsync(Visitor visitor, string list, CaseChain chain)
    {
        await visitor.OpenAsync(list);
        await TapAsync(visitor.Page.Locator($"a[href='/cases/{chain.CaseId}']").First);
        await Assertions.Expect(visitor.Page.Locator(".case-head")).ToBeVisibleAsync();
    }

    private async Task SendAsync(Visitor visitor, string move, params Func<ILocator, Task>[] fill)
    {
        var form = visitor.Page.Locator($"#move-{move}");
        if (await form.GetAttributeAsync("open") is null)
            await TapAsync(form.Locator("summary"));
        foreach (var step in fill)
            await step(form);
        await TapAsync(form.GetByRole(AriaRole.Button).Last);
        await Assertions.Expect(visitor.Page.Locator(".done-note").First).ToBeVisibleAsync();
    }

    private Task TapAsync(ILocator what)
    {
        _taps++;
        return what.ClickAsync();
    }

    private async Task CountAsync(string job, int most, Func<Task> run)
    {
        _taps = 0;
        await run();
        Assert.True(_taps <= most, $"To {job} takes {_taps} taps, not {most}.");
    }
}
