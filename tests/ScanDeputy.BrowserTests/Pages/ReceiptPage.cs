using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>What a resident keeps: number, receipt and date.</summary>
internal sealed class ReceiptPage(Visitor visitor)
{
    private const string Heading = "已收到您的反映";

    public static async Task<ReceiptPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("receipt", Heading);
        return new ReceiptPage(visitor);
    }

    public async Task<string> NumberAsync() => (await Facts.Of(visitor.Page, "受理编号").InnerTextAsync()).Trim();

    public ILocator ReceivedAt => Facts.Of(visitor.Page, "收到时间");

    public ILocator Receipt => Facts.Of(visitor.Page, "回执");

    public ILocator Why => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "为什么是这一天" });

    public ILocator Mine => visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "我的反映" });
}

/// <summary>Lists of terms with what is said about them.</summary>
internal static class Facts
{
    public static ILocator Of(IPage page, string term) => page.Locator($"dl > div:has(> dt:text-is('{term}')) > dd");
}
