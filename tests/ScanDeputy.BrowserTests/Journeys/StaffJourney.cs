using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>Somebody new is let in: the administrator makes an account, the keeper signs in with the first password, sets one of their own, and works.</summary>
public sealed class StaffJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Own = "村口的槐树今年开花晚";

    [Fact]
    public async Task A_new_keeper_is_let_in()
    {
        var admin = await SignInAsync("admin-1", Device.Desk);
        await admin.Page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "主导航" }).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "账号" }).ClickAsync();
        await admin.ArriveAsync("staff", "账号");
        await admin.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "新建账号" }).ClickAsync();
        await admin.ArriveAsync("staff-new", "新建账号");

        // A keeper has a station.
        admin.Expect(422);
        await FillAsync(admin, station: false);
        await admin.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "新建账号" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("角色与 联络站编号 列不符");
        await admin.ArriveAsync("staff-refused", "新建账号");
        await FillAsync(admin, station: true);
        await admin.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "新建账号" }).ClickAsync();
        var password = await admin.Page.Locator("#first-password").InnerTextAsync();
        await admin.ArriveAsync("staff-made", "新建账号");

        var keeper = await ComeAsync("keeper", Device.Phone);
        await SignInAsync(keeper, password);
        await keeper.ArriveAsync("first-password", "设置新密码");
        await keeper.OpenAsync("/work");
        await keeper.ArriveAsync("still-first-password", "设置新密码");
        await keeper.Page.GetByLabel("刚才登录用的密码").FillAsync(password);
        await keeper.Page.GetByLabel("新密码", new PageGetByLabelOptions { Exact = true }).FillAsync(Own);
        await keeper.Page.GetByLabel("再输一遍新密码").FillAsync(Own);
        await keeper.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "保存新密码" }).ClickAsync();
        await keeper.ArriveAsync("work", "办件");
        await Assertions.Expect(keeper.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "登记来访反映" })).ToBeVisibleAsync();

        var phone = await SignInAsync("admin-1", Device.Phone);
        await phone.OpenAsync("/admin/staff?q=" + Uri.EscapeDataString("李示"));
        await phone.ArriveAsync("staff-found", "账号");
        await phone.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "李示" }).ClickAsync();
        await phone.ArriveAsync("staff-account", "账号 zk-journey");
        await phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "停用账号" }).ClickAsync();
        await phone.SayYesAsync("停用账号", "close-asked");
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("账号已停用");
        await phone.ArriveAsync("staff-closed", "账号 zk-journey");
        await phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "重新启用" }).ClickAsync();
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("账号已重新启用");
        await phone.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "生成密码" }).ClickAsync();
        await Assertions.Expect(phone.Page.Locator("#first-password")).Not.ToHaveTextAsync(password);
        await phone.ArriveAsync("staff-password", "账号 zk-journey");
    }

    private static async Task FillAsync(Visitor admin, bool station)
    {
        await admin.Page.GetByLabel("用户名").FillAsync("zk-journey");
        await admin.Page.GetByLabel("姓名").FillAsync("李示");
        await admin.Page.GetByLabel("站长/联络员").CheckAsync();
        await admin.Page.GetByLabel("生成首次登录密码").CheckAsync();
        if (station)
            await admin.Page.GetByLabel("联络站", new PageGetByLabelOptions { Exact = false }).Last.SelectOptionAsync(new SelectOptionValue { Index = 1 });
    }

    private static async Task SignInAsync(Visitor keeper, string password)
    {
        await keeper.OpenAsync("/login");
        await keeper.Page.GetByLabel("用户名").FillAsync("zk-journey");
        await keeper.Page.GetByLabel("密码").FillAsync(password);
        await keeper.Page.Locator("section", new PageLocatorOptions { HasText = "工作人员登录" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "登录" }).ClickAsync();
    }
}
