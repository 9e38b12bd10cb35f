using System.Net;
using ScanDeputy.Tests.Commands;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>What is personal of a case is erased as many years after its end as its category keeps it. It is Friday 15 May 2026.</summary>
public sealed class RetentionTests
{
    private const string Contact = "cases where id = @id and contact_encrypted is not null";

    [Fact]
    public async Task What_is_personal_goes_on_its_day_once_and_the_ledger_stays_whole()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        var resident = await chain.AsAsync("resident-1");
        var categories = (await resident.GetAsync($"/api/v1/station-codes/{await resident.FirstStationCodeAsync()}"))["categories"].AsArray();
        var (kept, other) = ((string)categories[0]!["id"]!, (string)categories[1]!["id"]!);
        await server.ExecuteAsync("update categories set retention_years = 1 where id = @kept", new { kept });

        var photos = new List<string>();
        var ended = await EndedAsync(new { @public = false, attachmentIds = new[] { await PhotoAsync() } });
        var published = await EndedAsync(new { photosPublic = true, attachmentIds = new[] { await PhotoAsync(), await PhotoAsync() } });
        await CheckedAsync(server, resident);
        await server.ExecuteAsync("update cases set content_status = 'passed' where id = @published", new { published });
        await server.ExecuteAsync("update attachments set content_status = 'passed' where id = @id", new { id = photos[1] });
        await server.ExecuteAsync("update attachments set content_status = 'refused' where id = @id", new { id = photos[2] });
        var without = await EndedAsync(new { categoryId = other });
        await chain.SubmitAsync();
        var open = chain.CaseId;
        Assert.Equal(3, await server.CountAsync("select count(*) from cases where ended_day = 20260515"));

        // A year later less one day, for all that ended; the open one has no such day.
        await server.ExecuteAsync("update cases set ended_day = 20250516 where ended_day is not null");
        await resident.AdvanceAsync("PT2H");
        Assert.Equal(4, await LeftAsync());
        await server.ExecuteAsync("update cases set ended_day = 20250515 where ended_day is not null");
        await resident.AdvanceAsync("PT2H");

        Assert.Equal((0, 0, 1, 1), (await HasAsync(ended), await HasAsync(published), await HasAsync(without), await HasAsync(open)));
        Assert.Equal([photos[1]], await server.ListAsync("select id from attachments where case_id is not null"));
        Assert.Equal(1, await server.CountAsync("select count(*) from attachment_contents"));
        Assert.Equal(1, await server.CountAsync("select count(*) from cases where id = @published and is_public = 1", new { published }));
        var seen = (await (await chain.AsAsync("committee-1")).CaseAsync(ended)).Expect(HttpStatusCode.OK);
        Assert.Equal(("2026-05-15", "withdrawn", null), ((string)seen["erasedOn"]!, (string)seen["status"]!, seen.Body!["contact"]));
        using (var page = await PageClient.SignInAsync(server.Address, "committee-1"))
        using (var shown = await page.GetAsync($"/cases/{ended}"))
            Assert.Contains("类别的保留期限清除", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Counted once for the category, however often it runs.
        await resident.AdvanceAsync("PT2H");
        using var admin = await server.AsAsync("admin-1");
        var line = Assert.Single((await admin.GetAsync($"/api/v1/admin/audit?register=categories&row={kept}")).Expect(HttpStatusCode.OK)["items"].AsArray())!;
        Assert.Equal(("retention", "erased_cases", 2), ((string)line["by"]!, (string)line["changes"]![0]!["name"]!, (int)line["changes"]![0]!["new"]!));
        await chain.LedgerIsWholeAsync();
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "verify-ledger")).ExitCode);

        async Task<string> PhotoAsync()
        {
            photos.Add((string)(await resident.UploadAsync(photos.Count == 1 ? Photos.Png() : Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!);
            return photos[^1];
        }

        async Task<string> EndedAsync(object change)
        {
            await chain.SubmitAsync(change: change);
            await chain.StepAsync("resident-1", "withdraw", new { reason = "已经自行解决" });
            return chain.CaseId;
        }

        Task<int> LeftAsync() => server.CountAsync("select count(*) from cases where contact_encrypted is not null");
        Task<int> HasAsync(string id) => server.CountAsync($"select count(*) from {Contact}", new { id });
    }

    /// <summary>What the checks say themselves comes first, or it would take the place of what a test sets.</summary>
    private static async Task CheckedAsync(TestServer server, ApiClient anyone)
    {
        await anyone.AdvanceAsync("PT1S");
        await Poll.UntilAsync(async () => await server.CountAsync("select count(*) from content_checks where status = 'waiting'") == 0, "The reports are not checked.");
    }

    /// <summary>A case that waits for its promise has not ended, nor has one that its deputy has opened again.</summary>
    [Fact]
    public async Task A_case_that_may_be_opened_again_has_not_ended()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await server.ExecuteAsync("update categories set retention_years = 1");
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划，六月初完成更换。", promisedOn = "2026-06-05" });
        await chain.AcceptAsync();
        await chain.EvaluateAsync();
        await ExpectAsync("P2D", "Evaluated", ended: false);
        await ExpectAsync("P23D", "Evaluated", ended: false);
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "现场查看，仍未更换" });
        await ExpectAsync("PT1M", "Handling", ended: false);
        await chain.ReplyAsync();
        await chain.AcceptAsync();
        await chain.EvaluateAsync();
        await ExpectAsync("P2D", "Closed", ended: true);

        async Task ExpectAsync(string after, string status, bool ended)
        {
            await chain.WaitAsync(after);
            Assert.Equal(1, await server.CountAsync(
                $"select count(*) from cases where id = @CaseId and status = @status and contact_encrypted is not null and ended_day is {(ended ? "not null" : "null")}", new { chain.CaseId, status }));
        }
    }
}
