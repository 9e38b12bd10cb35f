using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>接待日: from a rule that an office writes to a talk at the station that becomes a case.</summary>
public sealed class ReceptionJourney(BrowserFixture browser) : Journey(browser)
{
    private static readonly Device WideDesk = new(new ViewportSize { Width = 1366, Height = 900 }, 1, false);

    [Fact]
    public async Task A_reception_day_is_published_booked_and_held()
    {
        using var anyone = Server.Anonymous();
        var station = (string)(await anyone.GetAsync($"/api/v1/station-codes/{StationCode}"))["station"]!["id"]!;
        var admin = await SignInAsync("admin-1", WideDesk);
        await admin.OpenAsync("/admin/setup/reception-rules/new");
        await admin.Page.GetByLabel("联络站编号").FillAsync(station);
        await admin.Page.GetByLabel("周期").FillAsync("每天");
        await admin.Page.GetByLabel("起始日期").FillAsync("2026-05-01");
        await admin.Page.GetByLabel("时段", new() { Exact = false }).First.FillAsync("15:00-16:00");
        await admin.Page.GetByLabel("遇休息日").SelectOptionAsync("照常");
        await admin.Page.GetByLabel("每时段可预约人数").FillAsync("1");
        await admin.Page.GetByLabel("议题").FillAsync("老旧小区加装电梯");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "预览全年" }).ClickAsync();
        await admin.ArriveAsync("rule-preview", "新建");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("新建");

        var resident = await SignInAsync("resident-1", Device.Phone);
        await BookAsync(resident, "预约");
        await Assertions.Expect(resident.Page.GetByRole(AriaRole.Heading, new() { Name = "您已预约" })).ToBeVisibleAsync();
        await resident.ArriveAsync("booked", "预约接待");
        var second = await SignInAsync("resident-2", Device.Phone);
        await BookAsync(second, "候补");
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "您在候补第 1 位" })).ToBeVisibleAsync();
        await second.OpenAsync("/my/bookings");
        await second.ArriveAsync("waiting", "我的预约");

        var keeper = await SignInAsync("keeper-1", Device.Phone);
        await keeper.OpenAsync("/reception");
        await keeper.ArriveAsync("reception-desk", "接待登记");
        await keeper.Page.GetByRole(AriaRole.Button, new() { Name = "签到" }).First.ClickAsync();
        await Assertions.Expect(keeper.Page.GetByText("已到站").First).ToBeVisibleAsync();
        await keeper.ArriveAsync("arrived", "接待登记");
        await keeper.Page.GetByRole(AriaRole.Link, new() { Name = "转为办件" }).First.ClickAsync();
        await keeper.ArriveAsync("talk-to-case", "登记来访反映");

        var deputy = await SignInAsync("deputy-1", Device.Phone);
        await deputy.OpenAsync("/my/receptions");
        await deputy.ArriveAsync("own-days", "我的接待日");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resident_finds_their_deputies_and_stations(bool phone)
    {
        var resident = await ComeAsync("resident", phone ? Device.Phone : WideDesk, javaScript: !phone);
        await resident.OpenAsync("/deputies");
        await resident.ArriveAsync("find", "找我的代表");
        await resident.Page.GetByLabel("村、社区或街道").FillAsync("罗庄");
        await resident.Page.GetByRole(AriaRole.Button, new() { Name = "查找", Exact = true }).First.ClickAsync();
        await resident.ArriveAsync("places", "找我的代表");
        await resident.Page.GetByRole(AriaRole.Region, new() { Name = "选择您住的地方" }).GetByRole(AriaRole.Link, new() { Name = "罗庄街道" }).First.ClickAsync();
        await resident.ArriveAsync("found", "找我的代表");
        await resident.OpenAsync("/stations?lat=35.0&lng=118.28");
        await resident.ArriveAsync("stations", "联络站");
    }

    private async Task BookAsync(Visitor resident, string button)
    {
        await resident.OpenAsync($"/s/{StationCode}");
        await resident.Page.Locator($"a[href^='/s/{StationCode}/receptions/']").First.ClickAsync();
        await resident.ArriveAsync("book", "预约接待");
        await resident.Page.GetByLabel("想谈的事").FillAsync("三号楼想装电梯");
        await resident.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }
}
