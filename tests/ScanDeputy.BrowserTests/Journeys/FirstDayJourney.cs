using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using OtpNet;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>
/// The first day of a county: from an empty production database over the first administrator and the county's workbook to a printed plate and the first
/// report that comes through it.
/// </summary>
public sealed class FirstDayJourney(BrowserFixture browser) : IAsyncLifetime
{
    private const string Resident = "13700137000";
    private static readonly Device WideDesk = new(new ViewportSize { Width = 1366, Height = 900 }, 1, false);

    private readonly List<Visitor> _visitors = [];
    private readonly string _name = "f_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(10));
    private Album _album = null!;
    private Receiver _gateway = null!;
    private ProductionCluster _cluster = null!;
    private MariaDbServer _database = null!;

    public async ValueTask InitializeAsync()
    {
        MariaDbServer.SkipWithout();
        _album = new Album("first-day-in-production");
        _gateway = await Receiver.StartAsync((_, _) => Task.CompletedTask);
        _database = await MariaDbServer.SharedAsync();
        // Of the demo only its key file: the county begins with nothing.
        var seed = await ClusterSeed.CopyAsync(_name);
        await _database.ExecuteAsync($"drop database {_name}; create database {_name}");
        _cluster = await ProductionCluster.StartAsync(_database, _database.Port, seed with { People = [] });
        _cluster.Settings["Fallback__SmsUrl"] = _gateway.Address;
        _cluster.Settings["Fallback__SmsToken"] = "a-token-for-the-gateway";
    }

    public async ValueTask DisposeAsync()
    {
        if (_album is null)
            return;

        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var visitor in _visitors)
        {
            if (failed)
                await visitor.KeepFailureAsync();
            await visitor.Context.CloseAsync();
        }

        await _cluster.DisposeAsync();
        await _database.ExecuteAsync($"drop database {_name}");
        await _gateway.DisposeAsync();
        Assert.True(failed || _visitors.TrueForAll(visitor => visitor.Faults.Count == 0), string.Join('\n', _visitors.SelectMany(visitor => visitor.Faults)));
    }

    [Fact]
    public async Task From_an_empty_database_to_the_first_report()
    {
        var password = await FirstPasswordAsync();
        var node = await _cluster.StartNodeAsync("api");
        var admin = await ComeAsync("admin", node, WideDesk);
        await SignInAsync(admin, "admin", password);
        await admin.OpenAsync("/admin/setup");
        await admin.ArriveAsync("setup-empty", "资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("还没有在用的联络站");

        await admin.OpenAsync("/admin/import");
        await admin.Page.GetByLabel("文件").SetInputFilesAsync(new FilePayload
        {
            Name = "county.xlsx",
            MimeType = WorkbookFile.MediaType,
            Buffer = await File.ReadAllBytesAsync(Workbook(), TestContext.Current.CancellationToken),
        });
        await admin.Page.GetByLabel("生成初始密码").CheckAsync();
        await ClickAsync(admin, "导入");
        await admin.ArriveAsync("imported", "导入资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("联络站：新增 3");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "sl-keeper", Exact = true })).ToBeVisibleAsync();

        await admin.OpenAsync("/admin/stations?q=东山");
        await admin.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "联络站", Exact = true }).GetByRole(AriaRole.Link).ClickAsync();
        await admin.ArriveAsync("codes", "东山街道人大代表联络站");
        var code = (await admin.Page.Locator("code.proof").First.InnerTextAsync()).Replace("-", "", StringComparison.Ordinal);
        await admin.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "A4 一张" }).First.ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("东山街道人大代表联络站").First).ToBeVisibleAsync();

        var resident = await ComeAsync("resident", node, Device.Phone);
        var station = await StationPage.OpenAsync(resident, code);
        await station.Report.ClickAsync();
        await LoginPage.ArrivedAsync(resident);
        var door = await PhonePage.AskAsync(resident, Resident);
        await door.VerifyAsync(TextPhone.CodeIn((string)Assert.Single(_gateway.Posts).Body["text"]!));
        var form = await ReportPage.ArrivedAsync(resident);
        await form.FillAsync("文化路路灯不亮", "文化路与东山路路口的三盏路灯一周没有亮，晚上孩子放学看不清路，请尽快维修。");
        await form.Submit.ClickAsync();
        Assert.StartsWith("SL-", await (await ReceiptPage.ArrivedAsync(resident)).NumberAsync(), StringComparison.Ordinal);
    }

    /// <summary>The example that is shipped.</summary>
    private static string Workbook([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../infra/import-example/county.xlsx"));

    private async Task<string> FirstPasswordAsync()
    {
        foreach (string[] command in (string[][])[["migrate"], ["first-admin", "--jurisdiction", "371399", "--name", "示例区", "--prefix", "SL", "--user", "admin"]])
        {
            await using var process = await ServerProcess.RunToEndAsync(_cluster.Settings, command);
            Assert.True(process.ExitCode == 0, process.Output + process.Errors);
            if (command[0] == "first-admin")
                return process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1];
        }

        throw new InvalidOperationException("No first password.");
    }

    private static async Task SignInAsync(Visitor admin, string userName, string first)
    {
        const string own = "示例区人大办公室的长密码";
        await admin.OpenAsync("/login");
        await admin.Page.GetByLabel("用户名").FillAsync(userName);
        await admin.Page.GetByLabel("密码", new PageGetByLabelOptions { Exact = true }).FillAsync(first);
        await admin.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "登录", Exact = true }).ClickAsync();
        await admin.ArriveAsync("first-password", "设置新密码");
        await admin.Page.GetByLabel("刚才登录用的密码").FillAsync(first);
        await admin.Page.GetByLabel("新密码", new PageGetByLabelOptions { Exact = true }).FillAsync(own);
        await admin.Page.GetByLabel("再输一遍新密码").FillAsync(own);
        await ClickAsync(admin, "保存新密码");
        await EnrolAsync(admin, own);
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "主导航" })).ToBeVisibleAsync();
    }

    /// <summary>In production an administrator gets no further without an authenticator.</summary>
    private static async Task EnrolAsync(Visitor admin, string password)
    {
        await admin.ArriveAsync("second-factor", "两步验证");
        await admin.Page.GetByLabel("登录密码").FillAsync(password);
        await ClickAsync(admin, "开始设置");
        await admin.ArriveAsync("second-factor-picture", "两步验证");
        var secret = (await admin.Page.Locator("code.secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await admin.Page.GetByLabel("验证器显示的 6 位数字").FillAsync(new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp());
        await ClickAsync(admin, "确认开启");
        await admin.ArriveAsync("recovery-codes", "两步验证");
        await Assertions.Expect(admin.Page.Locator(".recovery-codes li")).ToHaveCountAsync(10);
        await ClickAsync(admin, "我已保存，继续");
    }

    private async Task<Visitor> ComeAsync(string name, ClusterNode node, Device device)
    {
        var visitor = await Visitor.ComeAsync(name, await browser.OpenAsync(node.Address, device, true), _album, javaScript: true);
        _visitors.Add(visitor);
        return visitor;
    }

    private static Task ClickAsync(Visitor visitor, string button) =>
        visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
}
