using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>
/// One written example for each row of the table in handbook §3: who, from where, to where; and where the row ends a stage, on its last day
/// and on the day after. Everything begins on Friday 15 May 2026. The look-back has its own examples in PromiseTests.
/// </summary>
public sealed class HandbookRowsTests
{
    private const string Leading = "(another case)";
    private const string Other = "(another deputy)";
    private const string Agency = "(the agency of agency-1)";

    /// <param name="Actor">The persona, or the deputy who has the case.</param>
    /// <param name="Before">Moves that the row goes back to.</param>
    private sealed record Example(
        string State, string Actor, string Move, object Body, string Status, params (string Actor, string Move, object Body)[] Before);

    private static readonly Dictionary<string, Example> Examples = new(StringComparer.Ordinal)
    {
        ["answer"] = new("received", "deputy", "answer", new { text = "已与物业联系，三日内修好路灯。" }, "answered"),
        ["adopt"] = new("received", "deputy", "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请办理" }, "adopted"),
        ["redirect"] = new("received", "deputy", "redirect", new { reason = "notCompetent", destination = "hotline12345", text = "请拨打 12345。" }, "redirected"),
        ["redirect by the committee"] = new(
            "adopted", "committee-1", "redirect", new { reason = "notCompetent", destination = "petition", text = "请到信访部门反映。" }, "redirected"),
        ["transfer"] = new("received", "deputy", "transfer", new { deputyId = Other, note = "请接手" }, "received"),
        ["merge"] = new("received", "deputy", "merge", new { intoCaseId = Leading, note = "同一件事" }, "merged"),
        ["hand over"] = new("adopted", "committee-1", "handover", new { note = "请研究办理" }, "handedOver"),
        ["return to deputy"] = new("adopted", "committee-1", "return-to-deputy", new { reason = "建议不够具体，请补充地点" }, "received"),
        ["assign"] = new(
            "handedOver", "government-1", "assign", new { leadAgencyId = Agency, coAgencyIds = Array.Empty<string>(), note = "请主办" }, "assigned"),
        ["sign"] = new("assigned", "agency-1", "sign", new { }, "handling"),
        ["return to office"] = new("assigned", "agency-1", "return-to-office", new { reason = "notCompetent" }, "handedOver"),
        ["co-opinion"] = new("assigned", "agency-2", "co-opinion", new { text = "同意主办单位的意见。" }, "assigned"),
        ["log a contact"] = new(
            "handling", "agency-1", "log-contact", new { phase = "before", on = "2026-05-15", way = "visit", with = "both", who = "宋问津", text = "到现场与代表、居民见面。" }, "handling"),
        ["pause"] = new("handling", "government-1", "pause", new { reason = "同意" }, "handling", ("agency-1", "pause", new { reason = "等居民补充材料" })),
        ["resume"] = new("handling", "agency-1", "resume", new { }, "handling", ("government-1", "pause", new { reason = "等上级批复" })),
        ["extend"] = new(
            "handling", "government-1", "extension-decision", new { granted = true, note = "同意" }, "handling",
            ("agency-1", "extension", new { days = 5, reason = "灯具需要定制" })),
        ["reply"] = new("handling", "agency-1", "reply", new { outcome = "solved", publicText = "路灯已更换。", internalNote = "已派工单" }, "replied"),
        ["reply B"] = new("handling", "agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn = "2026-12-31" }, "replied"),
        ["reply C"] = new("handling", "agency-1", "reply", new { outcome = "notNow", publicText = "道路改造完成后安装，暂不能解决。" }, "replied"),
        ["accept"] = new("replied", "deputy", "accept", new { note = "认可" }, "replied"),
        ["reject"] = new("replied", "deputy", "reject", new { reason = "现场仍有两盏灯不亮" }, "handling"),
        ["evaluate"] = new("accepted", "resident-1", "evaluate", new { grade = "basicallySatisfied", text = "谢谢" }, "evaluated"),
        ["evaluate: no"] = new("accepted", "resident-1", "evaluate", new { grade = "unsatisfied", text = "还是不亮" }, "handling"),
        ["supervise"] = new("handling", "supervisor-1", "supervise", new { level = 1, text = "请说明进度", answerBy = "2026-05-20" }, "handling"),
        ["answer an order"] = new(
            "handling", "agency-1", "supervision-answer", new { text = "明日安装。" }, "handling",
            ("supervisor-1", "supervise", new { level = 1, text = "请说明进度", answerBy = "2026-05-20" })),
        ["supplement"] = new("handling", "resident-1", "supplement", new { text = "补充：第三根灯杆也不亮了。" }, "handling"),
        ["withdraw"] = new("received", "resident-1", "withdraw", new { reason = "问题已经自行解决" }, "withdrawn"),
    };

