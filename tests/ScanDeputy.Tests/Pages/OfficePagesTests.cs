using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>What the pages of those who work with cases show around the cases themselves.</summary>
public sealed class OfficePagesTests
{
    [Fact]
    public async Task Every_page_says_how_many_alerts_wait_until_they_are_read()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var unread = (await chain.AlertsAsync(chain.Deputy)).Where(alert => alert["readAt"] is null).ToList();
        Assert.NotEmpty(unread);
        using var pages = await PageClient.SignInAsync(server.Address, chain.Deputy);

        foreach (var path in (string[])["/", "/work", "/work?role=all", "/alerts", "/why"])
            Assert.Contains($"{unread.Count}<span class=\"visually-hidden\"> 条未读", await TextAsync(pages, path), StringComparison.Ordinal);

        var deputy = await chain.AsAsync(chain.Deputy);
        foreach (var alert in unread)
            Assert.True((await deputy.PostAsync($"/api/v1/alerts/{alert["id"]}/read", null)).Status < HttpStatusCode.BadRequest);
        Assert.DoesNotContain("条未读", await TextAsync(pages, "/work"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_opened_a_case_has_read_what_was_said_of_it()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        using var pages = await PageClient.SignInAsync(server.Address, chain.Deputy);
        Assert.Contains("条未读", await TextAsync(pages, "/work"), StringComparison.Ordinal);

        await TextAsync(pages, $"/cases/{chain.CaseId}");

        Assert.DoesNotContain("条未读", await TextAsync(pages, "/work"), StringComparison.Ordinal);
        Assert.All(await chain.AlertsAsync(chain.Deputy), alert => Assert.NotNull(alert["readAt"]));
    }

    [Fact]
    public async Task Every_link_to_the_explanation_of_a_date_counts_the_days_off_of_the_region()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var notice = new { year = 2026, regional = true, daysOff = new[] { new { date = "2026-05-18", name = "本地假日" } } };
        (await admin.PostAsync("/api/v1/admin/calendars", notice)).Expect(HttpStatusCode.Created);
        using var resident = await PageClient.SignInAsync(server.Address, "resident-1");
        using var deputy = await PageClient.SignInAsync(server.Address, chain.Deputy);

        (PageClient Who, string Path)[] pages =
            [(resident, $"/cases/receipt/{chain.CaseId}"), (resident, $"/cases/{chain.CaseId}"), (deputy, $"/cases/{chain.CaseId}"), (deputy, "/")];
        foreach (var (who, path) in pages)
        {
            var links = Regex.Matches(await TextAsync(who, path), "href=\"(?<to>/why[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(20)).Select(link => WebUtility.HtmlDecode(link.Groups["to"].Value)).ToList();
            Assert.NotEmpty(links);
            Assert.All(links, link => Assert.Contains("jurisdiction=", link, StringComparison.Ordinal));
            foreach (var link in links.Where(link => link.Contains("receivedAt", StringComparison.Ordinal)))
                Assert.Contains("本地假日", await TextAsync(who, link), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_keeper_writes_down_what_a_visitor_says_without_scanning_the_door()
    {
        await using var server = await TestServer.StartAsync();
        using var keeper = await PageClient.SignInAsync(server.Address, "keeper-1");

        var report = Regex.Match(await TextAsync(keeper, "/work"), "href=\"(?<path>/s/[^\"]+/report)\">登记来访反映", RegexOptions.None, TimeSpan.FromSeconds(20)).Groups["path"].Value;
        Assert.Contains("代为登记", await TextAsync(keeper, report), StringComparison.Ordinal);

        using var deputy = await PageClient.SignInAsync(server.Address, "deputy-1");
        Assert.DoesNotContain("登记来访反映", await TextAsync(deputy, "/work"), StringComparison.Ordinal);
    }

    /// <summary>The wording of a notice becomes a table to be looked at; what stands there, as it was put right, is imported.</summary>
    [Fact]
    public async Task A_notice_is_pasted_as_it_is_worded_and_its_dates_are_confirmed()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var admin = await PageClient.SignInAsync(server.Address, "admin-1");
        const string wording = "区庆：11月3日（周二）至4日（周四）放假，共2天。11月7日（周六）上班。";
        var html = await SentAsync("preview", ("notice", wording), ("year", "2026"), ("regional", "true"));
        foreach (var part in (string[])["2 天放假，1 天上班", "value=\"2026-11-03\"", "value=\"2026-11-07\"", "原文写的是“周四”，按日期应为“周三”", "确认导入"])
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.Contains("field-error", (await SentAsync("preview", ("notice", wording))).Replace("notice-error", "field-error", StringComparison.Ordinal), StringComparison.Ordinal);

        using var template = await admin.GetAsync("/admin/calendars/template");
        Assert.Contains("2027-05-02,放假,劳动节", await template.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (string, string)[] table = [("notice", wording), ("readFrom", wording), ("year", "2026"), ("regional", "true"), ("date", "2026-11-03"), ("kind", "off"), ("name", "区庆"), ("date", "2026-11-07"), ("kind", "work"), ("name", ""), ("date", ""), ("kind", "off"), ("name", "")];
        Assert.Contains("1 天放假，1 天上班", await SentAsync("preview", table), StringComparison.Ordinal);
        using var imported = await admin.PostAsync("/admin/calendars", "/admin/calendars/import", [.. table, ("key", "import-2026")]);
        Assert.Equal(HttpStatusCode.Redirect, imported.StatusCode);
        Assert.Contains("放假 1 天、调休上班 1 天", await TextAsync(admin, "/admin/calendars"), StringComparison.Ordinal);

        async Task<string> SentAsync(string step, params (string, string)[] fields)
        {
            using var answer = await admin.PostAsync("/admin/calendars", $"/admin/calendars/{step}", fields);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("2026-10-31T23:30:00+08:00", false)]
    [InlineData("2026-11-01T00:10:00+08:00", true)]
    public async Task From_November_on_the_page_of_holidays_asks_for_next_years(string at, bool asks)
    {
        await using var server = await TestServer.StartAsync(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        using var admin = await PageClient.SignInAsync(server.Address, "admin-1");

        Assert.Equal(asks, (await TextAsync(admin, "/admin/calendars")).Contains("2027 年的放假安排还没有导入", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_administrator_sees_what_a_sweep_could_not_handle_and_has_it_tried_again()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var number = (string)(await chain.SubmitAsync())["number"]!;
        await server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync(
                """
                insert into sweep_failures (id, sweep, row_key, jurisdiction, case_id, attempts, error, first_failed_at, last_failed_at, next_attempt_at, parked_at)
                values ('planted', 'deadlines', @Key, '371311', @CaseId, 6, 'JsonException in CaseEvent', 1, 2, null, 2)
                """,
                new { Key = $"{chain.CaseId}/1", chain.CaseId }),
            TestContext.Current.CancellationToken);

        using var admin = await PageClient.SignInAsync(server.Address, "admin-1");
        Assert.Contains("href=\"/admin/parked\"", await TextAsync(admin, "/alerts"), StringComparison.Ordinal);
        var page = await TextAsync(admin, "/admin/parked");
        Assert.All(["期限提醒", number, "JsonException in CaseEvent", "已试 6 次"], word => Assert.Contains(word, page, StringComparison.Ordinal));
        using (var pressed = await admin.PostAsync("/admin/parked", "/admin/parked?status=parked", ("id", "planted")))
            Assert.Equal(HttpStatusCode.Redirect, pressed.StatusCode);
        Assert.DoesNotContain(number, await TextAsync(admin, "/admin/parked"), StringComparison.Ordinal);
        Assert.Contains(number, await TextAsync(admin, "/admin/parked?status=waiting"), StringComparison.Ordinal);

        using var neighbour = await PageClient.SignInAsync(server.Address, "admin-2");
        Assert.DoesNotContain(number, await TextAsync(neighbour, "/admin/parked?status=waiting"), StringComparison.Ordinal);
        using var committee = await PageClient.SignInAsync(server.Address, "committee-1");
        using var denied = await committee.GetAsync("/admin/parked");
        Assert.NotEqual(HttpStatusCode.OK, denied.StatusCode);
    }

    private static async Task<string> TextAsync(PageClient pages, string path)
    {
        using var answer = await pages.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
