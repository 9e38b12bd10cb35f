using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>提醒: the inbox.</summary>
internal sealed class AlertsPage(Visitor visitor)
{
    private const string Heading = "提醒";

    public static async Task<AlertsPage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/alerts");
        return await ArrivedAsync(visitor);
    }

    public static async Task<AlertsPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("alerts", Heading);
        return new AlertsPage(visitor);
    }

    public ILocator About(string words) => visitor.Page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = words });

    public ILocator MarkRead(string words) => About(words).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "标为已读" });

    public ILocator GoToCase(string words) => About(words).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "查看事项" });
}
