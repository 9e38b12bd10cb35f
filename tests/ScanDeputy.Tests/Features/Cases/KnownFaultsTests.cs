using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>
/// What other systems of this kind were seen to do wrong. A message sent before "sent" was saved is in KilledProcessTests; a date that a new
/// holiday should have moved is with the calendar's import.
/// </summary>
public sealed class KnownFaultsTests
{
    /// <summary>Late since midnight; what waits for the morning is the old owner's no more.</summary>
    [Fact]
    public async Task No_alarm_after_the_owner_changed()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var old = chain.Deputy;
        await MoveClockAsync(server, chain, "2026-05-20T07:00:00+08:00");
        Assert.Single(await OverdueAsync(chain, old));
        var successor = ((string[])["deputy-1", "deputy-2", "deputy-3"]).First(name => name != old);
        var deputyId = (string)(await (await chain.AsAsync(successor)).GetAsync("/api/v1/me"))["deputyId"]!;

        await chain.StepAsync("committee-1", "transfer", new { deputyId });
        await MoveClockAsync(server, chain, "2026-05-20T10:00:00+08:00");

        Assert.DoesNotContain(await SentAsync(server, chain, old), at => at.StartsWith("2026-05-20", StringComparison.Ordinal));
        Assert.Contains(await SentAsync(server, chain, successor), at => at.StartsWith("2026-05-20", StringComparison.Ordinal));
        Assert.Contains(await SentAsync(server, chain, "supervisor-1"), at => at.StartsWith("2026-05-20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_alarm_on_a_merged_case()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var leading = new CaseChain(server);
        using var merged = new CaseChain(server);
        await leading.SubmitAsync("resident-2");
        await merged.SubmitAsync();
        await MoveClockAsync(server, merged, "2026-05-20T07:00:00+08:00");

        await merged.StepAsync("committee-1", "merge", new { intoCaseId = leading.CaseId, note = "同一件事" });
        await MoveClockAsync(server, merged, "2026-05-29T10:00:00+08:00");

        Assert.DoesNotContain(await SentAsync(server, merged, merged.Deputy), at => string.CompareOrdinal(at, "2026-05-20") >= 0);
        Assert.Empty((await merged.AlertsAsync("supervisor-2")).Concat(await merged.AlertsAsync("supervisor-3")));
    }

    /// <summary>The May holiday of 2026 lasts from Friday the 1st to Tuesday the 5th; Saturday the 9th is worked.</summary>
    [Fact]
    public async Task No_message_at_night_or_on_a_holiday_and_one_on_a_worked_Saturday()
    {
        await using var server = await TestServer.StartAsync(new DateTimeOffset(2026, 4, 30, 19, 0, 0, TimeSpan.FromHours(8)));
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();

        await MoveClockAsync(server, chain, "2026-05-09T12:00:00+08:00");

        // Due on Thursday the 7th: soon on Wednesday at nine, overdue on Friday from eight on; level 2 would be two working days later.
        var days = (await SentAsync(server, chain, chain.Deputy)).Where(at => string.CompareOrdinal(at, "2026-05-01") >= 0);
        Assert.Equal(["2026-05-06T09:00", "2026-05-08T08:00"], days.Order(StringComparer.Ordinal));
        await chain.AdoptAsync();
        await MoveClockAsync(server, chain, "2026-05-09T12:05:00+08:00");
        Assert.Contains(await SentAsync(server, chain, "committee-1"), at => at.StartsWith("2026-05-09T12:0", StringComparison.Ordinal));
    }

    /// <summary>A worker that died in the middle: its claims end by themselves, and nothing that may have gone out is sent again.</summary>
    [Fact]
    public async Task A_claim_is_released_after_a_crash()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var database = server.Services.GetRequiredService<Database>();
        var until = TestServer.UsualStart.AddMinutes(2);
        await WriteAsync(database, """
            update outbox set status = 'sending', attempts = 1, lease_owner = 'dead', lease_until = @until, next_attempt_at = @until
            where status = 'waiting' and payload like @about
            """, until, chain.CaseId);
        await WriteAsync(database, """
            update content_checks set attempts = 1, lease_owner = 'dead', lease_until = @until, next_attempt_at = @until
            where status = 'waiting' and case_id = @id
            """, until, chain.CaseId);
        server.ExpectLog("is doubtful");

        await chain.WaitAsync("PT10M");

        Assert.Equal(["doubtful"], await AskAsync(database, "select distinct status from outbox where payload like @about", chain.CaseId));
        Assert.DoesNotContain("waiting", await AskAsync(database, "select status from content_checks where case_id = @id", chain.CaseId));
        Assert.Contains(await chain.AlertsAsync(chain.Deputy), alert => (string)alert["kind"]! == "work");
    }

