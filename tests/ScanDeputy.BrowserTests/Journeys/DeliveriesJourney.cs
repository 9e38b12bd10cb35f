using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>消息送达: what WeChat refused is seen by an administrator, who has it sent again.</summary>
public sealed class DeliveriesJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Send = "/cgi-bin/message/subscribe/send";

    [Fact]
    public async Task A_refused_message_is_seen_and_sent_again()
    {
        var faults = Server.Services.GetRequiredService<EmbeddedSandbox>().Control.Faults;
        using var chain = new CaseChain(Server);
        // The demo's own messages go first, so that the page begins with this one.
        await chain.WaitAsync("PT1H");
        faults.FailNext(Send, 43101, 1_000);
        await chain.SubmitAsync();
        var number = (string)(await chain.SeenByAsync("resident-1"))["number"]!;
        await chain.WaitAsync("PT10M");
        faults.Clear();

        var admin = await SignInAsync("admin-1", Device.Phone);
        await AlertsPage.OpenAsync(admin);
        await admin.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "消息送达" }).ClickAsync();
        await admin.ArriveAsync("deliveries", "消息送达");
        var refused = admin.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = number });
        await Assertions.Expect(refused).ToContainTextAsync("errcode 43101");
        await refused.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(refused).ToHaveCountAsync(0);
        await admin.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "等待发送" }).ClickAsync();
        await Assertions.Expect(refused).ToHaveCountAsync(1);
        await admin.ArriveAsync("deliveries", "消息送达");
    }

    [Fact]
    public async Task It_is_the_administrators_alone()
    {
        var committee = await SignInAsync("committee-1", Device.Desk);
        await AlertsPage.OpenAsync(committee);
        await Assertions.Expect(committee.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "消息送达" })).ToHaveCountAsync(0);
        await NoticePage.ExpectAsync(committee, "/admin/deliveries", 403, "没有权限", "您的身份不能进行这项操作");
    }
}
