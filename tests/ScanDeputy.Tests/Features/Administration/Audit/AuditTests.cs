using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration.Audit;

/// <summary>What the audit trail tells, to whom, and that nobody changes it unseen.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _auditor = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _auditor = await _server.AsAsync("auditor-1");
    }

    public async ValueTask DisposeAsync()
    {
        _auditor.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_sees_a_contact_is_told_by_case_person_and_day_on_page_and_API()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        await chain.SeenByAsync("resident-1");
        var owner = (string)(await (await chain.AsAsync("resident-1")).GetAsync("/api/v1/me"))["id"]!;
        Assert.Empty(await FindAsync($"kind=contactViewed&row={chain.CaseId}&by={owner}"));

        await chain.SeenByAsync(chain.Deputy);
        using (var page = await PageClient.SignInAsync(_server.Address, "committee-1"))
            (await page.GetAsync($"/cases/{chain.CaseId}")).Dispose();
        // An agency sees none without the resident's word, and nobody of it is told.
        await chain.AdoptAsync();
        var deputy = (string)(await (await chain.AsAsync(chain.Deputy)).GetAsync("/api/v1/me"))["id"]!;
        var office = (string)(await (await chain.AsAsync("committee-1")).GetAsync("/api/v1/me"))["id"]!;
        var seen = await FindAsync($"person={owner}&kind=contactViewed&row={chain.CaseId}&from=2026-05-15&until=2026-05-15");
        Assert.Equal(new[] { deputy, office }.Order(StringComparer.Ordinal), seen.Select(item => (string)item!["by"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(seen, item => Assert.True(((string)item!["requestId"]!).Length > 0 && (string)item["network"]! == "127.0.0.*", item.ToJsonString()));
        Assert.Empty(await FindAsync($"person={owner}&kind=contactViewed&row={chain.CaseId}&from=2026-05-16"));
        Assert.Empty(await FindAsync($"person={owner}&until=2026-05-14&row={chain.CaseId}"));

        using var auditor = await PageClient.SignInAsync(_server.Address, "auditor-1");
        using var shownCase = await auditor.GetAsync($"/cases/{chain.CaseId}");
        // Who saw this person's data between two days: from the case, by its number; what they themselves do with it is none of it.
        var number = (string)(await chain.SeenByAsync("resident-1"))["number"]!;
        await (await chain.AsAsync("resident-1")).BytesAsync($"/api/v1/cases/{chain.CaseId}/file.zip");
        await (await chain.AsAsync("committee-1")).BytesAsync($"/api/v1/cases/{chain.CaseId}/file.zip");
        Assert.Contains($"/admin/audit?kind=seen&person={number}", WebUtility.HtmlDecode(await shownCase.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        var breach = await FindAsync($"kind=seen&person={number}&from=2026-05-15&until=2026-05-15");
        Assert.Equal(["contactViewed", "downloaded"], breach.Select(item => (string)item!["kind"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(owner, breach.Select(item => (string)item!["by"]!));
        Assert.Contains(breach, item => (string)item!["kind"]! == "downloaded" && (string)item["by"]! == office);
        Assert.Empty(await FindAsync($"kind=seen&person={number}&from=2026-05-16"));
        Assert.NotEmpty(await _auditor.BytesAsync($"/api/v1/admin/audit/export?format=xlsx&kind=seen&person={number}"));
        var link = $"/admin/audit?register=cases&row={chain.CaseId}&kind=contactViewed";
        Assert.Contains(link, WebUtility.HtmlDecode(await shownCase.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        using var shown = await auditor.GetAsync(link);
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Ct));
        Assert.Contains("查看联系方式", html, StringComparison.Ordinal);
        Assert.DoesNotContain("没有符合条件的记录", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ins_refusals_files_and_changes_are_told_with_old_and_new()
    {
        using var nobody = _server.Anonymous();
        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "committee-1", password = "wrong" })).Expect(HttpStatusCode.Unauthorized);
        var entered = (await nobody.PostAsync("/api/v1/auth/password", new { userName = "committee-1", password = "scandeputy-demo" })).Expect(HttpStatusCode.OK);
        using var office = new ApiClient(_server.Address, (string)entered["accessToken"]!);
        Assert.Single(await FindAsync("kind=signInFailed&person=committee-1"));
        Assert.NotEmpty(await FindAsync("kind=signIn&by=committee-1"));

        (await office.GetAsync("/api/v1/admin/staff")).Expect(HttpStatusCode.Forbidden);
        using (var page = await PageClient.SignInAsync(_server.Address, "committee-1"))
            (await page.GetAsync("/admin/staff")).Dispose();
        var refused = await FindAsync("kind=refused&by=committee-1");
        Assert.Equal(["GET /admin/staff", "GET /api/v1/admin/staff"], refused.Select(item => (string)item!["row"]!).Order(StringComparer.Ordinal));

        using var admin = await _server.AsAsync("admin-1");
        await admin.BytesAsync("/api/v1/admin/staff/export?format=csv");
        Assert.Single(await FindAsync("kind=downloaded&by=admin-1"));

        (await admin.PostAsync("/api/v1/admin/policies", new { handlingLimit = 12 })).Expect(HttpStatusCode.Created);
        var changed = Assert.Single(await FindAsync("kind=policyChanged"))!;
        var limit = changed["changes"]!.AsArray().Single(change => (string)change!["name"]! == "handlingLimit")!;
        Assert.Equal((10, 12), ((int)limit["old"]!, (int)limit["new"]!));
        Assert.NotNull((string?)changed["byName"]);

        var keeper = (await admin.GetAsync("/api/v1/admin/staff?q=keeper-1"))["items"][0]!;
        (await admin.PostAsync($"/api/v1/admin/staff/{keeper["id"]}/password")).Expect(HttpStatusCode.OK);
        Assert.Contains(await FindAsync("kind=accountChanged&person=keeper-1"), item => item!["changes"]!.ToJsonString().Contains("passwordReset", StringComparison.Ordinal));

        using var neighbour = await _server.AsAsync("admin-2");
        Assert.Empty((await neighbour.GetAsync("/api/v1/admin/audit?kind=policyChanged")).Expect(HttpStatusCode.OK)["items"].AsArray());
        (await _auditor.GetAsync("/api/v1/admin/audit?kind=nonsense")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _auditor.GetAsync("/api/v1/admin/audit?from=2026-02-30")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.NotEmpty(await _auditor.BytesAsync("/api/v1/admin/audit/export?format=csv&kind=policyChanged"));
    }

    [Fact]
    public async Task Many_at_once_make_one_chain_and_what_is_changed_put_in_or_taken_out_is_found()
    {
        using var nobody = _server.Anonymous();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => nobody.PostAsync("/api/v1/auth/password", new { userName = "government-1", password = "scandeputy-demo" })));
        Assert.Equal([], await CheckAsync());

        foreach (var (tamper, found) in new[]
        {
            ("update audit_events set made_by = 'nobody' where chain = '371311' and sequence = 3", "entry 3 was changed"),
            ("delete from audit_events where chain = '371311' and sequence = 4", "entries 4 to 4 are missing"),
            ("delete from audit_events where chain = '371311' and sequence = (select sequence from audit_heads where chain = '371311')", "the chain ends with entry"),
        })
        {
            await _server.ExecuteAsync(tamper);
            Assert.Contains(await CheckAsync(), fault => fault.Contains(found, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_too_old_goes_and_the_rest_can_still_be_verified()
    {
        var before = await _server.CountAsync("select count(*) from audit_events");
        Assert.True(before > 0);
        using var anyone = _server.Anonymous();
        _server.ExpectLog("calendar-missing");
        await anyone.AdvanceAsync("P200D");
        using (var office = await _server.AsAsync("committee-1"))
            (await office.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        var database = _server.Services.GetRequiredService<Database>();
        var clock = _server.Services.GetRequiredService<TimeProvider>();
        Assert.Equal(before, await AuditPruning.RunAsync(database, clock, clock.GetUtcNow().AddDays(-AuditPruning.LeastDays), "test", Ct));
        Assert.Equal([], await CheckAsync());
        Assert.True(await _server.CountAsync("select count(*) from audit_events where kind = 'pruned'") > 0);
        await _server.ExecuteAsync("delete from audit_anchors");
        Assert.NotEmpty(await CheckAsync());
    }

    private async Task<JsonArray> FindAsync(string query) => (await _auditor.GetAsync($"/api/v1/admin/audit?limit=200&{query}")).Expect(HttpStatusCode.OK)["items"].AsArray();

    private async Task<List<string>> CheckAsync()
    {
        var faults = new List<string>();
        await _server.Services.GetRequiredService<AuditCheck>().RunAsync((chain, text) => faults.Add($"{chain}: {text}"), null, Ct);
        return faults;
    }
}
