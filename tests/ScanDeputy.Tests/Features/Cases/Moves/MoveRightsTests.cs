using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Each move: by its actor, by nobody else, at the version that was seen, and once for each key.</summary>
public sealed class MoveRightsTests
{
    // Who has nothing to do with the case is told that there is none; the others, what they may do instead.
    private static readonly string[] Strangers = ["resident-2", "agency-3"];

    [Theory]
    [InlineData("transfer", "committee-1")]
    [InlineData("return-to-deputy", "committee-1")]
    [InlineData("return-to-office", "agency-1")]
    [InlineData("co-opinion", "agency-2")]
    [InlineData("pause", "agency-1")]
    [InlineData("resume", "agency-1")]
    [InlineData("extension", "agency-1")]
    [InlineData("extension-decision", "government-1")]
    [InlineData("supervise", "supervisor-1")]
    [InlineData("supervision-answer", "agency-1")]
    public async Task A_move_is_its_actor_s_alone_once_and_at_the_version_seen(string move, string actor)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var body = await PrepareAsync(chain, move);
        var path = $"/api/v1/cases/{chain.CaseId}/{move}";
        var version = (int)(await chain.SeenByAsync("auditor-1"))["version"]!;

        foreach (var stranger in Strangers)
            (await (await chain.AsAsync(stranger)).PostAsync(path, body, version: version)).Expect(HttpStatusCode.NotFound, "not_found");
        foreach (var other in Others(move))
        {
            var refused = (await (await chain.AsAsync(other)).PostAsync(path, body, version: version)).Expect(HttpStatusCode.Conflict, "move_not_allowed");
            Assert.DoesNotContain(move, refused["allowed"].AsArray().Select(allowed => (string)allowed!));
        }

        var by = await chain.AsAsync(actor);
        Assert.Contains(move, (await by.CaseAsync(chain.CaseId))["actions"].AsArray().Select(action => (string)action!));
        (await by.PostAsync(path, body)).Expect(HttpStatusCode.PreconditionRequired, "version_required");
        (await by.PostAsync(path, body, version: version - 1)).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        var first = (await by.PostAsync(path, body, "once", version)).Expect(HttpStatusCode.OK);
        var again = (await by.PostAsync(path, body, "once", version)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Body!.ToJsonString(), again.Body!.ToJsonString());
        Assert.Equal(version + 1, (int)(await chain.SeenByAsync("auditor-1"))["version"]!);
        await chain.LedgerIsWholeAsync();
    }

    private static IEnumerable<string> Others(string move)
    {
        string[] always = ["resident-1", "auditor-1", "admin-1"];
        return move switch
        {
            "transfer" => [.. always, "government-1", "supervisor-1"],
            "return-to-deputy" => [.. always, "government-1", "supervisor-1"],
            "supervise" or "supervision-answer" => [.. always, "agency-2"],
            _ => [.. always, "committee-1", "supervisor-1", move is "co-opinion" ? "agency-1" : "agency-2"],
        };
    }

    private static async Task<object> PrepareAsync(CaseChain chain, string move)
    {
        switch (move)
        {
            case "transfer":
                await chain.SubmitAsync();
                return new { stationId = (string)(await chain.SeenByAsync("auditor-1"))["station"]["id"]! };
            case "return-to-deputy":
                await chain.SubmitAsync();
                await chain.AdoptAsync();
                return new { reason = "请补充" };
            default:
                await chain.ToHandlingAsync("agency-2");
                return await PrepareHandlingAsync(chain, move);
        }
    }

    private static async Task<object> PrepareHandlingAsync(CaseChain chain, string move)
    {
        switch (move)
        {
            case "resume":
                await chain.StepAsync("government-1", "pause", new { reason = "等居民" });
                return new { };
            case "extension-decision":
                await chain.StepAsync("agency-1", "extension", new { days = 3, reason = "定制" });
                return new { granted = true };
            case "supervision-answer":
                await chain.StepAsync("supervisor-1", "supervise", new { level = 1, text = "请说明", answerBy = "2026-05-20" });
                return new { text = "正在办理" };
            default:
                return move switch
                {
                    "extension" => new { days = 3, reason = "定制" },
                    "supervise" => new { level = 1, text = "请说明", answerBy = "2026-05-20" },
                    "co-opinion" => new { text = "同意" },
                    _ => new { reason = "notCompetent" },
                };
        }
    }
}
