using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Handbook §3, pause and extension: handling begins on Friday 15 May 2026 and is due on the 29th.</summary>
public sealed class ClockMovesTests
{
    [Fact]
    public async Task A_pause_is_asked_for_granted_and_ended_and_moves_the_date_by_its_working_days()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.WaitAsync("P3D");
        await chain.StepAsync("agency-1", "pause", new { reason = "等居民提供照片", until = "2026-05-21" });
        Assert.Equal("等居民提供照片", (string)(await chain.SeenByAsync("government-1"))["pauseRequest"]["reason"]!);
        Assert.False((bool)(await chain.LastStageAsync())["paused"]!);
        Assert.Contains(await chain.AlertsAsync("government-1"), alert => ((string)alert["text"]!).Contains("暂停", StringComparison.Ordinal));

        await chain.StepAsync("government-1", "pause", new { reason = "同意" });
        Assert.True((bool)(await chain.LastStageAsync())["paused"]!);
        Assert.Null((await chain.SeenByAsync("government-1")).Body!["pauseRequest"]);
        Assert.Contains(await chain.AlertsAsync("agency-1"), alert => ((string)alert["text"]!).Contains("已暂停", StringComparison.Ordinal));
        await chain.LedgerIsWholeAsync();

        await chain.WaitAsync("P3D");
        await chain.StepAsync("agency-1", "resume");
        var stage = await chain.LastStageAsync();
        // Tuesday to Thursday are taken out.
        Assert.Equal(("2026-06-03", 3), ((string)stage["dueOn"]!, (int)stage["pausedDays"]!));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Nobody_is_alarmed_while_the_clock_stands_still()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("government-1", "pause", new { reason = "等上级批复" });
        await chain.WaitAsync("P30D");
        Assert.Empty(await chain.AlertsAsync("supervisor-1"));
        await chain.StepAsync("government-1", "resume");
        await chain.WaitAsync("P20D");
        Assert.Single(await chain.AlertsAsync("supervisor-1"), alert => (string)alert["kind"]! == "overdue");
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_pause_after_the_date_does_not_make_late_good()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.WaitAsync("P17D");
        await chain.StepAsync("government-1", "pause", new { reason = "等居民" });
        await chain.WaitAsync("P3D");
        await chain.StepAsync("government-1", "resume");
        var stage = await chain.LastStageAsync();
        Assert.Equal(("2026-05-29", true), ((string)stage["dueOn"]!, (bool)stage["overdue"]!));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_pause_needs_a_reason_and_ends_in_the_future()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        Assert.NotNull((await RefusedAsync(chain, "agency-1", "pause", new { }))["errors"]["reason"]);
        Assert.NotNull((await RefusedAsync(chain, "agency-1", "pause", new { reason = "等", until = "2026-05-15" }))["errors"]["until"]);
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "resume")).Expect(HttpStatusCode.Conflict, "move_not_allowed");
    }

    [Fact]
    public async Task An_extension_is_asked_for_and_granted_once_and_the_old_date_stays_in_the_record()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "extension", new { days = 5, reason = "灯具需要定制" });
        Assert.Equal(5, (int)(await chain.SeenByAsync("government-1"))["extensionRequest"]["days"]!);
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "extension", new { days = 1, reason = "再要一天" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");

        await chain.StepAsync("government-1", "extension-decision", new { granted = true, note = "同意" });

        var stage = await chain.LastStageAsync();
        Assert.Equal(("2026-06-05", 5), ((string)stage["dueOn"]!, (int)stage["extensionDays"]!));
        Assert.Contains(await chain.AlertsAsync("agency-1"), alert => ((string)alert["text"]!).Contains("延期", StringComparison.Ordinal));
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "extension", new { days = 1, reason = "再要一天" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.WaitAsync("P21D");
        Assert.Empty(await chain.AlertsAsync("supervisor-1"));
        await chain.WaitAsync("P1D");
        Assert.Single(await chain.AlertsAsync("supervisor-1"));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_refused_extension_leaves_the_date_and_another_may_be_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "extension", new { days = 10, reason = "人手不足" });
        await chain.StepAsync("government-1", "extension-decision", new { granted = false, note = "请抓紧" });
        Assert.Equal("2026-05-29", (string)(await chain.LastStageAsync())["dueOn"]!);
        await chain.StepAsync("agency-1", "extension", new { days = 2, reason = "等材料" });
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Nobody_asks_for_more_time_when_it_is_too_late_or_for_too_much()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        foreach (var days in (int?[])[null, 0, 11])
            Assert.NotNull((await RefusedAsync(chain, "agency-1", "extension", new { days, reason = "灯具需要定制" }))["errors"]["days"]);
        (await (await chain.AsAsync("government-1")).MoveAsync(chain.CaseId, "extension-decision", new { granted = true })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        await chain.WaitAsync("P17D");
        (await (await chain.AsAsync("agency-1")).MoveAsync(chain.CaseId, "extension", new { days = 1, reason = "晚了" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
    }

    private static async Task<ApiAnswer> RefusedAsync(CaseChain chain, string persona, string move, object body) =>
        (await (await chain.AsAsync(persona)).MoveAsync(chain.CaseId, move, body)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
}
