using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>为什么是这一天: the days counted.</summary>
internal sealed class WhyPage(Visitor visitor)
{
    private const string Heading = "为什么是这一天";

    public static async Task<WhyPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("why", Heading);
        return new WhyPage(visitor);
    }

    public ILocator Days => visitor.Page.GetByRole(AriaRole.Row);
}
