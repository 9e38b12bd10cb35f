using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>A month for the resident, and an alarm for the committee office while there is still time.</summary>
public sealed class ResidentClockSweepTests
{
    [Fact]
    public async Task After_twenty_five_days_without_a_result_the_committee_office_is_told_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        await chain.HandOverAsync();
        await anyone.MoveClockAsync(At(6, 8, 23, 59));
        Assert.Empty(await AlarmsAsync(chain, "committee-1"));
        await anyone.MoveClockAsync(At(6, 9, 0, 1));
        var alarm = Assert.Single(await AlarmsAsync(chain, "committee-1"));
        Assert.Equal("2026-06-09T00:00:00+08:00", (string)alarm["at"]!);
        Assert.Contains("尚无结果，6月15日前", (string)alarm["text"]!, StringComparison.Ordinal);

        await anyone.MoveClockAsync(At(6, 12, 9, 0));
        Assert.Single(await AlarmsAsync(chain, "committee-1"));
        foreach (var persona in (string[])[chain.Deputy, "government-1", "supervisor-1", "resident-1"])
            Assert.Empty(await AlarmsAsync(chain, persona));
    }

    [Fact]
    public async Task A_matter_with_a_result_raises_no_alarm_and_shows_what_was_done_in_its_month()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        var clock = (await (await chain.AsAsync("resident-1")).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK)["residentClock"];
        Assert.Equal(("2026-05-15", "2026-06-15", "onTime"), ((string)clock["startedOn"]!, (string)clock["endsOn"]!, (string)clock["verdict"]!));
        Assert.Equal(["反映问题", "代表采纳为建议", "交办", "转办，确定承办单位", "承办单位签收", "承办单位答复"], clock["done"]!.AsArray().Select(done => (string)done!["text"]!));
        Assert.NotNull(clock["handedOverAt"]);
        await anyone.MoveClockAsync(At(6, 12, 9, 0));
        Assert.Empty(await AlarmsAsync(chain, "committee-1"));
    }

    [Fact]
    public async Task Workers_side_by_side_and_workers_anew_tell_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        server.Services.GetRequiredService<MovableClock>().TryMoveTo(At(6, 11, 10, 0));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => NewSweep().RunAsync(CancellationToken.None))));
        Assert.Equal(0, await NewSweep().RunAsync(CancellationToken.None));
        Assert.Single(await AlarmsAsync(chain, "committee-1"));

        ISweep NewSweep() => ActivatorUtilities.CreateInstance<ScanDeputy.Server.Features.Deadlines.ResidentClockSweep>(server.Services);
    }

    private static DateTimeOffset At(int month, int day, int hour, int minute) => new(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8));

    private static async Task<IReadOnlyList<JsonNode>> AlarmsAsync(CaseChain chain, string persona) =>
        [.. (await chain.AlertsAsync(persona)).Where(alert => (string)alert["kind"]! == "residentClock")];
}
