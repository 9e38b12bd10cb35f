using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>A paper as it will be printed.</summary>
internal sealed class PaperPage(Visitor visitor)
{
    public static async Task<PaperPage> ArrivedAsync(Visitor visitor, string title)
    {
        await visitor.ArriveAsync("paper", title);
        return new PaperPage(visitor);
    }

    public ILocator Main => visitor.Page.GetByRole(AriaRole.Main);

    public ILocator Back => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "返回办件" });
}
