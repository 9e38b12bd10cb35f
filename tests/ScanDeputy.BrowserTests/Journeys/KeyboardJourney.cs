using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>Without a mouse, and on every page for everybody: names, one main heading, the language (see <see cref="PageRules"/>).</summary>
public sealed class KeyboardJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task A_report_is_written_and_sent_by_keyboard()
    {
        var resident = await SignInAsync("resident-1", Device.Desk);
        await MyCasesPage.ArrivedAsync(resident);
        var form = await ReportPage.OpenAsync(resident, StationCode);
        var keys = resident.Page.Keyboard;

        await TabToAsync(form.StreetLights, keys);
        await keys.PressAsync("Space");
        await Assertions.Expect(form.StreetLights).ToBeCheckedAsync();
        await TabToAsync(form.Text, keys);
        await keys.InsertTextAsync("只用键盘写的：村口的路灯坏了三天，请尽快维修。");
        await TabToAsync(form.Submit, keys);
        await keys.PressAsync("Enter");
        await ReceiptPage.ArrivedAsync(resident);
    }

    [Theory]
    [InlineData("resident-1", true)]
    [InlineData("keeper-1", false)]
    [InlineData("admin-1", false)]
    public async Task Every_page_keeps_the_rules_for_everybody(string persona, bool onPhone)
    {
        var visitor = await SignInAsync(persona, onPhone ? Device.Phone : Device.Desk);
        await Assertions.Expect(visitor.Page).Not.ToHaveURLAsync(new Uri(Server.Address, "/login").ToString());
        await HomePage.OpenAsync(visitor);
        await AlertsPage.OpenAsync(visitor);
        await SandboxPage.OpenAsync(visitor);
        await StationPage.OpenAsync(visitor, StationCode);
        await visitor.OpenAsync("/why");
        await WhyPage.ArrivedAsync(visitor);
        if (persona is "resident-1" or "keeper-1")
        {
            await MyCasesPage.OpenAsync(visitor);
            await ReportPage.OpenAsync(visitor, StationCode);
        }

        if (persona != "resident-1")
        {
            await visitor.OpenAsync("/work?role=all");
            await WorkPage.ArrivedAsync(visitor);
        }
    }

    private static async Task TabToAsync(ILocator target, IKeyboard keys)
    {
        for (var i = 0; i < 60; i++)
        {
            await keys.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"The Tab key does not reach {target}.");
    }
}
