using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>催办 (handbook §3): once a stage, when its date has passed; it reaches whoever has the stage, and the supervisors.</summary>
public sealed class UrgeTests
{
    /// <summary>Everything begins on Friday 15 May 2026, and each stage is left until it is late.</summary>
    [Fact]
    public async Task A_resident_urges_each_stage_once_after_its_date()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var urged = 0;
        foreach (var (owner, lasts, goOn) in Stages(chain))
        {
            await RefusedAsync(chain, "期限还没有过");
            await chain.WaitAsync(lasts);
            Assert.Contains("urge", ActionsOf(await chain.SeenByAsync("resident-1")));

            var after = await chain.StepAsync("resident-1", "urge");

            urged++;
            Assert.NotNull(after["stages"].AsArray()[^1]!["urgedAt"]);
            Assert.DoesNotContain("urge", ActionsOf(after));
            await RefusedAsync(chain, "已经催办过");
            Assert.Equal(1, await UrgesOfAsync(chain, owner ?? chain.Deputy));
            Assert.Equal(urged, await UrgesOfAsync(chain, "supervisor-1"));
            await goOn();
        }

        // An agency that signs goes on with the same stage.
        await RefusedAsync(chain, "已经催办过");
        await chain.ReplyAsync();
        // The deputy's verdict is a stage as well.
        await RefusedAsync(chain, "期限还没有过");
        await chain.WaitAsync("P9D");
        await chain.StepAsync("resident-1", "urge");
        Assert.Equal(2, await UrgesOfAsync(chain, chain.Deputy));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task While_the_clock_stands_still_nothing_is_late()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("government-1", "pause", new { reason = "等上级批复" });
        await chain.WaitAsync("P30D");

        await RefusedAsync(chain, "暂停计时");

        await chain.StepAsync("agency-1", "resume");
        await chain.WaitAsync("P30D");
        await chain.StepAsync("resident-1", "urge");
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_page_offers_it_when_it_is_possible_and_shows_it_to_those_who_have_the_case()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        using (var early = await PageClient.SignInAsync(server.Address, "resident-1"))
            Assert.DoesNotContain("move-urge", await ReadAsync(early, chain), StringComparison.Ordinal);
        await chain.WaitAsync("P6D");

        using var resident = await PageClient.SignInAsync(server.Address, "resident-1");
        Assert.Contains("move-urge", await ReadAsync(resident, chain), StringComparison.Ordinal);
        using var sent = await resident.PostAsync(
            $"/cases/{chain.CaseId}", $"/cases/{chain.CaseId}/urge", ("version", $"{(int)(await chain.SeenByAsync("resident-1"))["version"]!}"), ("key", "urge-1"));

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var deputy = await PageClient.SignInAsync(server.Address, chain.Deputy);
        Assert.Contains("居民 5月21日（周四） 催办", await ReadAsync(deputy, chain), StringComparison.Ordinal);
    }

    private static (string? Owner, string Lasts, Func<Task> GoOn)[] Stages(CaseChain chain) =>
    [
        (null, "P5D", async () => await chain.AdoptAsync()),
        ("committee-1", "P7D", async () => await chain.HandOverAsync()),
        ("government-1", "P7D", async () => await chain.AssignAsync()),
        ("agency-1", "P20D", async () => await chain.SignAsync()),
    ];

    /// <param name="reason">In the sentence for people; null where the general one is enough.</param>
    private static async Task RefusedAsync(CaseChain chain, string? reason)
    {
        var refused = (await (await chain.AsAsync("resident-1")).MoveAsync(chain.CaseId, "urge")).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        Assert.Contains(reason ?? "请刷新", (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("urge", refused["allowed"].AsArray().Select(move => (string)move!));
    }

    private static IEnumerable<string> ActionsOf(ApiAnswer seen) => seen["actions"].AsArray().Select(action => (string)action!);

    private static async Task<int> UrgesOfAsync(CaseChain chain, string persona) =>
        (await chain.AlertsAsync(persona)).Count(alert => (string)alert["kind"]! == "urged");

    private static async Task<string> ReadAsync(PageClient client, CaseChain chain) =>
        await (await client.GetAsync($"/cases/{chain.CaseId}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
