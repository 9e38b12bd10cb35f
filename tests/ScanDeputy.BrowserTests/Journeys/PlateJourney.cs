using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>An administrator issues a code, prints its plates, replaces it and takes it back. What is printed is read by a reader that is not ours.</summary>
public sealed class PlateJourney(BrowserFixture browser) : Journey(browser)
{
    private const double MillimetresPerInch = 25.4;
    private const double CssPixelsPerInch = 96;

    [Theory]
    [InlineData(nameof(Device.Phone))]
    [InlineData(nameof(Device.Desk))]
    public async Task A_code_is_issued_replaced_and_taken_back(string width)
    {
        var admin = await SignInAsync("admin-1", width == nameof(Device.Phone) ? Device.Phone : Device.Desk);
        var page = admin.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "站码" }).ClickAsync();
        await admin.ArriveAsync("stations", "联络站和二维码");
        await page.GetByLabel("查找").FillAsync("没有这样的站");
        await PressAsync(page, "查找");
        await Assertions.Expect(page.GetByText("没有找到，请换个词再试。")).ToBeVisibleAsync();
        await page.GetByLabel("查找").FillAsync("");
        await PressAsync(page, "查找");
        await page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "联络站", Exact = true }).GetByRole(AriaRole.Link).First.ClickAsync();

        admin.Expect(422);
        await PressAsync(page, "发放");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("请填写张贴位置");
        await page.GetByLabel("张贴位置").FillAsync("宣传栏");
        await PressAsync(page, "发放");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已发放");
        var card = page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "宣传栏 使用中" });
        await Assertions.Expect(card).ToHaveCountAsync(1);
        await admin.ArriveAsync("station-codes", "联络站");

        await card.GetByText("更换", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await card.GetByLabel("旧码再保留几天").FillAsync("400");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "换成新码" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("旧码保留天数须为 0 到 365 的整数");
        await card.GetByLabel("旧码再保留几天").FillAsync("7");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "换成新码" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已换成新码");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "宣传栏 已更换" })).ToContainTextAsync("旧码可用到");

        await card.GetByText("停用", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await card.GetByLabel("停用原因").FillAsync("站牌丢失");
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "停用这个码" }).ClickAsync();
        await admin.SayYesAsync("停用", "revoke-asked");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "宣传栏 已停用" })).ToContainTextAsync("站牌丢失");
        await admin.ArriveAsync("station-codes-ended", "联络站");
    }

    [Theory]
    [InlineData("a4-1", 210, 297, 1)]
    [InlineData("a4-2", 210, 297, 2)]
    [InlineData("a4-6", 210, 297, 6)]
    [InlineData("a4-12", 210, 297, 12)]
    [InlineData("door-a5", 148, 210, 1)]
    [InlineData("door-a6", 105, 148, 1)]
    [InlineData("card", 90, 54, 1)]
    public async Task A_printed_plate_can_be_scanned_also_when_it_hangs_badly(string format, int width, int height, int copies)
    {
        using var administrator = await Server.AsAsync("admin-1");
        var station = (string)(await administrator.GetAsync($"/api/v1/station-codes/{StationCode}"))["station"]["id"]!;
        var code = await administrator.PostAsync($"/api/v1/admin/stations/{station}/codes", new { placement = "大门口" });
        var plate = $"/admin/stations/{station}/codes/{code["code"]}/plate?format={format}";

        foreach (var dpi in (int[])[150, 300])
        {
            var admin = await SignInAsync("admin-1", Device.Printer(dpi / CssPixelsPerInch));
            await admin.OpenAsync(plate);
            var drawn = admin.Page.Locator("main > svg");
            var box = (await drawn.BoundingBoxAsync())!;
            Assert.Equal((width, height), (Millimetres(box.Width), Millimetres(box.Height)));
            // A phone looks at one plate at a time; a reader that is given twelve codes in one picture misses some of them.
            var cells = await admin.Page.Locator("main > svg > g").AllAsync();
            Assert.Equal(copies, cells.Count);
            foreach (var (cell, i) in cells.Select((cell, i) => (cell, i)))
                await ReadAsync(cell, $"{format}-{dpi}-{i}", new LocatorScreenshotOptions());

            // One corner covered, hung crooked, and photographed badly.
            await drawn.EvaluateAsync("""
                svg => {
                  for (const code of svg.querySelectorAll('svg')) {
                    const n = code.viewBox.baseVal.width, cover = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
                    for (const [name, value] of Object.entries({ x: n * 0.83, y: n * 0.83, width: n * 0.17, height: n * 0.17, fill: '#b04030' })) cover.setAttribute(name, value);
                    code.append(cover);
                  }
                }
                """);
            var pictures = new List<string>();
            foreach (var cell in cells)
                pictures.Add(Convert.ToBase64String(await cell.ScreenshotAsync(new LocatorScreenshotOptions { Scale = ScreenshotScale.Device })));
            await admin.Page.GotoAsync("about:blank");
            foreach (var (picture, i) in pictures.Select((picture, i) => (picture, i)))
            {
                await admin.Page.SetContentAsync($"<img src='data:image/png;base64,{picture}' style='zoom: {1 / Device.Printer(dpi / CssPixelsPerInch).Scale:0.####}; margin: 60px; transform: rotate(5deg)'>");
                await ReadAsync(admin.Page.Locator("img"), $"{format}-{dpi}-badly-{i}", new LocatorScreenshotOptions { Type = ScreenshotType.Jpeg, Quality = 40 });
            }
        }

        async Task ReadAsync(ILocator drawn, string name, LocatorScreenshotOptions options)
        {
            options.Path = options.Type == ScreenshotType.Jpeg ? Path.ChangeExtension(PictureOf(name), ".jpg") : PictureOf(name);
            options.Scale = ScreenshotScale.Device;
            await drawn.ScreenshotAsync(options);
            var read = (await QrReader.ReadAsync(options.Path)).Split('\n');
            Assert.Single(read, text => text == (string)code["url"]!);
        }
    }

    /// <summary>What a printer's shop is given: unpacked by hand, opened without our server, read by a reader that is not ours.</summary>
    [Theory]
    [InlineData(nameof(Device.Phone))]
    [InlineData(nameof(Device.Desk))]
    public async Task All_plates_are_packed_fetched_and_can_be_scanned(string width)
    {
        var admin = await SignInAsync("admin-1", width == nameof(Device.Phone) ? Device.Phone : Device.Desk);
        var page = admin.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "站码" }).ClickAsync();
        await page.GetByLabel("版式").SelectOptionAsync("门牌 A6");
        await admin.ArriveAsync("stations-plates", "联络站和二维码");
        await PressAsync(page, "打包下载全部站牌");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "打包站牌" })).ToBeVisibleAsync();
        // Jobs run here when the clock is moved; the page looks again by itself.
        using (var clock = Server.Anonymous())
            (await clock.AdvanceAsync("PT1S")).Expect(System.Net.HttpStatusCode.OK);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "下载压缩包" })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await admin.ArriveAsync("job-done", "打包站牌");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "下载压缩包" }).ClickAsync());
        var folder = Directory.CreateTempSubdirectory("scandeputy-plates-").FullName;
        try
        {
            await System.IO.Compression.ZipFile.ExtractToDirectoryAsync(await download.PathAsync(), folder, TestContext.Current.CancellationToken);
            var plates = Directory.GetFiles(Path.Combine(folder, "站牌"), "*.svg").Order(StringComparer.Ordinal).ToList();
            Assert.True(plates.Count >= 45, $"{plates.Count} plates.");
            var list = await File.ReadAllTextAsync(Path.Combine(folder, "清单.csv"), TestContext.Current.CancellationToken);
            foreach (var plate in (string[])[plates[0], plates[20], plates[^1]])
            {
                var code = Path.GetFileNameWithoutExtension(plate).Split('-')[^1];
                var picture = PictureOf($"zip-{width}-{code}");
                await page.SetContentAsync(await File.ReadAllTextAsync(plate, TestContext.Current.CancellationToken));
                await page.Locator("svg").First.ScreenshotAsync(new LocatorScreenshotOptions { Path = picture });
                foreach (var file in (string[])[picture, Path.Combine(folder, "二维码", Path.GetFileNameWithoutExtension(plate) + ".png")])
                    Assert.Contains((await QrReader.ReadAsync(file)).Split('\n'), text => text.EndsWith($"/s/{code}", StringComparison.Ordinal) && list.Contains(text, StringComparison.Ordinal));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Millimetres(double cssPixels) => (int)Math.Round(cssPixels / CssPixelsPerInch * MillimetresPerInch, MidpointRounding.AwayFromZero);

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
}
