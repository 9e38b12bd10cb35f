using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>扫码登录: an office's desk shows a code, the phone of somebody who is signed in there confirms it, and the desk goes on by itself.</summary>
public sealed class DeskJourney(BrowserFixture browser) : Journey(browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_desk_is_let_in_by_a_phone(bool javaScript)
    {
        var desk = await ComeAsync("desk", Device.Desk, javaScript);
        await desk.OpenAsync("/login?returnUrl=" + Uri.EscapeDataString("/alerts"));
        await desk.ArriveAsync("desk-login", "登录");
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "显示登录二维码" }).ClickAsync();
        await desk.Page.WaitForURLAsync("**/login/desk");
        await desk.ArriveAsync("desk-code", "扫码登录");
        var number = await desk.Page.Locator(".desk-number").InnerTextAsync();
        // What a phone's camera would read.
        var scanned = await ScanAsync(desk);

        var phone = await SignInAsync("committee-1", Device.Phone);
        await phone.OpenAsync(new Uri(scanned).AbsolutePath);
        await Assertions.Expect(phone.Page.Locator(".desk-number")).ToHaveTextAsync(number);
        await phone.ArriveAsync("desk-confirm", "确认登录");
        await phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "确认登录" }).ClickAsync();
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("已确认");
        await phone.ArriveAsync("desk-confirmed", "确认登录");

        if (!javaScript)
            await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "已在手机上确认，进入" }).ClickAsync();
        await desk.Page.WaitForURLAsync("**/alerts");
    }

    [Fact]
    public async Task A_desk_that_was_refused_says_so_and_offers_another_code()
    {
        var desk = await ComeAsync("desk-refused", Device.Desk);
        await desk.OpenAsync("/login");
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "显示登录二维码" }).ClickAsync();
        await desk.Page.WaitForURLAsync("**/login/desk");
        var scanned = await ScanAsync(desk);
        var phone = await SignInAsync("deputy-1", Device.Phone);
        await phone.OpenAsync(new Uri(scanned).AbsolutePath);
        desk.Expect(403);
        await phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "拒绝" }).ClickAsync();
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("手机上拒绝了这次登录");
        await desk.ArriveAsync("desk-refused", "扫码登录");
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "重新获取二维码" }).ClickAsync();
        await Assertions.Expect(desk.Page.Locator(".desk-code")).ToBeVisibleAsync();
    }

    private async Task<string> ScanAsync(Visitor desk)
    {
        var picture = PictureOf("desk-qr");
        await desk.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        return await QrReader.ReadAsync(picture);
    }
}
