using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>The staff as a file, out and in; and that closing an account is final, whatever list comes after it.</summary>
public sealed class StaffFileTests : IAsyncLifetime
{
    private const string Staff = "/api/v1/admin/staff";
    private const string Header = "user_name,name,phone,roles,deputy,agency,station,supervisor_level,active,town\n";
    private const string Line = "zk-leaver,离岗员,13800138066,督办,,,,2,是,\n";
    private TestServer _server = null!;
    private ApiClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _admin = await _server.AsAsync("admin-1");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task What_is_given_out_changes_nothing_when_it_is_handed_in(string format)
    {
        (await ImportAsync(Header + Line)).Expect(HttpStatusCode.OK);
        // The demo has names with a blank, which a list writes without.
        (await _admin.UploadAsync($"{Staff}/import", await _admin.BytesAsync($"{Staff}/export"), "导出.xlsx")).Expect(HttpStatusCode.OK);
        await _server.ExecuteAsync("delete from account_changes");
        var file = await _admin.BytesAsync($"{Staff}/export?format={format}");
        var again = (await _admin.UploadAsync($"{Staff}/import", file, $"导出.{format}")).Expect(HttpStatusCode.OK);
        Assert.True((bool)again["accepted"]!, again.Body!.ToString());
        Assert.Equal("", string.Join(' ', await _server.ListAsync("select concat(u.user_name, ' ', c.kind) from account_changes c join users u on u.id = c.user_id where u.user_name <> 'zk-leaver'")));
        Assert.DoesNotContain(again["changes"].AsArray(), change => (int)change!["inserted"]! + (int)change["updated"]! > 0);
        Assert.Equal(1, await _server.CountAsync("select count(*) from audit_events where object = 'staff' and object_id = 'export'") - 1);
        if (format == "csv")
        {
            var text = Encoding.UTF8.GetString(file);
            Assert.Contains("13800138066", text, StringComparison.Ordinal);
            Assert.DoesNotContain("committee-2", text, StringComparison.Ordinal);
        }

        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var page = await pages.GetAsync($"/admin/staff?handler=export&format={format}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        (await _admin.GetAsync($"{Staff}/export?format=pdf")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task A_list_is_checked_first_and_says_each_fault()
    {
        var dry = (await ImportAsync(Header + Line, "?dryRun=true")).Expect(HttpStatusCode.OK);
        Assert.True((bool)dry["accepted"]!);
        Assert.Equal(0, await _server.CountAsync("select count(*) from users where user_name = 'zk-leaver'"));
        var wrong = (await ImportAsync(Header + Line + "zk-b,乙,1,督办,,,,,是,\n")).Expect(HttpStatusCode.OK);
        Assert.False((bool)wrong["accepted"]!);
        Assert.Equal(2, wrong["faults"].AsArray().Count);
        Assert.Equal(0, await _server.CountAsync("select count(*) from users where user_name = 'zk-leaver'"));
        var taken = (await ImportAsync(Header + Line, "?passwords=true")).Expect(HttpStatusCode.OK);
        Assert.Equal("zk-leaver", (string)taken["passwords"][0]!["userName"]!);
        Assert.Equal(1, await _server.CountAsync("select count(*) from account_changes c join users u on u.id = c.user_id where u.user_name = 'zk-leaver' and c.kind = 'created'"));
    }

    public static TheoryData<string, string> Ways => new()
    {
        { "api", "same" }, { "api", "changed" }, { "api", "county" }, { "file", "same" }, { "file", "changed" }, { "api", "reopened" }, { "file", "reopened" },
    };

    /// <summary>However an account was closed and whatever comes after: its password, tokens and sessions open nothing any more.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Closing_is_final(string closed, string then)
    {
        var made = (await ImportAsync(Header + Line, "?passwords=true")).Expect(HttpStatusCode.OK);
        var first = (string)made["passwords"][0]!["password"]!;
        using var nobody = _server.Anonymous();
        var session = (await SignInAsync(nobody, first)).Expect(HttpStatusCode.OK);
        using var leaver = new ApiClient(_server.Address, (string)session["accessToken"]!);
        const string own = "paper boat under the bridge";
        (await leaver.PostAsync("/api/v1/auth/password/change", new { oldPassword = first, newPassword = own })).Expect(HttpStatusCode.OK);
        (await leaver.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        var id = await _server.TextAsync("select id from users where user_name = 'zk-leaver'");

        if (closed == "api")
            (await _admin.PostAsync($"{Staff}/{id}/leave")).Expect(HttpStatusCode.OK);
        else
            (await ImportAsync(Header + Line.Replace(",是,", ",否,", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await _server.CountAsync("select count(*) from account_changes where user_id = @id and kind = 'closed'", new { id }));
        await NothingOpensAsync();

        switch (then)
        {
            case "same":
                var report = (await ImportAsync(Header + Line, "?passwords=true")).Expect(HttpStatusCode.OK);
                Assert.Equal("zk-leaver", (string)report["leftClosed"][0]!);
                Assert.Empty(report["passwords"].AsArray());
                break;
            case "changed":
                (await ImportAsync(Header + Line.Replace("13800138066", "13800138067", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
                break;
            case "county":
                (await _admin.UploadAsync("/api/v1/admin/import?passwords=true", Encoding.UTF8.GetBytes(Header + Line), "staff.csv")).Expect(HttpStatusCode.OK);
                break;
            default:
                (await _admin.PostAsync($"{Staff}/{id}/reopen")).Expect(HttpStatusCode.OK);
                break;
        }

        Assert.Equal(then == "reopened", (bool)(await _admin.GetAsync($"{Staff}/{id}"))["active"]!);
        await NothingOpensAsync();
        Assert.Equal(0, await _server.CountAsync("select count(*) from users where id = @id and password_hash is not null", new { id }));

        async Task NothingOpensAsync()
        {
            foreach (var password in new[] { first, own })
                (await SignInAsync(nobody, password)).Expect(HttpStatusCode.Unauthorized);
            (await leaver.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
            (await nobody.PostAsync("/api/v1/auth/refresh", new { refreshToken = (string)session["refreshToken"]! })).Expect(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_successor_gets_an_account_of_their_own()
    {
        (await ImportAsync(Header + Line)).Expect(HttpStatusCode.OK);
        var id = await _server.TextAsync("select id from users where user_name = 'zk-leaver'");
        (await _admin.PostAsync($"{Staff}/{id}/leave")).Expect(HttpStatusCode.OK);

        var refused = (await ImportAsync(Header + Line.Replace("离岗员", "接任员", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
        Assert.Contains("属于另一个人", (string)Assert.Single(refused["faults"].AsArray())!["fault"]!, StringComparison.Ordinal);
        var draft = new JsonObject { ["userName"] = "zk-leaver", ["name"] = "接任员", ["roles"] = new JsonArray("supervisor"), ["supervisorLevel"] = 2 };
        (await _admin.PostAsync(Staff, draft)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        // With the post's phone, under another name.
        var taken = (await ImportAsync(Header + Line.Replace("离岗员", "接任员", StringComparison.Ordinal).Replace("zk-leaver", "zk-next", StringComparison.Ordinal))).Expect(HttpStatusCode.OK);
        Assert.True((bool)taken["accepted"]!, taken.Body!.ToString());
        Assert.Equal(1, await _server.CountAsync("select count(*) from users where phone_hash is not null and user_name in ('zk-leaver', 'zk-next')"));
        Assert.NotEqual(id, await _server.TextAsync("select id from users where user_name = 'zk-next'"));
    }

    [Fact]
    public async Task The_page_takes_a_list_and_says_what_stayed_closed()
    {
        (await ImportAsync(Header + Line)).Expect(HttpStatusCode.OK);
        (await _admin.PostAsync($"{Staff}/{await _server.TextAsync("select id from users where user_name = 'zk-leaver'")}/leave")).Expect(HttpStatusCode.OK);
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var page = await pages.UploadAsync("/admin/import?only=staff", ("file", "名单.csv", Encoding.UTF8.GetBytes(Header + Line)), ("only", "staff"), ("step", "take"));
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        using var report = await pages.GetAsync(page.Headers.Location!.ToString());
        var html = await report.Content.ReadAsStringAsync(Ct);
        Assert.Contains("这些账号已经停用，名单没有把它们重新启用：<bdi>zk-leaver</bdi>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>导入账号</h1>", html, StringComparison.Ordinal);
    }

    private Task<ApiAnswer> ImportAsync(string text, string query = "") => _admin.UploadAsync($"{Staff}/import{query}", Encoding.UTF8.GetBytes(text), "名单.csv");

    private static Task<ApiAnswer> SignInAsync(ApiClient nobody, string password) => nobody.PostAsync("/api/v1/auth/password", new { userName = "zk-leaver", password });
}
