using System.Net;
using Dapper;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>
/// 没有微信也能反映: in the production profile, on a node of its own with MariaDB and Redis, a resident signs in by phone, reports, and rates
/// the answer. The text messages come over the wire to a gateway that stands in for the office's.
/// </summary>
public sealed class PhoneJourney(BrowserFixture browser) : IAsyncLifetime
{
    private const string Number = "13800138000";
    private static readonly Device WideDesk = new(new ViewportSize { Width = 1366, Height = 900 }, 1, false);

    private readonly List<Visitor> _visitors = [];
    private Album _album = null!;
    private Receiver _gateway = null!;
    private ProductionCluster _cluster = null!;
    private ClusterNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        MariaDbServer.SkipWithout();
        _album = new Album("phone-in-production");
        _gateway = await Receiver.StartAsync((_, _) => Task.CompletedTask);
        _cluster = await ProductionCluster.StartAsync();
        _cluster.Settings["Fallback__SmsUrl"] = _gateway.Address;
        _cluster.Settings["Fallback__SmsToken"] = "a-token-for-the-gateway";
        _node = await _cluster.StartNodeAsync("api");
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
        await _gateway.DisposeAsync();
        Assert.True(failed || _visitors.TrueForAll(visitor => visitor.Faults.Count == 0), string.Join('\n', _visitors.SelectMany(visitor => visitor.Faults)));
    }

    [Fact]
    public async Task Scan_sign_in_by_phone_report_and_rate()
    {
        var code = await StationCodeAsync();
        var resident = await ComeAsync("resident", Device.Phone, javaScript: false);
        var station = await StationPage.OpenAsync(resident, code);
        await Assertions.Expect(resident.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("手机号登录后反映");
        await station.Report.ClickAsync();
        await LoginPage.ArrivedAsync(resident);
        var door = await PhonePage.AskAsync(resident, "+86 138 0013 8000");
        var sent = Assert.Single(_gateway.Posts);
        Assert.Equal(Number, (string)sent.Body["phone"]!);
        var right = TextPhone.CodeIn((string)sent.Body["text"]!);
        resident.Expect((int)HttpStatusCode.Unauthorized);
        await door.VerifyAsync(right == "000000" ? "000001" : "000000");
        await door.RefusedAsync("验证码不对");
        await door.VerifyAsync($"{right[..3]} {right[3..]}");

        var form = await ReportPage.ArrivedAsync(resident);
        await form.FillAsync("护城河边石栏断裂", "护城河北岸公园段的石栏杆断了两节，旁边就是小学，孩子放学路过很危险。\n请先围起来，再安排修复。");
        await form.Submit.ClickAsync();
        var receipt = await ReceiptPage.ArrivedAsync(resident);
        var number = await receipt.NumberAsync();
        await receipt.Mine.ClickAsync();
        await (await MyCasesPage.ArrivedAsync(resident)).Cases(number).ClickAsync();
        var mine = await CasePage.ArrivedAsync(resident, "已收到");
        await AnswerAsync(mine.Id);

        await (await MyCasesPage.OpenAsync(resident)).Cases(number).ClickAsync();
        mine = await CasePage.ArrivedAsync(resident, "代表已答复");
        var rating = await mine.MoveAsync("评价");
        await rating.Choice("满意").CheckAsync();
        await rating.FillAsync("评价说明", "很快就围起来了，谢谢代表。");
        await rating.SubmitAsync();
        await mine.ShowsAsync("已评价");
        Assert.Single(_gateway.Posts);
        foreach (var secret in (string[])[right, Number])
            Assert.DoesNotContain(secret, _node.Log, StringComparison.Ordinal);

        var desk = await ComeAsync("desk", WideDesk, javaScript: true);
        await StationPage.OpenAsync(desk, code);
        await desk.OpenAsync("/privacy");
        await desk.ArriveAsync("privacy", "我们保存您的哪些信息");
        await desk.OpenAsync("/my");
        await LoginPage.ArrivedAsync(desk);
        await (await PhonePage.AskAsync(desk, Number)).VerifyAsync(TextPhone.CodeIn((string)_gateway.Posts.Last().Body["text"]!));
        await Assertions.Expect((await MyCasesPage.ArrivedAsync(desk)).Cases(number)).ToHaveCountAsync(1);
    }

    private async Task<Visitor> ComeAsync(string name, Device device, bool javaScript)
    {
        var visitor = await Visitor.ComeAsync(name, await browser.OpenAsync(_node.Address, device, javaScript), _album, javaScript);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Of the station whose deputies are the demo's three; production has no page that lists codes.</summary>
    private Task<string> StationCodeAsync() => _cluster.OpenDatabase().ReadAsync(
        connection => connection.QueryFirstAsync<string>(
            """
            select c.code from station_codes c join station_deputies m on m.station_id = c.station_id join users u on u.deputy_id = m.deputy_id
            where u.user_name = 'deputy-1' and c.status = 'Active' order by c.code
            """),
        TestContext.Current.CancellationToken);

    private async Task AnswerAsync(string id)
    {
        foreach (var persona in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            using var deputy = await _cluster.AsAsync(persona, _node);
            if ((await deputy.CaseAsync(id)).Status != HttpStatusCode.OK)
                continue;

            (await deputy.MoveAsync(id, "answer", new { text = "已联系园林部门，今天围挡，三日内修复。" })).Expect(HttpStatusCode.OK);
            return;
        }

        Assert.Fail("None of the three deputies has the case.");
    }
}
