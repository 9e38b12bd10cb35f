using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>First passwords and reports of imports stand on the page that follows: for ten minutes, in the same browser and session, and nowhere else.</summary>
public sealed partial class ShownOnceTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private PageClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await PageClient.SignInAsync(_server.Address, "admin-1");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_first_password_is_shown_to_its_administrator_for_ten_minutes_and_to_nobody_else()
    {
        using var made = await _admin.PostAsync("/admin/staff/new", "/admin/staff/new", ("userName", "once-shown"), ("name", "林一"), ("roles", "CommitteeOffice"), ("firstPassword", "true"));
        var address = LocationOf(made);
        var page = await ReadAsync(_admin, address);
        var password = Password().Match(page).Groups["password"].Value;
        Assert.True(password.Length >= 8, page);
        Assert.Equal(password, Password().Match(await ReadAsync(_admin, address)).Groups["password"].Value);
        Assert.DoesNotContain(password, address, StringComparison.Ordinal);
        Assert.Null(await KeptAsync(password));

        using var other = await PageClient.SignInAsync(_server.Address, "admin-1");
        Assert.DoesNotContain(password, await ReadAsync(other, address), StringComparison.Ordinal);

        using var reset = await _admin.PostAsync(await AccountAsync("once-shown"), await AccountAsync("once-shown") + "/password", ("confirmed", "true"));
        var second = await ReadAsync(_admin, LocationOf(reset));
        Assert.NotEqual(password, Password().Match(second).Groups["password"].Value);
        Assert.Matches(Password(), second);

        using var api = await _server.AsAsync("admin-1");
        await api.AdvanceAsync("PT11M");
        Assert.DoesNotMatch(Password(), await ReadAsync(_admin, address));
    }

    [Fact]
    public async Task Ones_own_password_is_changed_and_not_reset()
    {
        using var reset = await _admin.PostAsync(await AccountAsync("admin-1"), await AccountAsync("admin-1") + "/password");

        Assert.Equal("/account/password", LocationOf(reset));
        Assert.Equal(HttpStatusCode.OK, (await _admin.GetAsync("/admin/staff")).StatusCode);
    }

    [Theory]
    [InlineData("check", "检查通过，尚未导入")]
    [InlineData("take", "已导入")]
    public async Task An_import_is_followed_by_its_report(string step, string said)
    {
        using var sent = await _admin.UploadAsync("/admin/import", Agencies("371311"), ("step", step));
        var page = await ReadAsync(_admin, LocationOf(sent));
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("承办单位：新增 1", page, StringComparison.Ordinal);
        Assert.Contains("<section class=\"card done-note\" aria-labelledby=\"report\" tabindex=\"-1\" autofocus", page, StringComparison.Ordinal);
        Assert.Contains("只保留十分钟", await ReadAsync(_admin, "/admin/import?report=0123456789abcdef0123456789abcdef"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_an_import_stand_first()
    {
        using var sent = await _admin.UploadAsync("/admin/import", Agencies("37131"), ("step", "take"));
        var page = await ReadAsync(_admin, LocationOf(sent));
        Assert.Contains("<title>错误：", page, StringComparison.Ordinal);
        Assert.Contains("有 1 处问题，没有写入任何内容", page, StringComparison.Ordinal);
        Assert.Contains("不是统计用区划代码", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Districts_that_were_compared_are_told_of_on_the_page_that_follows()
    {
        using var sent = await _admin.UploadAsync("/admin/setup/districts/import", ("file", "districts.csv", Encoding.UTF8.GetBytes("code,name\n371311999000,测试街道\n")), ("step", "check"), ("complete", "false"));
        var page = await ReadAsync(_admin, LocationOf(sent));
        Assert.Contains("比较结果，尚未导入", page, StringComparison.Ordinal);
        Assert.Contains("测试街道", page, StringComparison.Ordinal);
    }

    private static (string, string, byte[]) Agencies(string district)
    {
        var sheet = SheetDefinition.Agencies;
        return ("file", "agencies.xlsx", WorkbookFile.Write(new SheetToWrite(sheet.Title, [.. sheet.AllColumns.Select(sheet.LabelOf)], [["T901", "测试水务局", district, "是", "", "闻必答", "0539-8246001"]])));
    }

    private static string LocationOf(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<string> ReadAsync(PageClient client, string path) => await (await client.GetAsync(path)).Content.ReadAsStringAsync(Ct);

    private async Task<string> AccountAsync(string userName) => "/admin/staff/" + await _server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QuerySingleAsync<string>("select id from users where user_name = @userName", new { userName }), Ct);

    private Task<string?> KeptAsync(string password) => _server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<string>("select 'kept' from idempotency_keys where answer like @password", new { password = $"%{password}%" }), Ct);

    [GeneratedRegex("<code id=\"first-password\">(?<password>[^<]+)<", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Password();
}
