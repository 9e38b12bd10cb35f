using System.Net;
using System.Text;
using ScanDeputy.Tests.Harness;
using Xunit;
using static ScanDeputy.Tests.Features.Administration.DutiesWorld;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>三权分立: nobody is two of administrator, security administrator and auditor, and each has what is theirs alone.</summary>
public sealed class DutiesTests : IAsyncLifetime
{
    private const string Header = "user_name,name,phone,roles,deputy,agency,station,supervisor_level,active";

    private static readonly string[] Accounts = [Staff, $"{Staff}/export", Duties, "/api/v1/admin/audit"];
    private static readonly string[] Data = ["/api/v1/admin/policies", "/api/v1/admin/calendars", "/api/v1/admin/agencies", "/api/v1/admin/outbox"];

    private DutiesWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Duties_are_kept_apart_once_there_is_somebody_for_each_and_nobody_for_two()
    {
        Assert.Contains("还没有在岗的安全管理员", await RefusedAsync(), StringComparison.Ordinal);
        using var security = await _world.MakeAsync("zk-safe", "securityAdministrator");
        await SaysAsync(security, Accounts[..3], HttpStatusCode.OK);
        var both = await _world.CreateAsync("zk-both", "administrator", "auditor");
        Assert.Contains("zk-both（管理员、审计）", await RefusedAsync(), StringComparison.Ordinal);
        (await _world.Admin.PostAsync($"{Staff}/{both}/leave")).Expect(HttpStatusCode.OK);
        await _world.WriteAsync("update users set active = 0 where user_name = 'auditor-1'");
        Assert.Contains("还没有在岗的审计账号", await RefusedAsync(), StringComparison.Ordinal);
        await _world.WriteAsync("update users set active = 1 where user_name = 'auditor-1'");
        await SaysAsync(_world.Admin, [.. Accounts, .. Data], HttpStatusCode.OK);

        Assert.True((bool)(await PutAsync(_world.Admin, true)).Expect(HttpStatusCode.OK)["separated"]!);
        await SaysAsync(_world.Admin, Accounts, HttpStatusCode.Forbidden);
        await SaysAsync(_world.Admin, Data, HttpStatusCode.OK);
        await SaysAsync(security, Accounts[..3], HttpStatusCode.OK);
        await SaysAsync(security, [.. Data, Accounts[3]], HttpStatusCode.Forbidden);
        Assert.Empty((await security.GetAsync("/api/v1/cases?role=all")).Expect(HttpStatusCode.OK)["items"].AsArray());
        (await security.GetAsync($"/api/v1/cases/{await _world.ScalarAsync("select id from cases where jurisdiction = '371311' order by id limit 1")}")).Expect(HttpStatusCode.NotFound, "not_found");
        using var auditor = await _world.Server.AsAsync("auditor-1");
        await SaysAsync(auditor, [.. Accounts[..3], .. Data], HttpStatusCode.Forbidden);
        var told = Assert.Single((await auditor.GetAsync("/api/v1/admin/audit?kind=policyChanged")).Expect(HttpStatusCode.OK)["items"].AsArray())!;
        Assert.Equal("duties", (string)told["register"]!);

        // Of the neighbours nothing is changed, and who has it in hand may end it.
        using var neighbour = await _world.Server.AsAsync("admin-2");
        await SaysAsync(neighbour, Accounts, HttpStatusCode.OK);
        (await PutAsync(security, false)).Expect(HttpStatusCode.OK);
        await SaysAsync(_world.Admin, Accounts, HttpStatusCode.OK);
        Assert.NotNull((await PutAsync(_world.Admin, null)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["separated"]);
    }

    [Fact]
    public async Task Nobody_becomes_two_of_them_in_any_way_and_the_last_who_lets_in_stays()
    {
        using var security = await _world.MakeAsync("zk-safe", "securityAdministrator");
        (await PutAsync(_world.Admin, true)).Expect(HttpStatusCode.OK);
        using var page = await _world.PageAsync("zk-safe");
        var faults = new List<string>();
        foreach (var (roles, named) in ((string[], string)[])[
            (["administrator", "auditor"], "“管理员”和“审计”"), (["administrator", "securityAdministrator"], "“管理员”和“安全管理员”"),
            (["securityAdministrator", "auditor"], "“安全管理员”和“审计”"), (["administrator", "securityAdministrator", "auditor", "committeeOffice"], "“管理员”和“安全管理员”")])
        {
            var api = (await security.PostAsync(Staff, new { userName = "zk-two", name = "新来员", roles })).Expect(HttpStatusCode.UnprocessableEntity);
            Check("API", (string?)api["errors"]["roles"]?[0]);
            var row = $"{Header}\nzk-two,新来员,,{string.Join('|', roles.Select(WordOf))},,,,,是\n";
            var import = (await security.UploadAsync($"{Staff}/import?dryRun=true", Encoding.UTF8.GetBytes(row), "人员.csv")).Expect(HttpStatusCode.OK);
            Check("import", (string?)import["faults"].AsArray().FirstOrDefault()?["fault"]);
            var form = await page.PostAsync("/admin/staff/new", "/admin/staff/new", [("userName", "zk-two"), ("name", "新来员"), .. roles.Select(role => ("roles", char.ToUpperInvariant(role[0]) + role[1..]))]);
            Check("page", await TextAsync(form));

            void Check(string way, string? said)
            {
                if (said?.Contains(named, StringComparison.Ordinal) != true)
                    faults.Add($"{way}, {string.Join(' ', roles)}: {said?[..Math.Min(said.Length, 200)]}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));

        var own = await _world.ScalarAsync("select id from users where user_name = 'zk-safe'");
        (await ChangeAsync(security, own!, "auditor")).Expect(HttpStatusCode.Conflict, "last_security_administrator");
        var report = (await security.UploadAsync($"{Staff}/import?dryRun=true", Encoding.UTF8.GetBytes($"{Header}\nzk-safe,新来员,,审计,,,,,是\n"), "人员.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal("这样本区县就没有在岗的安全管理员了。", (string?)report["faults"].AsArray().Single()!["fault"]);
        var second = await CreateAsync(security, "zk-next", "securityAdministrator");
        (await security.PostAsync($"{Staff}/{second}/leave")).Expect(HttpStatusCode.OK);
        (await security.PostAsync($"{Staff}/{second}/reopen")).Expect(HttpStatusCode.OK);
        (await ChangeAsync(security, own!, "auditor")).Expect(HttpStatusCode.OK);
        await SaysAsync(security, [Staff], HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_administrator_hands_in_a_county_but_no_accounts()
    {
        using var security = await _world.MakeAsync("zk-safe", "securityAdministrator");
        using var pages = await PageClient.SignInAsync(_world.Server.Address, "admin-1");
        using var begun = await pages.PostAsync("/admin/duties", "/admin/duties", ("separated", "true"));
        Assert.Equal("/work?done=apart", begun.Headers.Location!.OriginalString);
        Assert.Contains("账号从现在起由安全管理员管理", await TextAsync(await pages.GetAsync("/work?done=apart")), StringComparison.Ordinal);

        var file = Encoding.UTF8.GetBytes($"{Header}\nzk-mine,新来员,,安全管理员,,,,,是\n");
        var report = (await _world.Admin.UploadAsync("/api/v1/admin/import", file, "staff.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal("本区县实行三权分立，账号由安全管理员导入。", (string?)report["faults"].AsArray().Single()!["fault"]);
        Assert.Null(await _world.ScalarAsync("select id from users where user_name = 'zk-mine'"));
        using var safe = await _world.PageAsync("zk-safe");
        foreach (var (client, path, open) in ((PageClient, string, bool)[])[
            (pages, "/admin/import", true), (pages, "/admin/import?only=staff", false), (pages, "/admin/staff", false), (pages, "/admin/audit", false),
            (safe, "/admin/import", false), (safe, "/admin/import?only=staff", true), (safe, "/admin/staff", true), (safe, "/admin/setup", false), (safe, "/admin/setup/terms", false), (safe, "/work", true)])
        {
            using var shown = await client.GetAsync(path);
            Assert.Equal((path, open), (path, shown.StatusCode == HttpStatusCode.OK));
        }

        // What the form says does not count beside what the address let in.
        using var forged = await safe.UploadAsync("/admin/import?only=staff", "/admin/import", ("file", "staff.csv", file), ("step", "take"), ("only", "staff"));
        Assert.Null(await _world.ScalarAsync("select id from users where user_name = 'zk-mine'"));
        using var taken = await safe.UploadAsync("/admin/import?only=staff", "/admin/import?only=staff", ("file", "人员.csv", file), ("step", "take"));
        Assert.StartsWith("/admin/import?only=staff&report=", taken.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.NotNull(await _world.ScalarAsync("select id from users where user_name = 'zk-mine'"));
    }

    [Fact]
    public async Task Of_a_role_that_is_given_while_duties_are_being_kept_apart_one_is_refused()
    {
        using var security = await _world.MakeAsync("zk-safe", "securityAdministrator");
        var second = await _world.CreateAsync("zk-race", "administrator");
        var answers = await Task.WhenAll(PutAsync(_world.Admin, true), ChangeAsync(security, second, "administrator", "auditor"));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal("1", await _world.ScalarAsync("""
            select cast((select count(*) from duty_rules where separated = 1) + (select count(*) from user_roles where user_id = @value and role = 'Auditor') as char(9))
            """, second));
    }

    private static string WordOf(string role) => role switch { "administrator" => "管理员", "securityAdministrator" => "安全管理员", "auditor" => "审计", _ => "人大代表工作机构" };

    private async Task<string> RefusedAsync() => (await PutAsync(_world.Admin, true)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["separated"]![0]!.ToString();

    private static async Task SaysAsync(ApiClient client, IReadOnlyList<string> paths, HttpStatusCode status)
    {
        foreach (var path in paths)
            Assert.Equal((path, status), (path, (await client.GetAsync(path)).Status));
    }
}
