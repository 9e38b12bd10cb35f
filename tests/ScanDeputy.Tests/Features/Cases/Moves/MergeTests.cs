using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Handbook §3, merge: the case goes on as a leading one, and its resident with it.</summary>
public sealed class MergeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_residents_follow_the_leading_case_and_nobody_is_alarmed_of_the_merged_one(bool adopted)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var leading = new CaseChain(server);
        await leading.SubmitAsync();
        using var merged = new CaseChain(server);
        await merged.SubmitAsync("resident-2");
        (await (await leading.AsAsync("resident-2")).CaseAsync(leading.CaseId)).Expect(HttpStatusCode.NotFound);
        if (adopted)
            await merged.AdoptAsync();

        var done = await merged.StepAsync(adopted ? "committee-1" : merged.Deputy, "merge", new { intoCaseId = leading.CaseId, note = "同一处路灯" });

        Assert.Equal(("merged", leading.CaseId), ((string)done["status"]!, (string)done["mergedIntoId"]!));
        Assert.Equal(adopted ? "cancelled" : "onTime", (string)(await merged.LastStageAsync())["verdict"]!);
        Assert.Empty(done["actions"].AsArray());
        Assert.Equal(1, (int)done["reporters"]!);
        Assert.Contains(await merged.AlertsAsync("resident-2"), alert => ((string)alert["text"]!).Contains("并入", StringComparison.Ordinal));

        // How many reported it is said wherever the case is shown, also in the answer to a move.
        Assert.Equal(2, (int)(await leading.SeenByAsync(leading.Deputy))["reporters"]!);
        Assert.Equal(2, (int)(await leading.StepAsync(leading.Deputy, "answer", new { text = "今晚修复。" }))["reporters"]!);
        var seen = await leading.SeenByAsync("resident-2");
        Assert.Equal("今晚修复。", (string)seen["answer"]["text"]!);
        Assert.Empty(seen["actions"].AsArray());
        Assert.Null(seen.Body!["contact"]);
        foreach (var resident in (string[])["resident-1", "resident-2"])
            Assert.Contains(await leading.AlertsAsync(resident), alert => ((string)alert["text"]!).Contains("答复", StringComparison.Ordinal));
        var mine = (await (await leading.AsAsync("resident-2")).GetAsync("/api/v1/cases?role=mine"))["items"].AsArray();
        Assert.True((bool)mine.Single(item => (string)item!["id"]! == leading.CaseId)!["followed"]!);
        Assert.False((bool)mine.Single(item => (string)item!["id"]! == merged.CaseId)!["followed"]!);
        (await (await leading.AsAsync("resident-2")).MoveAsync(leading.CaseId, "evaluate", new { grade = "satisfied" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");

        await merged.WaitAsync("P30D");
        foreach (var persona in (string[])[merged.Deputy, "committee-1", "supervisor-1", "supervisor-2", "supervisor-3"])
            Assert.DoesNotContain(await merged.AlertsAsync(persona), alert => (string)alert["kind"]! is "dueSoon" or "overdue" or "escalated");
        await merged.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Who_follows_sees_what_was_done_but_not_what_another_did_not_agree_to_publish()
    {
        await using var server = await TestServer.StartAsync();
        using var leading = new CaseChain(server);
        var resident = await leading.AsAsync("resident-1");
        var photo = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var id = (string)(await resident.SubmitAsync(new { @public = false, attachmentIds = new[] { photo } })).Expect(HttpStatusCode.Created)["id"]!;
        using var merged = new CaseChain(server);
        await merged.SubmitAsync("resident-2");
        await merged.StepAsync("committee-1", "merge", new { intoCaseId = id });

        var follower = await merged.AsAsync("resident-2");
        var seen = (await follower.CaseAsync(id)).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("路灯", (string)seen["text"]!, StringComparison.Ordinal);
        Assert.Equal((string)seen["category"]["name"]!, (string)seen["title"]!);
        Assert.Empty(seen["attachments"].AsArray());
        (await follower.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal((string)seen["title"]!, (string)(await follower.GetAsync("/api/v1/cases?role=mine"))["items"].AsArray().Single(item => (string)item!["id"]! == id)!["title"]!);
        (await follower.GetAsync($"/api/v1/cases/{id}/events")).Expect(HttpStatusCode.OK);
        (await (await merged.AsAsync("resident-3")).CaseAsync(id)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_chain_of_merges_takes_everybody_along()
    {
        await using var server = await TestServer.StartAsync();
        using var first = new CaseChain(server);
        await first.SubmitAsync("resident-1");
        using var second = new CaseChain(server);
        await second.SubmitAsync("resident-2");
        using var third = new CaseChain(server);
        var number = (string)(await third.SubmitAsync("resident-3"))["number"]!;

        await first.StepAsync("committee-1", "merge", new { intoCaseId = second.CaseId });
        // By its number, as a person would type it.
        await second.StepAsync("committee-1", "merge", new { intoCaseId = number.ToLowerInvariant() });

        foreach (var resident in (string[])["resident-1", "resident-2"])
            Assert.Equal(3, (int)(await third.SeenByAsync(resident))["reporters"]!);
        Assert.Equal(number, (string)(await second.SeenByAsync("resident-1"))["mergedIntoNumber"]!);
        await third.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Not_into_itself_a_case_that_has_ended_or_one_that_does_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        using var other = new CaseChain(server);
        await other.SubmitAsync("resident-2");
        await other.StepAsync("resident-2", "withdraw");
        using var chain = new CaseChain(server);
        var number = (string)(await chain.SubmitAsync())["number"]!;

        foreach (var into in (string?[])[null, "no-such", chain.CaseId, number, other.CaseId])
        {
            var refused = await (await chain.AsAsync("committee-1")).MoveAsync(chain.CaseId, "merge", new { intoCaseId = into });
            Assert.NotNull(refused.Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["intoCaseId"]);
        }

        (await (await chain.AsAsync("government-1")).MoveAsync(chain.CaseId, "merge", new { intoCaseId = other.CaseId })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        (await (await chain.AsAsync("resident-2")).PostAsync($"/api/v1/cases/{chain.CaseId}/merge", new { intoCaseId = other.CaseId }, version: 1)).Expect(HttpStatusCode.NotFound);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task Merged_into_each_other_at_once_one_of_them_leads()
    {
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            using var first = new CaseChain(server);
            await first.SubmitAsync("resident-1");
            using var second = new CaseChain(server);
            await second.SubmitAsync("resident-2");
            var committee = await first.AsAsync("committee-1");

            var answers = await Task.WhenAll(
                committee.PostAsync($"/api/v1/cases/{first.CaseId}/merge", new { intoCaseId = second.CaseId }, $"a{round}", 1),
                committee.PostAsync($"/api/v1/cases/{second.CaseId}/merge", new { intoCaseId = first.CaseId }, $"b{round}", 1));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.UnprocessableEntity);
            string[] states = [(string)(await first.SeenByAsync("committee-1"))["status"]!, (string)(await second.SeenByAsync("committee-1"))["status"]!];
            Assert.Equal(["merged", "received"], states.Order(StringComparer.Ordinal));
        }

        using var chain = new CaseChain(server);
        await chain.LedgerIsWholeAsync();
    }
}
