using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>首页.</summary>
internal sealed class HomePage(Visitor visitor)
{
    private const string Heading = "有事找代表";

    public static async Task<HomePage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/");
        await visitor.ArriveAsync("home", Heading);
        return new HomePage(visitor);
    }

    public ILocator Code => visitor.Page.GetByLabel("联络站码");

    public ILocator Open => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "打开联络站" });

    public async Task RefusedAsync()
    {
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await visitor.ArriveAsync("home-refused", Heading);
    }
}
