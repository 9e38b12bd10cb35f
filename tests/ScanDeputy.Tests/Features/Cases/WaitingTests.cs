using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>What waits for whom, for what and until when, at the turns of a case that no stage tells (handbook §3).</summary>
public sealed class WaitingTests
{
    private static readonly string[] Officials =
        ["deputy", "keeper-1", "committee-1", "government-1", "agency-1", "agency-2", "supervisor-1", "admin-1"];

    [Fact]
    public async Task Each_thing_that_is_open_is_in_the_list_of_whoever_has_to_act_and_in_no_other()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        await chain.HandOverAsync();
        var agencies = (await (await chain.AsAsync("government-1")).GetAsync("/api/v1/agencies"))["items"].AsArray().Select(item => (string)item!["id"]!).ToList();
        var (lead, co) = (await AgencyOfAsync(chain, "agency-1"), await AgencyOfAsync(chain, "agency-2"));
        Assert.Contains(lead, agencies);
        await chain.StepAsync("government-1", "assign", new { leadAgencyId = lead, coAgencyIds = new[] { co } });
        await SaysAsync(chain, "agency-1: stage; agency-2: opinion");
        await chain.SignAsync();
        await chain.StepAsync("agency-2", "co-opinion", new { text = "同意由主办单位处理" });
        await SaysAsync(chain, "agency-1: stage");
        await chain.StepAsync("agency-1", "extension", new { days = 3, reason = "需要招标采购" });
        await SaysAsync(chain, "government-1: extensionDecision; agency-1: stage");
        await chain.StepAsync("government-1", "extension-decision", new { granted = false, note = "请先抢修" });
        await chain.StepAsync("agency-1", "pause", new { reason = "等待居民补充材料" });
        await SaysAsync(chain, "government-1: pauseDecision; agency-1: stage");
        await chain.StepAsync("government-1", "pause-decision", new { granted = false, note = "请先抢修" });
        await SaysAsync(chain, "agency-1: stage");
        await chain.StepAsync("agency-1", "pause", new { reason = "等待居民补充材料" });
        await chain.StepAsync("government-1", "pause-decision", new { granted = true });
        await SaysAsync(chain, "agency-1: stage");
        await chain.StepAsync("supervisor-1", "supervise", new { level = 1, text = "请尽快办理并答复", answerBy = "2026-06-05" });
        await SaysAsync(chain, "agency-1: order");
        await chain.StepAsync("agency-1", "supervision-answer", new { text = "正在抢修" });
        await chain.StepAsync("agency-1", "resume", new { });
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入六月计划", promisedOn = "2026-06-05" });
        await SaysAsync(chain, "deputy: verdict; agency-1: promise");
        await chain.AcceptAsync();
        await SaysAsync(chain, "agency-1: promise");
        await chain.WaitAsync("P25D");
        await SaysAsync(chain, "deputy: lookBack");
        await chain.AcceptAsync();
        await SaysAsync(chain, "");
    }

    [Fact]
    public async Task An_order_that_nobody_answered_comes_back_to_the_supervisors_and_urgent_work_stands_first()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var first = chain.CaseId;
        await chain.StepAsync("supervisor-1", "supervise", new { level = 1, text = "请尽快办理并答复", answerBy = "2026-06-20" });
        await SaysAsync(chain, "deputy: stage");
        await chain.WaitAsync("P40D");
        var listed = await WaitingAsync(await chain.AsAsync("supervisor-1"), first, "&sort=urgency");
        Assert.Equal(("stage", true), (listed!.Value.Kind, listed.Value.DaysLeft < 0));
        await chain.StepAsync(chain.Deputy, "adopt", new { suggestionTitle = "关于路灯的建议" });
        await SaysAsync(chain, "committee-1: order; supervisor-1: orderUnanswered");
        (await (await chain.AsAsync("supervisor-1")).GetAsync("/api/v1/cases?role=all&sort=urgency")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await (await chain.AsAsync("supervisor-1")).GetAsync("/api/v1/cases?role=inbox&sort=age")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    private static async Task<string> AgencyOfAsync(CaseChain chain, string persona) =>
        (string)(await (await chain.AsAsync(persona)).GetAsync("/api/v1/me"))["agencyId"]!;

    /// <summary>Of each person who has it in their list, for what.</summary>
    private static async Task SaysAsync(CaseChain chain, string expected)
    {
        var found = new List<string>();
        foreach (var persona in Officials)
        {
            var client = await chain.AsAsync(persona == "deputy" ? chain.Deputy : persona);
            if (await WaitingAsync(client, chain.CaseId, "") is { } wait)
                found.Add($"{persona}: {wait.Kind}");
        }

        Assert.Equal(expected, string.Join("; ", found));
    }

    private static async Task<(string Kind, int? DaysLeft)?> WaitingAsync(ApiClient client, string caseId, string query)
    {
        var page = (await client.GetAsync($"/api/v1/cases?role=inbox&limit=100{query}")).Expect(HttpStatusCode.OK);
        var item = page["items"].AsArray().SingleOrDefault(item => (string)item!["id"]! == caseId);
        return item is null ? null : ((string)item["waiting"]!["kind"]!, (int?)item["waiting"]!["daysLeft"]);
    }
}