    [Fact]
    public async Task Solved_is_not_the_end_when_the_resident_says_no_and_the_next_answer_reaches_them()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.ReplyAsync();
        await chain.AcceptAsync();

        await chain.EvaluateAsync("unsatisfied");

        Assert.Equal("handling", (string)(await chain.SeenByAsync("resident-1"))["status"]!);
        Assert.Contains(await chain.AlertsAsync("agency-1"), alert => ((string)alert["text"]!).Contains("重新", StringComparison.Ordinal));
        await chain.WaitAsync("P20D");
        Assert.Contains(await chain.AlertsAsync("supervisor-1"), alert => (string)alert["kind"]! == "overdue");
        var heard = (await chain.AlertsAsync("resident-1")).Count;
        await chain.ReplyAsync();
        Assert.True((await chain.AlertsAsync("resident-1")).Count > heard);

        await chain.EvaluateAsync("unsatisfied");
        Assert.True((bool)(await chain.SeenByAsync("supervisor-1"))["supervisionRequired"]!);
        await chain.WaitAsync("P30D");
        Assert.Equal("evaluated", (string)(await chain.SeenByAsync("resident-1"))["status"]!);
        await chain.LedgerIsWholeAsync();
    }

    private static async Task MoveClockAsync(TestServer server, CaseChain chain, string to)
    {
        using var anyone = server.Anonymous();
        (await anyone.MoveClockAsync(DateTimeOffset.Parse(to, System.Globalization.CultureInfo.InvariantCulture))).Expect(HttpStatusCode.OK);
        chain.SignInAgain();
    }

    private static async Task<IReadOnlyList<JsonNode>> OverdueAsync(CaseChain chain, string persona) =>
        [.. (await chain.AlertsAsync(persona)).Where(alert => (string)alert["kind"]! == "overdue")];

    /// <summary>When the program turned to WeChat to bring this person something about the case, whether there was quota or not.</summary>
    private static async Task<IReadOnlyList<string>> SentAsync(TestServer server, CaseChain chain, string persona)
    {
        var tried = await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryAsync<DateTimeOffset>(SelectTried, new { persona, about = $"%{chain.CaseId}%" }), TestContext.Current.CancellationToken);
        return [.. tried.Select(at => $"{at.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-ddTHH:mm}")];
    }

    private const string SelectTried = """
        select o.attempt_started_at from outbox o join users u on u.id = o.recipient_id
        where u.user_name = @persona and o.payload like @about and o.attempts > 0 order by o.attempt_started_at
        """;

    private static Task<int> WriteAsync(Database database, string sql, DateTimeOffset until, string id) =>
        database.WriteAsync(scope => scope.ExecuteAsync(sql, new { until, id, about = $"%{id}%" }), TestContext.Current.CancellationToken);

    private static Task<List<string>> AskAsync(Database database, string sql, string id) => database.ReadAsync(
        async connection => (await connection.QueryAsync<string>(sql, new { id, about = $"%{id}%" })).AsList(), TestContext.Current.CancellationToken);
}