    /// <summary>Where a row ends a stage: its kind, and how long its last day is away.</summary>
    private static readonly Dictionary<string, (string Stage, int Days)> Judged = new(StringComparer.Ordinal)
    {
        ["answer"] = ("triage", 4),
        ["adopt"] = ("triage", 4),
        ["redirect"] = ("triage", 4),
        ["merge"] = ("triage", 4),
        ["redirect by the committee"] = ("handover", 4),
        ["hand over"] = ("handover", 4),
        ["return to deputy"] = ("handover", 4),
        ["assign"] = ("assignment", 5),
        ["reply"] = ("handling", 14),
    };

    public static TheoryData<string> Rows() => [.. Examples.Keys.Where(row => !Judged.ContainsKey(row))];

    public static TheoryData<string, bool> JudgedRows() => [.. Judged.Keys.SelectMany(row => (TheoryDataRow<string, bool>[])[new(row, false), new(row, true)])];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_is_done_by_its_actor(string row)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        var example = Examples[row];
        await WalkAsync(chain, example);
        var events = await CountEventsAsync(chain);

        await MoveAsync(server, chain, example);

        Assert.Equal(example.Status, (string)(await chain.SeenByAsync("auditor-1"))["status"]!);
        Assert.True(await CountEventsAsync(chain) > events);
        await chain.LedgerIsWholeAsync();
    }

    [Theory]
    [MemberData(nameof(JudgedRows))]
    public async Task A_row_that_ends_a_stage_is_on_time_on_the_last_day_and_late_the_day_after(string row, bool late)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await WalkAsync(chain, Examples[row]);
        var (kind, days) = Judged[row];
        await chain.WaitAsync($"P{(late ? days + 1 : days)}D");

        await MoveAsync(server, chain, Examples[row]);

        Assert.Equal(Examples[row].Status, (string)(await chain.SeenByAsync("auditor-1"))["status"]!);
        Assert.Equal(late ? "late" : "onTime", (string)(await chain.StageAsync(kind))["verdict"]!);
        await chain.LedgerIsWholeAsync();
    }

    /// <summary>Somebody goes away with the matter: what they had open is neither on time nor late.</summary>
    [Theory]
    [InlineData("withdraw", "triage")]
    [InlineData("return to office", "handling")]
    public async Task A_row_that_takes_a_stage_away_judges_nobody(string row, string kind)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await WalkAsync(chain, Examples[row]);
        await chain.WaitAsync("P20D");

        await MoveAsync(server, chain, Examples[row]);

        Assert.Equal("cancelled", (string)(await chain.StageAsync(kind))["verdict"]!);
        await chain.LedgerIsWholeAsync();
    }

    private static async Task WalkAsync(CaseChain chain, Example example)
    {
        await chain.SubmitAsync();
        Func<Task>[] steps =
            [chain.AdoptAsync, chain.HandOverAsync, () => chain.AssignAsync("agency-2"), chain.SignAsync, chain.ReplyAsync, chain.AcceptAsync];
        foreach (var step in steps.Take(Array.IndexOf(["received", "adopted", "handedOver", "assigned", "handling", "replied", "accepted"], example.State)))
            await step();
        foreach (var (actor, move, body) in example.Before)
            await chain.StepAsync(actor, move, body);
    }

    private static async Task MoveAsync(TestServer server, CaseChain chain, Example example) => await chain.StepAsync(
        example.Actor == "deputy" ? chain.Deputy : example.Actor, example.Move, await BodyAsync(server, chain, example.Body));

    /// <summary>With the ids that are known only now.</summary>
    private static async Task<object> BodyAsync(TestServer server, CaseChain chain, object body)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(body, System.Text.Json.JsonSerializerOptions.Web);
        if (text.Contains(Agency, StringComparison.Ordinal))
            text = text.Replace(Agency, await chain.AgencyOfAsync("agency-1"), StringComparison.Ordinal);
        if (text.Contains(Other, StringComparison.Ordinal))
        {
            var other = await chain.AsAsync(((string[])["deputy-1", "deputy-2", "deputy-3"]).First(name => name != chain.Deputy));
            text = text.Replace(Other, (string)(await other.GetAsync("/api/v1/me"))["deputyId"]!, StringComparison.Ordinal);
        }

        if (text.Contains(Leading, StringComparison.Ordinal))
        {
            using var resident = await server.AsAsync("resident-2");
            text = text.Replace(Leading, (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!, StringComparison.Ordinal);
        }

        return System.Text.Json.Nodes.JsonNode.Parse(text)!;
    }

    private static async Task<int> CountEventsAsync(CaseChain chain) =>
        (await (await chain.AsAsync("auditor-1")).GetAsync($"/api/v1/cases/{chain.CaseId}/events"))["items"].AsArray().Count;
}
