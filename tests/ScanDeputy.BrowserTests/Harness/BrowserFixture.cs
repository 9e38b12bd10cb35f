using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(ScanDeputy.BrowserTests.Harness.BrowserFixture))]

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>The system's Chromium, started once for all journeys; nothing is downloaded and it calls nobody by itself.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Switches });
        Assertions.SetDefaultExpectTimeout(Visitor.Patience);
    }

    public Task<IBrowserContext> OpenAsync(Uri address, Device device, bool javaScript) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = address.ToString(),
        ViewportSize = device.Size,
        DeviceScaleFactor = device.Scale,
        IsMobile = device.IsPhone,
        HasTouch = device.IsPhone,
        JavaScriptEnabled = javaScript,
        Locale = "zh-CN",
        TimezoneId = "Asia/Shanghai",
    });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}

/// <summary>What somebody looks at the pages with.</summary>
public sealed record Device(ViewportSize Size, float Scale, bool IsPhone)
{
    public static readonly Device Phone = new(new ViewportSize { Width = 390, Height = 844 }, 1, true);

    public static readonly Device Desk = new(new ViewportSize { Width = 1280, Height = 900 }, 1, false);

    /// <summary>A window larger than any plate, whose pictures have so many pixels for one of CSS.</summary>
    public static Device Printer(double scale) => new(new ViewportSize { Width = 1000, Height = 1300 }, (float)scale, false);
}
