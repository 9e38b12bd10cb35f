using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>What a scanned code opens: the station, its deputies and its days.</summary>
internal sealed class StationPage(Visitor visitor)
{
    public static async Task<StationPage> OpenAsync(Visitor visitor, string code)
    {
        await visitor.OpenAsync($"/s/{code}");
        return await ArrivedAsync(visitor);
    }

    public static async Task<StationPage> ArrivedAsync(Visitor visitor)
    {
        await Assertions.Expect(new StationPage(visitor).Report).ToBeVisibleAsync();
        await visitor.ArriveAsync("station", "");
        return new StationPage(visitor);
    }

    public ILocator Deputies => visitor.Page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { Has = visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 3 }) });

    public ILocator Report => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "反映问题", Exact = true });
}
