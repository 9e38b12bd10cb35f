using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;
using static ScanDeputy.Tests.Features.Administration.DutiesWorld;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>Where roles are given by two people: what one proposes counts once another one confirms it, for a week.</summary>
public sealed class SecondPersonTests : IAsyncLifetime
{
    private const string Header = "user_name,name,phone,roles,deputy,agency,station,supervisor_level,active";

    private DutiesWorld _world = null!;
    private ApiClient _other = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await StartAsync();
        Assert.Contains("只有一个人", (await PutAsync(_world.Admin, false, true)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["secondPerson"]![0]!.ToString(), StringComparison.Ordinal);
        _other = await _world.MakeAsync("zk-other", "securityAdministrator");
        Assert.True((bool)(await PutAsync(_world.Admin, false, true)).Expect(HttpStatusCode.OK)["secondPerson"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _other.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Roles_change_once_another_person_has_confirmed_them()
    {
        using var office = await _world.Server.AsAsync("committee-1");
        var id = (await _world.ScalarAsync("select id from users where user_name = 'committee-1'"))!;
        var seen = (await _world.Admin.GetAsync($"{Staff}/{id}")).Expect(HttpStatusCode.OK).Body!;
        // The name counts at once, the level waits with its role.
        var asked = (await ChangeAsync(_world.Admin, id, (int)seen["version"]!, new { name = "改名人", phone = (string?)seen["phone"], roles = new[] { "committeeOffice", "supervisor" }, supervisorLevel = 2 })).Expect(HttpStatusCode.OK);
        Assert.True((bool)asked["rolesAwaitConfirmation"]!);
        Assert.Equal("改名人", (string)asked["name"]!);
        Assert.Equal(["committeeOffice"], RolesOf(asked.Body!));
        Assert.Equal(["committeeOffice"], RolesOf((await office.GetAsync("/api/v1/me")).Body!));
        (await ChangeAsync(_world.Admin, id, (int)asked["version"]!, new { name = "改名人", phone = (string?)seen["phone"], roles = new[] { "committeeOffice", "supervisor" } })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.True((bool)Assert.Single(await WaitingAsync(_world.Admin))!["mine"]!);
        var waiting = Assert.Single(await WaitingAsync(_other))!;
        Assert.Equal((false, "改名人"), ((bool)waiting["mine"]!, (string)waiting["name"]!));
        (await _world.Admin.PostAsync($"{Staff}/{id}/proposal/confirm")).Expect(HttpStatusCode.Conflict, "own_proposal");
        var confirmed = (await _other.PostAsync($"{Staff}/{id}/proposal/confirm")).Expect(HttpStatusCode.OK);
        Assert.Equal((2, false), ((int)confirmed["supervisorLevel"]!, (bool)confirmed["rolesAwaitConfirmation"]!));
        Assert.Equal(["committeeOffice", "supervisor"], RolesOf((await office.GetAsync("/api/v1/me")).Body!).Order(StringComparer.Ordinal));
        (await _other.PostAsync($"{Staff}/{id}/proposal/confirm")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("角色：人大代表工作机构 → 人大代表工作机构、督办", await _world.ScalarAsync("select reason from account_changes where kind = 'rolesProposed'"));
        Assert.Equal("角色：人大代表工作机构 → 人大代表工作机构、督办", await _world.ScalarAsync("select reason from account_changes where kind = 'rolesConfirmed'"));

        // Without other roles nothing waits.
        var same = (await ChangeAsync(_world.Admin, id, (int)confirmed["version"]!, new { name = "又改名", phone = (string?)seen["phone"], roles = new[] { "supervisor", "committeeOffice" }, supervisorLevel = 3 })).Expect(HttpStatusCode.OK);
        Assert.Equal((3, false), ((int)same["supervisorLevel"]!, (bool)same["rolesAwaitConfirmation"]!));
    }

    [Fact]
    public async Task A_new_account_and_one_that_is_opened_again_wait_as_well_and_a_refused_one_stays_closed()
    {
        var draft = new { userName = "zk-waits", name = "新来员", phone = "13800138088", roles = new[] { "auditor" }, firstPassword = true };
        Assert.NotNull((await _world.Admin.PostAsync(Staff, draft)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["firstPassword"]);
        var made = (await _world.Admin.PostAsync(Staff, new { draft.userName, draft.name, draft.phone, draft.roles })).Expect(HttpStatusCode.Created);
        Assert.True((bool)made["awaitsConfirmation"]!);
        var id = (string)made["id"]!;
        Assert.False((bool)(await _world.Admin.GetAsync($"{Staff}/{id}"))["active"]!);
        (await _world.Admin.PostAsync($"{Staff}/{id}/password")).Expect(HttpStatusCode.Conflict, "account_closed");
        (await _other.PostAsync($"{Staff}/{id}/proposal/refuse")).Expect(HttpStatusCode.OK);
        Assert.Empty(await WaitingAsync(_other));
        Assert.False((bool)(await _world.Admin.PostAsync($"{Staff}/{id}/reopen")).Expect(HttpStatusCode.OK)["active"]!);
        // Whoever proposed it may take it back.
        (await _world.Admin.PostAsync($"{Staff}/{id}/proposal/refuse")).Expect(HttpStatusCode.OK);
        (await _world.Admin.PostAsync($"{Staff}/{id}/proposal/refuse")).Expect(HttpStatusCode.NotFound, "not_found");

        var next = (string)(await _world.Admin.PostAsync(Staff, new { userName = "zk-next", draft.name, draft.phone, draft.roles })).Expect(HttpStatusCode.Created)["id"]!;
        foreach (var column in (string[])["draft", "phone_encrypted"])
            Assert.DoesNotContain("13800138088", await _world.ScalarAsync($"select {column} from role_proposals where user_id = @value", next), StringComparison.Ordinal);
        var open = (await _other.PostAsync($"{Staff}/{next}/proposal/confirm")).Expect(HttpStatusCode.OK);
        Assert.Equal((true, "13800138088"), ((bool)open["active"]!, (string)open["phone"]!));

        // Closing needs nobody; what waited for the account does not open it again.
        (await ChangeAsync(_world.Admin, next, "committeeOffice")).Expect(HttpStatusCode.OK);
        (await _world.Admin.PostAsync($"{Staff}/{next}/leave")).Expect(HttpStatusCode.OK);
        (await _other.PostAsync($"{Staff}/{next}/proposal/confirm")).Expect(HttpStatusCode.Conflict, "account_closed");
    }

    [Theory]
    [InlineData("zk-new,新来员,,审计,,,,,是", false)]
    [InlineData("zk-other,新来员,,安全管理员|督办,,,,1,是", false)]
    [InlineData("zk-other,改名人,,安全管理员,,,,,是", true)]
    public async Task A_list_gives_no_roles(string line, bool accepted)
    {
        var report = (await _world.Admin.UploadAsync($"{Staff}/import?dryRun=true", Encoding.UTF8.GetBytes($"{Header}\n{line}\n"), "人员.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal(accepted, (bool)report["accepted"]!);
        Assert.Equal(accepted ? null : "本区县的角色要由另一个人确认，不能用名单更改角色或新增账号。", (string?)report["faults"].AsArray().FirstOrDefault()?["fault"]);
    }

    [Fact]
    public async Task After_a_week_it_is_as_if_nobody_had_proposed_it_and_of_two_who_decide_one_does()
    {
        var id = (await _world.ScalarAsync("select id from users where user_name = 'auditor-1'"))!;
        (await ChangeAsync(_world.Admin, id, "auditor", "committeeOffice")).Expect(HttpStatusCode.OK);
        await _world.WriteAsync("update role_proposals set expires_at = expires_at - 604800000");
        Assert.Empty(await WaitingAsync(_other));
        (await _other.PostAsync($"{Staff}/{id}/proposal/confirm")).Expect(HttpStatusCode.NotFound, "not_found");
        Assert.False((bool)(await _other.GetAsync($"{Staff}/{id}"))["rolesAwaitConfirmation"]!);

        (await ChangeAsync(_world.Admin, id, "auditor", "committeeOffice")).Expect(HttpStatusCode.OK);
        var answers = await Task.WhenAll(_other.PostAsync($"{Staff}/{id}/proposal/confirm"), _world.Admin.PostAsync($"{Staff}/{id}/proposal/refuse"));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(answers[0].Status == HttpStatusCode.OK ? 2 : 1, RolesOf((await _other.GetAsync($"{Staff}/{id}")).Body!).Count);
    }

    [Fact]
    public async Task Pages_show_what_waits_and_to_whom_it_is_to_confirm()
    {
        var id = (await _world.ScalarAsync("select id from users where user_name = 'auditor-1'"))!;
        using var admin = await PageClient.SignInAsync(_world.Server.Address, "admin-1");
        var version = (await _world.Admin.GetAsync($"{Staff}/{id}"))["version"]!.ToString();
        using var proposed = await admin.PostAsync($"/admin/staff/{id}", $"/admin/staff/{id}", ("version", version), ("name", "新来员"), ("roles", "Auditor"), ("roles", "CommitteeOffice"));
        Assert.Equal($"/admin/staff/{id}/proposed", proposed.Headers.Location!.OriginalString);
        var shown = await TextAsync(await admin.GetAsync($"/admin/staff/{id}/proposed"));
        Assert.Contains("审计 → 人大代表工作机构、审计", shown, StringComparison.Ordinal);
        Assert.Contains(">撤回</button>", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(">确认</button>", shown, StringComparison.Ordinal);
        Assert.Contains("待确认的角色变更", await TextAsync(await admin.GetAsync("/admin/staff")), StringComparison.Ordinal);

        using var other = await _world.PageAsync("zk-other");
        Assert.Contains(">确认</button>", await TextAsync(await other.GetAsync($"/admin/staff/{id}")), StringComparison.Ordinal);
        using var confirmed = await other.PostAsync($"/admin/staff/{id}", $"/admin/staff/{id}/confirm");
        Assert.Equal($"/admin/staff/{id}/confirmed", confirmed.Headers.Location!.OriginalString);
        Assert.DoesNotContain("待确认的角色变更", await TextAsync(await other.GetAsync("/admin/staff")), StringComparison.Ordinal);
        using var refused = await other.PostAsync("/admin/staff", $"/admin/staff/{id}/confirm");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        using var made = await admin.PostAsync("/admin/staff/new", "/admin/staff/new", ("userName", "zk-page"), ("name", "新来员"), ("roles", "Auditor"));
        Assert.Contains("要由另一个能管账号的人确认", await TextAsync(await admin.GetAsync(made.Headers.Location!.OriginalString)), StringComparison.Ordinal);
        using var ended = await admin.PostAsync("/admin/duties", "/admin/duties", ("separated", "false"), ("secondPerson", "false"));
        Assert.Equal("/admin/duties?done=saved", ended.Headers.Location!.OriginalString);
    }

    private static async Task<JsonArray> WaitingAsync(ApiClient client) => (await client.GetAsync($"{Staff}/proposals")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private static List<string> RolesOf(JsonNode account) => [.. account["roles"]!.AsArray().Select(role => (string)role!)];
}
