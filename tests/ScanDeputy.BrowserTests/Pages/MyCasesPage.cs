using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>我的反映.</summary>
internal sealed class MyCasesPage(Visitor visitor)
{
    private const string Heading = "我的反映";

    public static async Task<MyCasesPage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/my");
        return await ArrivedAsync(visitor);
    }

    public static async Task<MyCasesPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("my-cases", Heading);
        return new MyCasesPage(visitor);
    }

    /// <param name="words">The number or the title.</param>
    public ILocator Cases(string words) => visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = words });
}
