using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>Loading a page again, or going back to one, never sends a form a second time and never shows the browser's own question or error.</summary>
public sealed class BackJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Text = "村东头的路灯坏了三天，晚上老人出门不安全，请尽快维修。";

    [Fact]
    public async Task A_report_s_preview_and_faults_are_gone_back_to_as_its_form()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        await form.FillAsync("退回上一页的路灯", Text);
        await form.Preview.ClickAsync();
        await Assertions.Expect(form.WhatThePublicSees).ToBeVisibleAsync();
        await IsAskedForAsync(resident, $"/s/{StationCode}/report");

        await form.FillAsync("退回上一页的路灯", "太短");
        resident.Expect(422);
        await form.Submit.ClickAsync();
        await form.RefusedAsync();
        await form.Text.FillAsync(Text);
        await form.Submit.ClickAsync();
        await ReceiptPage.ArrivedAsync(resident);
        await resident.Page.GoBackAsync();
        await ReportPage.ArrivedAsync(resident);
        await Assertions.Expect(resident.Page).ToHaveURLAsync(new Uri(Server.Address, $"/s/{StationCode}/report").ToString());
        await Assertions.Expect((await MyCasesPage.OpenAsync(resident)).Cases("退回上一页的路灯")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_move_s_faults_and_questions_are_gone_back_to_as_the_case()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var deputy = await SignInAsync(chain.Deputy, Device.Phone);
        await WorkPage.ArrivedAsync(deputy);
        var matter = await CasePage.OpenAsync(deputy, chain.CaseId, "已收到");
        deputy.Expect(422);
        await (await matter.MoveAsync("直接答复")).SubmitAsync();
        await matter.RefusedAsync();
        await IsAskedForAsync(deputy, $"/cases/{chain.CaseId}");

        var resident = await SignInAsync("resident-1", Device.Desk);
        await MyCasesPage.ArrivedAsync(resident);
        matter = await CasePage.OpenAsync(resident, chain.CaseId, "已收到");
        var withdraw = await matter.MoveAsync("撤回");
        await withdraw.FillAsync("原因", "已经自行解决");
        await withdraw.SubmitAsync();
        await resident.ArriveAsync("asked", "撤回");
        await IsAskedForAsync(resident, $"/cases/{chain.CaseId}");
        await matter.ShowsAsync("已收到");
    }

    /// <summary>Forms with nothing in them, of pages that answer with what is wrong or with what would be done.</summary>
    [Theory]
    [InlineData("/admin/import", "检查")]
    [InlineData("/admin/calendars", "先看变化")]
    [InlineData("/admin/setup/stations/new", "保存")]
    [InlineData("/admin/staff/new", "新建账号")]
    [InlineData("/account/password", "保存新密码")]
    public async Task An_office_s_form_is_gone_back_to_as_its_page(string path, string button)
    {
        var admin = await SignInAsync("admin-1", Device.Desk);
        await WorkPage.ArrivedAsync(admin);
        await admin.OpenAsync(path);
        admin.Expect(422);
        await admin.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button }).First.ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await IsAskedForAsync(admin, path);
    }

    /// <summary>What a reload sends: a question for the page, and no form.</summary>
    private async Task IsAskedForAsync(Visitor visitor, string path)
    {
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new Uri(Server.Address, path).ToString());
        var again = await visitor.Page.ReloadAsync();
        Assert.Equal(("GET", 200, path), (again!.Request.Method, again.Status, new Uri(again.Url).PathAndQuery));
        await visitor.ArriveAsync("again", "");
    }
}
