using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>The whole chain over HTTP, on time and late at each stage.</summary>
public sealed class MainRoadTests
{
    [Fact]
    public async Task A_report_goes_from_the_door_to_the_resident_s_mark()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var receipt = await chain.SubmitAsync();
        Assert.Matches("^LZ-2026-[0-9]{6}$", (string)receipt["number"]!);
        Assert.Equal("received", (string)receipt["status"]!);

        Assert.Equal("adopted", (string)(await chain.AdoptAsync())["status"]!);
        Assert.Equal("handedOver", (string)(await chain.HandOverAsync())["status"]!);
        Assert.Equal("assigned", (string)(await chain.AssignAsync())["status"]!);
        Assert.Equal("handling", (string)(await chain.SignAsync())["status"]!);
        var replied = await chain.ReplyAsync();
        Assert.Equal(("replied", "solved"), ((string)replied["status"]!, (string)replied["outcome"]!));
        await chain.AcceptAsync();
        Assert.Equal("evaluated", (string)(await chain.EvaluateAsync())["status"]!);

        foreach (var kind in (string[])["triage", "handover", "assignment", "handling"])
            Assert.Equal("onTime", (string)(await chain.StageAsync(kind))["verdict"]!);
    }

    [Fact]
    public async Task An_evaluated_case_is_closed_the_day_after()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        await chain.AcceptAsync();
        await chain.EvaluateAsync();
        using var anyone = server.Anonymous();
        await anyone.AdvanceAsync("P1D");
        Assert.Equal("closed", (string)(await (await server.AsAsync("resident-1")).CaseAsync(chain.CaseId))["status"]!);
    }

    [Fact]
    public async Task An_answer_that_nobody_rates_is_closed_as_not_evaluated_after_fifteen_days()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已与物业联系，今晚修复。" });
        using var anyone = server.Anonymous();
        await anyone.AdvanceAsync("P15D");
        Assert.Equal("answered", (string)(await (await server.AsAsync("resident-1")).CaseAsync(chain.CaseId))["status"]!);
        await anyone.AdvanceAsync("P1D");
        var after = await (await server.AsAsync("resident-1")).CaseAsync(chain.CaseId);
        Assert.Equal("notGiven", (string)after["evaluation"]["grade"]!);
        await anyone.AdvanceAsync("P1D");
        Assert.Equal("closed", (string)(await (await server.AsAsync("resident-1")).CaseAsync(chain.CaseId))["status"]!);
    }

    [Theory]
    [InlineData("triage")]
    [InlineData("handover")]
    [InlineData("assignment")]
    [InlineData("handling")]
    public async Task A_stage_done_after_its_date_is_late_and_only_that_one(string late)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        await WaitIfAsync("triage", "P5D");
        await chain.AdoptAsync();
        await WaitIfAsync("handover", "P5D");
        await chain.HandOverAsync();
        await WaitIfAsync("assignment", "P7D");
        await chain.AssignAsync();
        await chain.SignAsync();
        await WaitIfAsync("handling", "P20D");
        await chain.ReplyAsync();

        foreach (var kind in (string[])["triage", "handover", "assignment", "handling"])
            Assert.Equal(kind == late ? "late" : "onTime", (string)(await chain.StageAsync(kind))["verdict"]!);

        async Task WaitIfAsync(string kind, string duration)
        {
            if (kind != late)
                return;
            await anyone.AdvanceAsync(duration);
            Assert.True((bool)(await OverdueStageAsync())["overdue"]!);
            chain.SignInAgain();
        }

        async Task<System.Text.Json.Nodes.JsonNode> OverdueStageAsync()
        {
            chain.SignInAgain();
            return await chain.StageAsync(late);
        }
    }

    [Fact]
    public async Task A_rejected_answer_opens_a_second_round_with_ten_working_days()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var rejected = await chain.StepAsync(chain.Deputy, "reject", new { reason = "路灯仍不亮" });
        Assert.Equal("handling", (string)rejected["status"]!);
        var second = await chain.StageAsync("handling", 2);
        // 2026-05-15 and ten working days, no holiday between.
        Assert.Equal("2026-05-29", (string)second["dueOn"]!);
        Assert.Equal("running", (string)second["verdict"]!);
    }

    [Fact]
    public async Task Events_are_chained_and_the_resident_does_not_see_words_between_offices()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();

        var official = (await (await chain.AsAsync("committee-1")).GetAsync($"/api/v1/cases/{chain.CaseId}/events"))["items"].AsArray();
        Assert.Equal(["submitted", "adopted", "handedOver", "assigned", "signed", "replied"], official.Select(entry => (string)entry!["type"]!));
        for (var i = 1; i < official.Count; i++)
            Assert.Equal((string)official[i - 1]!["hash"]!, (string)official[i]!["previousHash"]!);
        Assert.Contains("已派工单", official.ToJsonString(Plain), StringComparison.Ordinal);

        var resident = (await (await chain.AsAsync("resident-1")).GetAsync($"/api/v1/cases/{chain.CaseId}/events"))["items"].ToJsonString(Plain);
        Assert.DoesNotContain("已派工单", resident, StringComparison.Ordinal);
        Assert.DoesNotContain("请政府办研究办理", resident, StringComparison.Ordinal);
        Assert.Contains("路灯已更换", resident, StringComparison.Ordinal);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_deputy_may_answer_at_once_or_show_another_way()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.Equal("answered", (string)(await chain.StepAsync(chain.Deputy, "answer", new { text = "已联系物业。" }))["status"]!);

        await chain.SubmitAsync();
        var redirected = await chain.StepAsync(chain.Deputy, "redirect", new { reason = "inCourt", destination = "court", text = "请通过诉讼程序解决。" });
        Assert.Equal(("redirected", "court"), ((string)redirected["status"]!, (string)redirected["redirection"]["destination"]!));
    }

    [Fact]
    public async Task A_resident_adds_to_a_report_and_takes_another_back()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        await chain.StepAsync("resident-1", "supplement", new { text = "又坏了一盏", attachmentIds = Array.Empty<string>() });
        (await (await chain.AsAsync("resident-1")).MoveAsync(chain.CaseId, "withdraw", new { reason = "不用了" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");

        await chain.SubmitAsync();
        var withdrawn = await chain.StepAsync("resident-1", "withdraw", new { reason = "已自行解决" });
        Assert.Equal("withdrawn", (string)withdrawn["status"]!);
        Assert.Equal("cancelled", (string)(await chain.StageAsync("triage"))["verdict"]!);
    }
}
