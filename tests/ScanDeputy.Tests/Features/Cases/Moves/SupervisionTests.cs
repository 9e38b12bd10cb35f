using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>督办单: ordered by a supervisor, answered by whoever has the case (handbook §3).</summary>
public sealed class SupervisionTests
{
    [Fact]
    public async Task An_order_reaches_the_agency_and_its_answer_the_supervisors()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();

        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请说明进度", answerBy = "2026-05-20" });
        Assert.Single(await chain.AlertsAsync("agency-1"), alert => (string)alert["kind"]! == "supervision");
        (await (await chain.AsAsync("supervisor-1")).MoveAsync(chain.CaseId, "supervise", new { level = 1, text = "再催", answerBy = "2026-05-21" }))
            .Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.StepAsync("agency-1", "supervision-answer", new { text = "灯具已到货，明日安装。" });

        var order = (await chain.SeenByAsync("supervisor-1"))["supervision"][0]!;
        Assert.Equal((2, "2026-05-20", "灯具已到货，明日安装。"), ((int)order["level"]!, (string)order["answerBy"]!, (string)order["answer"]!));
        Assert.Single(await chain.AlertsAsync("supervisor-1"), alert => (string)alert["kind"]! == "supervision");
        Assert.Empty((await chain.SeenByAsync("resident-1"))["supervision"].AsArray());
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "supervision-answer", new { text = "再答" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.LedgerIsWholeAsync();
    }

    [Theory]
    [InlineData(0, "请说明", "2026-05-20", "level")]
    [InlineData(4, "请说明", "2026-05-20", "level")]
    [InlineData(null, "请说明", "2026-05-20", "level")]
    [InlineData(1, " ", "2026-05-20", "text")]
    [InlineData(1, "请说明", "2026-05-14", "answerBy")]
    [InlineData(1, "请说明", null, "answerBy")]
    public async Task An_order_without_level_text_or_date_is_refused_by_field(int? level, string text, string? answerBy, string field)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var refused = await (await chain.AsAsync("supervisor-1")).MoveAsync(chain.CaseId, "supervise", new { level, text, answerBy });
        Assert.NotNull(refused.Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field]);
    }

    [Fact]
    public async Task Rejected_twice_the_case_is_with_the_supervisors_and_closes_only_after_their_order_is_answered()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "仍不亮" });
        await chain.ReplyAsync();
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "还是不亮" });
        Assert.True((bool)(await chain.SeenByAsync("supervisor-3"))["supervisionRequired"]!);
        await chain.EvaluateAsync();
        await chain.WaitAsync("P2D");
        Assert.Equal("evaluated", (string)(await chain.SeenByAsync("supervisor-3"))["status"]!);

        await chain.StepAsync("supervisor-3", "supervise", new { level = 3, text = "请限期解决", answerBy = "2026-05-20" });
        await chain.WaitAsync("P1D");
        await chain.StepAsync("agency-1", "supervision-answer", new { text = "已换新灯。" });
        await chain.WaitAsync("P1D");
        Assert.Equal("closed", (string)(await chain.SeenByAsync("supervisor-3"))["status"]!);
        await chain.LedgerIsWholeAsync();
    }
}
