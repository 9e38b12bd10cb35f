using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>A page that says why there is nothing to see, and where to go on.</summary>
internal static class NoticePage
{
    public static async Task ExpectAsync(Visitor visitor, string path, int status, string heading, string words)
    {
        visitor.Expect(status);
        await visitor.OpenAsync(path);
        await visitor.ArriveAsync($"notice-{status}", heading);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(words);
    }
}
