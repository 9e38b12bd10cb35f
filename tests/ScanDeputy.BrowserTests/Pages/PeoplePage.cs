using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>人员变动: who leaves, who is away, who takes over.</summary>
internal sealed class PeoplePage(Visitor visitor)
{
    private const string Heading = "人员变动";

    /// <summary>By the link that stands on every page.</summary>
    public static async Task<PeoplePage> GoToAsync(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "主导航" })
            .GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "人员" }).ClickAsync();
        var page = new PeoplePage(visitor);
        await page.ArriveAsync();
        return page;
    }

    public Task ArriveAsync() => visitor.ArriveAsync("people", Heading);

    /// <summary>What was done; lists to choose from say how many they found as well.</summary>
    public ILocator Said => visitor.Page.Locator(".done-note");

    public ILocator Alert => visitor.Page.GetByRole(AriaRole.Alert);

    public ILocator Section(string heading) => visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = heading });

    /// <summary>Chooses somebody by a part of what the list says of them.</summary>
    public async Task ChooseAsync(string section, string label, string part)
    {
        var list = Section(section).GetByRole(AriaRole.Combobox, new LocatorGetByRoleOptions { Name = label });
        var option = await list.Locator("option").Filter(new LocatorFilterOptions { HasText = part }).First.GetAttributeAsync("value");
        await list.SelectOptionAsync(option!);
    }

    public async Task SubmitAsync(string section)
    {
        await Section(section).GetByRole(AriaRole.Button).ClickAsync();
        var asked = visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "确认" });
        await Assertions.Expect(Said.Or(Alert).Or(asked).First).ToBeVisibleAsync();
        if (await asked.IsVisibleAsync())
            await visitor.SayYesAsync("？", "people-asked");
        await Assertions.Expect(Said.Or(Alert).First).ToBeVisibleAsync();
        await ArriveAsync();
    }
}
