using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>演示台: people, clock, phones and station codes.</summary>
internal sealed class SandboxPage(Visitor visitor)
{
    private const string Heading = "演示台";

    public static async Task<SandboxPage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/sandbox");
        await visitor.ArriveAsync("sandbox", Heading);
        return new SandboxPage(visitor);
    }

    /// <summary>The station's QR code as it stands on the screen.</summary>
    public async Task PhotographAsync(string code, string path)
    {
        var picture = visitor.Page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = code }).Locator("img");
        await picture.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(picture).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await picture.ScreenshotAsync(new LocatorScreenshotOptions { Path = path });
    }

    public ILocator Clock => visitor.Page.Locator("#clock time");

    public async Task AWeekLaterAsync(string day)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "快进 1 周" }).ClickAsync();
        await Assertions.Expect(Clock).ToContainTextAsync(day);
        await visitor.ArriveAsync("sandbox", Heading);
    }
}
