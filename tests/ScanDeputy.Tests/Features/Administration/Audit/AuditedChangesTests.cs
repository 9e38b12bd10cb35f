using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration.Audit;

/// <summary>What changes rights, data and rules, or takes something away, leaves an entry with old and new, and nothing personal in it.</summary>
public sealed class AuditedChangesTests : IAsyncLifetime
{
    private const string PhoneOfDeputy1 = "13900000004";

    private TestServer _server = null!;
    private ApiClient _auditor = null!;
    private ApiClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _auditor = await _server.AsAsync("auditor-1");
        _admin = await _server.AsAsync("admin-1");
    }

    public async ValueTask DisposeAsync()
    {
        _auditor.Dispose();
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_is_told_with_who_made_it_and_what_was_before()
    {
        await CodesAsync();
        await RegistersAsync();
        await RolesAsync();
        await SignInsAsync();
        await RulesAsync();

        Assert.Empty(await _server.ListAsync("select concat(kind, ' ', object, ' ', object_id) from audit_events where made_by = ''"));
        await NothingPersonalAsync();
    }

    private async Task CodesAsync()
    {
        using var anyone = _server.Anonymous();
        var station = (string)(await anyone.GetAsync($"/api/v1/station-codes/{await anyone.FirstStationCodeAsync()}"))["station"]["id"]!;
        var code = (string)(await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes", new { placement = "大厅" })).Expect(HttpStatusCode.Created)["code"]!;
        (await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes/{code}/rotate", new { graceDays = 3 })).Expect(HttpStatusCode.Created);
        (await _admin.PostAsync($"/api/v1/admin/stations/{station}/codes/{code}/revoke", new { reason = "站牌丢失" })).Expect(HttpStatusCode.OK);
        await ExpectAsync($"register=station-codes&row={code}&by=admin-1", "placement  大厅", "status Active Rotated", "status Rotated Revoked", "revoke_reason  站牌丢失");
    }

    private async Task RegistersAsync()
    {
        var made = await SendAsync(HttpMethod.Post, "answer-templates", """{"category":"road-light","move":"reply","title":"测试用模板","text":"{称呼}：路灯已修复。"}""", null);
        await SendAsync(HttpMethod.Put, $"answer-templates/{made["id"]}", """{"category":"road-light","move":"reply","title":"改名的模板","text":"{称呼}：路灯已修复。"}""", "1");
        await ExpectAsync($"register=answer-templates&row={made["id"]}", "title  测试用模板", "title 测试用模板 改名的模板");

        var term = await SendAsync(HttpMethod.Post, "terms", """{"level":"county","name":"第三十届区人大代表","firstOn":"2072-01-10"}""", null);
        await ExpectAsync($"register=congress-terms&row={term["id"]}", "name  第三十届区人大代表");

        var category = await SendAsync(HttpMethod.Post, "categories", """{"number":"audited","name":"测试类别","position":90,"icon":"light","retentionYears":3}""", null);
        await SendAsync(HttpMethod.Put, "categories/audited", """{"name":"测试类别","position":90,"icon":"water","retentionYears":5}""", category["version"]!.ToString());
        await ExpectAsync("register=categories&row=audited", "icon Light Water", "retention_years 3 5");

        var deputy = (await _admin.GetAsync("/api/v1/admin/deputies?limit=200"))["items"].AsArray().First(one => (bool)one!["active"]!)!;
        (await _admin.PostAsync($"/api/v1/admin/deputies/{deputy["id"]}/leave", new { on = "2026-09-01", reason = "因病" })).Expect(HttpStatusCode.OK);
        await ExpectAsync($"register=deputies&row={deputy["id"]}&by=admin-1", "leaves_on  2026-09-01");
    }

    private async Task RolesAsync()
    {
        using var deputy = await _server.AsAsync("deputy-1");
        var me = (string)(await deputy.GetAsync("/api/v1/me"))["id"]!;
        var substitute = await IdOfAsync("committee-1");
        foreach (var until in (string[])["2026-06-03", "2026-06-05"])
            (await deputy.PostAsync("/api/v1/me/away", new { from = "2026-06-01", until, substituteId = substitute })).Expect(HttpStatusCode.OK);
        await ExpectAsync($"register=absences&row={me}", $"absence  2026-06-01 – 2026-06-03 → {substitute}", $"absence 2026-06-01 – 2026-06-03 → {substitute} 2026-06-01 – 2026-06-05 → {substitute}");

        var staff = "user_name,name,phone,roles,deputy,agency,station,supervisor_level,active\r\naudited,审计用,,GovernmentOffice,,,,,1\r\n";
        await ImportAsync(staff);
        await ImportAsync(staff.Replace("GovernmentOffice", "Supervisor", StringComparison.Ordinal).Replace(",,,,,1", ",,,,2,1", StringComparison.Ordinal));
        await ExpectAsync("person=audited", "reason  角色：（无） → 政府办", "reason  角色：政府办 → 督办");

        (await _admin.GetAsync($"/api/v1/admin/staff/{me}")).Expect(HttpStatusCode.OK);
        await ExpectAsync($"kind=contactViewed&register=staff&person={me}&by=admin-1");
    }

    private async Task SignInsAsync()
    {
        var phone = new TextPhone(_server, PhoneOfDeputy1);
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        (await phone.VerifyAsync(phone.WrongCode)).Expect(HttpStatusCode.Unauthorized);
        await ExpectAsync("kind=signInFailed&register=sms&person=deputy-1");

        using var nobody = _server.Anonymous();
        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "no-such-name", password = "scandeputy-demo" })).Expect(HttpStatusCode.Unauthorized);

        using var office = await _server.AsAsync("government-1");
        (await office.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
        await ExpectAsync("kind=signOut&by=government-1");
        using var again = await _server.AsAsync("government-1");
        using var other = await _server.AsAsync("government-1");
        (await again.PostAsync("/api/v1/me/sessions/end")).Expect(HttpStatusCode.OK);
        await ExpectAsync("kind=accountChanged&by=government-1", "kind  sessionsEnded");
    }

    private async Task RulesAsync()
    {
        var policy = (await _admin.PostAsync("/api/v1/admin/policies", new { triageLimit = 3 })).Expect(HttpStatusCode.Created);
        (await _admin.PostAsync("/api/v1/admin/policies", new { coOpinionBefore = 90 })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _admin.PostAsync("/api/v1/admin/policies/recompute", new { version = (string)policy["version"]! })).Expect(HttpStatusCode.OK);
        var told = await FindAsync("kind=policyChanged&register=policies&by=admin-1");
        Assert.Equal(2, told.Count);
        Assert.Contains(told[0]!["changes"]!.AsArray(), change => (string)change!["name"]! == "appliedToOpenAt");

        using (var supervisor = await PageClient.SignInAsync(_server.Address, "supervisor-1"))
            (await supervisor.PostAsync("/alerts", "/alerts?handler=choice", ("stages", "Handling"))).Dispose();
        await ExpectAsync("register=alert-choices&by=supervisor-1", $"stages {string.Join('|', Enum.GetNames<StageKind>())} Handling");

        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var owner = (string)(await (await chain.AsAsync("resident-1")).GetAsync("/api/v1/me"))["id"]!;
        await (await chain.AsAsync("committee-1")).BytesAsync($"/api/v1/cases/{chain.CaseId}/file.zip");
        await ExpectAsync($"kind=downloaded&register=cases&row={chain.CaseId}&person={owner}&by=committee-1");
    }

    /// <summary>No number and no resident's name of the demo.</summary>
    private async Task NothingPersonalAsync()
    {
        var written = string.Join('\n', await _server.ListAsync("select concat(object_id, ' ', person, ' ', network, ' ', details) from audit_events"));
        // Not within an id.
        Assert.DoesNotMatch("(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])", written);
        using var resident = await _server.AsAsync("resident-1");
        Assert.DoesNotContain((string)(await resident.GetAsync("/api/v1/me"))["name"]!, written, StringComparison.Ordinal);
        Assert.DoesNotContain("因病", written, StringComparison.Ordinal);
    }

    private async Task<string> IdOfAsync(string persona)
    {
        using var client = await _server.AsAsync(persona);
        return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
    }

    private async Task ImportAsync(string staff)
    {
        var report = (await _admin.UploadAsync("/api/v1/admin/staff/import", Encoding.UTF8.GetBytes(staff), "staff.csv")).Expect(HttpStatusCode.OK);
        Assert.True((bool)report["accepted"]!, report.Body!.ToString());
    }

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string body, string? version)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/admin/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        var answer = await _admin.SendAsync(request);
        Assert.True((int)answer.Status < 300, answer.Body?.ToString());
        return answer;
    }

    /// <param name="query">Which entries.</param>
    /// <param name="changes">Name, old and new value of what they must tell, whichever of them does.</param>
    private async Task ExpectAsync(string query, params string[] changes)
    {
        var found = await FindAsync(query);
        Assert.True(found.Count > 0, query);
        var told = found.SelectMany(item => item!["changes"]!.AsArray()).Select(change => $"{change!["name"]} {change["old"]} {change["new"]}").ToList();
        Assert.All(changes, change => Assert.Contains(change, told));
    }

    private async Task<JsonArray> FindAsync(string query) => (await _auditor.GetAsync($"/api/v1/admin/audit?limit=200&{query}")).Expect(HttpStatusCode.OK)["items"].AsArray();
}
