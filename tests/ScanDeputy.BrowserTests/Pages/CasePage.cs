using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>One case, with a folded form for each move that may be made now.</summary>
internal sealed class CasePage(Visitor visitor)
{
    public static async Task<CasePage> OpenAsync(Visitor visitor, string id, string status)
    {
        await visitor.OpenAsync($"/cases/{id}");
        return await ArrivedAsync(visitor, status);
    }

    /// <summary>The case's page is here, and says that it stands so.</summary>
    public static async Task<CasePage> ArrivedAsync(Visitor visitor, string status)
    {
        var page = new CasePage(visitor);
        await page.ShowsAsync(status);
        return page;
    }

    public async Task ShowsAsync(string status)
    {
        await Assertions.Expect(visitor.Page.Locator(".case-head .pill")).ToHaveTextAsync(status);
        await visitor.ArriveAsync("case", "");
    }

    /// <summary>The page has come back with what is wrong.</summary>
    public async Task RefusedAsync()
    {
        await Assertions.Expect(Alert).ToBeVisibleAsync();
        await visitor.ArriveAsync("case-refused", "");
    }

    public string Id => new Uri(visitor.Page.Url).Segments[2].TrimEnd('/');

    public ILocator Alert => visitor.Page.GetByRole(AriaRole.Alert);

    /// <summary>Whose turn it is, since when and until when.</summary>
    public ILocator Turn => visitor.Page.Locator(".turn");

    public ILocator Main => visitor.Page.GetByRole(AriaRole.Main);

    public ILocator Photos => visitor.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "反映照片" });

    public ILocator SimilarOnes => visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "可能重复" });

    public ILocator Unfollow => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "取消关注" });

    public ILocator Release => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "允许公开照片" });

    public ILocator ReleaseText => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "允许公开文字" });

    public ILocator Paper(string title) => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = title });

    public ILocator Fact(string term) => Facts.Of(visitor.Page, term);

    /// <summary>The form of a move, unfolded.</summary>
    public async Task<MoveForm> MoveAsync(string move)
    {
        var form = visitor.Page.Locator("details", new PageLocatorOptions { Has = visitor.Page.Locator($"summary:text-is('{move}')") });
        if (await form.GetAttributeAsync("open") is null)
            await form.Locator("summary").ClickAsync();
        return new MoveForm(form);
    }
}

/// <summary>The small form of a move.</summary>
internal sealed class MoveForm(ILocator form)
{
    public ILocator Field(string label) => form.GetByLabel(label);

    public ILocator Choice(string label) => form.GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = label, Exact = true });

    /// <summary>One of several choices of the same words.</summary>
    public ILocator Choice(string of, string label) =>
        form.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = of }).GetByRole(AriaRole.Radio, new LocatorGetByRoleOptions { Name = label, Exact = true });

    public ILocator Words => form;

    public Task FillAsync(string label, string text) => Field(label).FillAsync(text);

    public Task SubmitAsync() => form.GetByRole(AriaRole.Button).Last.ClickAsync();
}
