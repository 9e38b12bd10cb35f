using System.Globalization;
using Microsoft.Playwright;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>The pictures of one journey, numbered in the order in which its people saw the pages.</summary>
internal sealed class Album
{
    private readonly string _folder;
    private int _taken;

    public Album(string journey)
    {
        _folder = Path.Combine(Checkout(), "artifacts", "screenshots", journey);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Waits for the page's own pictures; one that is broken fails here.</summary>
    public Task TakeAsync(IPage page, string name) => SaveAsync(page, LoadedAsync, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _taken):D2}-{name}"));

    public string PathOf(string file) => Path.Combine(_folder, file);

    public async Task KeepFailureAsync(IPage page, string name)
    {
        await SaveAsync(page, _ => Task.CompletedTask, name);
        await File.WriteAllTextAsync(PathOf($"{name}.html"), await page.ContentAsync());
    }

    /// <summary>On a screen as tall as the page, so that bars at the foot of the screen do not cover its middle and late pictures load.</summary>
    private async Task SaveAsync(IPage page, Func<IPage, Task> ready, string name)
    {
        var screen = page.ViewportSize!;
        var tall = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        if (tall > screen.Height)
            await page.SetViewportSizeAsync(screen.Width, tall);
        await ready(page);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = PathOf($"{name}.png"), Scale = ScreenshotScale.Css });
        if (tall > screen.Height)
            await page.SetViewportSizeAsync(screen.Width, screen.Height);
    }

    private static async Task LoadedAsync(IPage page)
    {
        foreach (var picture in await page.Locator("img:visible").AllAsync())
            await Assertions.Expect(picture).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScanDeputy.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a checkout.");
    }
}
