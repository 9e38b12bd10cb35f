using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Tables;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>资料: an administrator makes a station, seats its deputies, changes and closes it, and hands in sheets with and without faults.</summary>
public sealed class SetupJourney(BrowserFixture browser) : Journey(browser)
{
    private static readonly Device WideDesk = new(new ViewportSize { Width = 1366, Height = 900 }, 1, false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_station_is_made_seated_changed_and_closed(bool phone)
    {
        var admin = await SignInAsync("admin-1", phone ? Device.Phone : WideDesk, javaScript: !phone);
        await admin.OpenAsync("/admin/setup");
        await admin.ArriveAsync("setup", "资料");
        await admin.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "联络站 查看和修改" }).ClickAsync();
        await admin.ArriveAsync("stations", "联络站");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "新建" }).ClickAsync();
        await admin.ArriveAsync("station-new", "新建");

        admin.Expect(422);
        await admin.Page.GetByLabel("名称").FillAsync("盛庄街道人大代表之家");
        await admin.Page.GetByLabel("类型").SelectOptionAsync("代表之家");
        await admin.Page.GetByLabel("区划代码").FillAsync("371302");
        await admin.Page.GetByLabel("地址").FillAsync("罗庄区盛庄街道文化路1号");
        await admin.Page.GetByLabel("开放时间").FillAsync("周一至周五 8:30–17:30");
        await SaveAsync(admin, "保存");
        await admin.ArriveAsync("station-refused", "新建");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("不在本区县");
        await Assertions.Expect(admin.Page.GetByLabel("名称")).ToHaveValueAsync("盛庄街道人大代表之家");
        await Assertions.Expect(admin.Page.GetByLabel("类型")).ToHaveValueAsync("代表之家");

        await admin.Page.GetByLabel("区划代码").FillAsync("371311001");
        await SaveAsync(admin, "保存");
        await admin.ArriveAsync("station-made", "盛庄街道人大代表之家");
        await admin.Page.GetByLabel("代表编号").FillAsync("D-none");
        await SaveAsync(admin, "保存驻站代表");
        await admin.ArriveAsync("seats-refused", "盛庄街道人大代表之家");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("“D-none”不是本区县在任代表的编号");
        await SaveAsync(admin, "停用");
        await admin.ArriveAsync("station-closed", "盛庄街道人大代表之家");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("已停用");
        await SaveAsync(admin, "恢复使用");
        await admin.ArriveAsync("station-reopened", "盛庄街道人大代表之家");

        await admin.OpenAsync("/admin/setup/stations?q=代表之家");
        await admin.ArriveAsync("stations-found", "联络站");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
    }

    /// <summary>What is long in one row, a constituency's villages or a template's text, makes no page wider than the screen.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_register_s_list_fits_the_screen(bool phone)
    {
        var admin = await SignInAsync("admin-1", phone ? Device.Phone : WideDesk);
        await admin.OpenAsync("/admin/setup");
        var lists = await admin.Page.EvaluateAsync<string[]>("() => [...new Set([...document.querySelectorAll('main a[href^=\"/admin/setup/\"]')].map(link => link.pathname))]");
        Assert.Contains("/admin/setup/constituencies", lists);
        foreach (var list in lists)
        {
            await admin.OpenAsync(list);
            var (wide, screen) = (await admin.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), await admin.Page.EvaluateAsync<int>("() => innerWidth"));
            Assert.True(wide <= screen, $"{list} is {wide} pixels wide on a screen of {screen}.");
        }
    }

    /// <summary>A category without an agency is seen, given a rule by the filled-in form, and tried; the agencies stand in their tree.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gap_of_the_rules_is_found_filled_and_tried(bool phone)
    {
        var category = phone ? "gap-phone" : "gap-desk";
        var admin = await SignInAsync("admin-1", phone ? Device.Phone : WideDesk, javaScript: !phone);
        await admin.OpenAsync("/admin/setup/categories/new");
        await admin.Page.GetByLabel("编号").FillAsync(category);
        await admin.Page.GetByLabel("名称").FillAsync($"缺口演示{category}");
        await admin.Page.GetByLabel("顺序").FillAsync("95");
        await SaveAsync(admin, "保存");

        await admin.OpenAsync($"/admin/setup/agency-rules/gaps?q={category}");
        await admin.ArriveAsync("rule-gaps", "分办规则的缺口和重叠");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "建规则" }).ClickAsync();
        await admin.ArriveAsync("rule-new", "新建");
        await Assertions.Expect(admin.Page.GetByLabel("类别编号")).ToHaveValueAsync(category);
        await admin.Page.GetByLabel("承办单位编号", new() { Exact = true }).SelectOptionAsync("A001");
        await admin.Page.GetByLabel("罗庄区住房和城乡建设局").CheckAsync();
        await SaveAsync(admin, "保存");
        await Assertions.Expect(admin.Page.Locator(".done-note")).ToContainTextAsync("已保存");
        await admin.OpenAsync($"/admin/setup/agency-rules/gaps?q={category}");
        await admin.ArriveAsync("rule-gaps-none", "分办规则的缺口和重叠");

        await admin.OpenAsync("/admin/setup/agency-rules/try");
        await admin.Page.GetByLabel("地方").FillAsync("371311001");
        await admin.Page.GetByLabel("类别").SelectOptionAsync(category);
        await SaveAsync(admin, "试算");
        await admin.ArriveAsync("rule-tried", "试算分办");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("建议协办：罗庄区住房和城乡建设局");

        await admin.OpenAsync("/admin/setup/agencies/new");
        await admin.Page.GetByLabel("名称").FillAsync($"执法大队{category}");
        await admin.Page.GetByLabel("区划代码").FillAsync("371311");
        await admin.Page.GetByLabel("上级单位编号").SelectOptionAsync("A001");
        await SaveAsync(admin, "保存");
        await admin.OpenAsync("/admin/setup/agencies");
        await admin.ArriveAsync("agencies-tree", "承办单位");
        await admin.OpenAsync("/uncovered");
        await admin.ArriveAsync("uncovered", "没有分办规则的待转办件");
    }

    [Fact]
    public async Task Sheets_are_checked_marked_and_taken()
    {
        var admin = await SignInAsync("admin-1", WideDesk);
        await admin.OpenAsync("/admin/import");
        await admin.ArriveAsync("import", "导入资料");
        admin.Expect(422);
        await SaveAsync(admin, "检查");
        await admin.ArriveAsync("import-nothing", "导入资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("请选择要上传的文件");

        await SendAsync(admin, Agencies("37131"), "检查");
        await admin.ArriveAsync("import-faults", "导入资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("有 1 处问题，没有写入任何内容");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new() { Name = "区划代码", Exact = true })).ToBeVisibleAsync();

        var download = await admin.Page.RunAndWaitForDownloadAsync(() => SendAsync(admin, Agencies("37131"), "下载标注副本"));
        var marked = Workbook.Read(await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Contains(marked[1].Rows[1].Cells, cell => cell.Text.Contains("不是统计用区划代码", StringComparison.Ordinal));

        await SendAsync(admin, Agencies("371311"), "检查");
        await admin.ArriveAsync("import-checked", "导入资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("检查通过，尚未导入");
        await SendAsync(admin, Agencies("371311"), "导入");
        await admin.ArriveAsync("import-taken", "导入资料");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("承办单位：新增 1");
        await admin.OpenAsync("/admin/setup/agencies?q=测试水务");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new() { Name = "罗庄区测试水务局" })).ToBeVisibleAsync();
    }

    private static byte[] Agencies(string district)
    {
        var sheet = SheetDefinition.Agencies;
        return WorkbookFile.Write(new SheetToWrite(sheet.Title, [.. sheet.AllColumns.Select(sheet.LabelOf)], [["T900", "罗庄区测试水务局", district, "是", "", "闻必答", "0539-8246001"]]));
    }

    private static async Task SendAsync(Visitor admin, byte[] workbook, string button)
    {
        await admin.Page.GetByLabel("文件").SetInputFilesAsync(new FilePayload { Name = "承办单位.xlsx", MimeType = WorkbookFile.MediaType, Buffer = workbook });
        await SaveAsync(admin, button);
    }

    private static Task SaveAsync(Visitor admin, string button) =>
        admin.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
}
