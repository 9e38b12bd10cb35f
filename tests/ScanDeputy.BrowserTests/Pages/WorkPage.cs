using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>办件: the work list of deputies and officials.</summary>
internal sealed class WorkPage(Visitor visitor)
{
    private const string Heading = "办件";

    public static async Task<WorkPage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/work");
        return await ArrivedAsync(visitor);
    }

    public static async Task<WorkPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("work", Heading);
        return new WorkPage(visitor);
    }

    /// <param name="number">Something that stands in one row only.</param>
    public ILocator Row(string number) => visitor.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = number });

    /// <summary>When a stage must be done, in words and colour.</summary>
    public ILocator Due(string number) => Row(number).Locator(".due");

    public ILocator Unread => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "条未读" });

    public ILocator OnlyOverdue => visitor.Page.GetByLabel("只看逾期");

    public async Task SearchAsync(string words, bool onlyOverdue = false)
    {
        var filter = visitor.Page.Locator("details", new PageLocatorOptions { HasText = "筛选" });
        if (await filter.GetAttributeAsync("open") is null)
            await filter.Locator("summary").ClickAsync();
        await filter.GetByLabel("关键词").FillAsync(words);
        if (onlyOverdue)
            await OnlyOverdue.CheckAsync();
        await filter.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "筛选" }).ClickAsync();
        await Assertions.Expect(filter).ToContainTextAsync("已筛选");
        await visitor.ArriveAsync("work-filtered", Heading);
    }

    /// <summary>From the list to the case of this number.</summary>
    public async Task<CasePage> GoToAsync(string number, string status)
    {
        await SearchAsync(number);
        await Row(number).GetByRole(AriaRole.Link).ClickAsync();
        return await CasePage.ArrivedAsync(visitor, status);
    }
}
