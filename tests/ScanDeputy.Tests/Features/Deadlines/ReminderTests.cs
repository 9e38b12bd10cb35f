using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>What reminds beside the stages' ladder: a supervision order's date, the end of a pause, a look-back that waits. It is Friday 15 May 2026.</summary>
public sealed class ReminderTests
{
    [Fact]
    public async Task An_unanswered_order_alarms_the_agency_and_the_supervisor_who_gave_it_once_before_and_once_after_its_date()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请说明进度", answerBy = "2026-05-20" });

        await chain.WaitAsync("P3D");
        Assert.Empty(await RemindersAsync(chain, "agency-1", "督办单须在"));
        await chain.WaitAsync("P1D");
        Assert.Single(await RemindersAsync(chain, "agency-1", "督办单须在"));
        Assert.Single(await RemindersAsync(chain, "supervisor-2", "督办单须在"));
        Assert.Empty(await RemindersAsync(chain, "supervisor-1", "督办单"));

        await chain.WaitAsync("P2D");
        await server.Services.GetServices<ISweep>().OfType<CaseReminderSweep>().Single().RunAsync(TestContext.Current.CancellationToken);
        foreach (var persona in (string[])["agency-1", "supervisor-2"])
        {
            var overdue = Assert.Single(await RemindersAsync(chain, persona, "督办单已过答复期限"));
            Assert.StartsWith("2026-05-21T00:00:00", (string)overdue["at"]!, StringComparison.Ordinal);
        }

        await chain.StepAsync("agency-1", "supervision-answer", new { text = "明日安装。" });
        await chain.WaitAsync("P10D");
        Assert.Single(await RemindersAsync(chain, "agency-1", "督办单已过答复期限"));
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task A_notice_that_takes_the_day_before_off_brings_the_reminder_forward_and_says_nothing_twice()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请说明进度", answerBy = "2026-05-20" });

        await ImportAsync("2026-05-19");
        await chain.WaitAsync("P3D");
        Assert.StartsWith("2026-05-18T09:00:00", (string)Assert.Single(await RemindersAsync(chain, "agency-1", "督办单须在"))["at"]!, StringComparison.Ordinal);

        await ImportAsync("2026-05-19", "2026-05-29");
        await chain.WaitAsync("P3D");
        Assert.Single(await RemindersAsync(chain, "agency-1", "督办单须在"));
        Assert.Single(await RemindersAsync(chain, "agency-1", "督办单已过答复期限"));

        async Task ImportAsync(params string[] daysOff)
        {
            var admin = await chain.AsAsync("admin-1");
            var draft = new { year = 2026, regional = true, daysOff = daysOff.Select(day => new { date = day, name = "本地" }) };
            (await admin.PostAsync("/api/v1/admin/calendars", draft)).Expect(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task An_order_that_is_answered_in_time_alarms_nobody()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请说明进度", answerBy = "2026-05-20" });
        await chain.StepAsync("agency-1", "supervision-answer", new { text = "明日安装。" });

        await chain.WaitAsync("P10D");

        Assert.Empty(await RemindersAsync(chain, "agency-1", "督办单须在"));
        Assert.Empty(await RemindersAsync(chain, "supervisor-2", "督办单已过"));
    }

    /// <summary>Of a matter that the deputy answered alone there is no agency: the deputy hears of the order, and of its date.</summary>
    [Fact]
    public async Task An_order_about_a_matter_that_no_agency_had_goes_to_the_deputy()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已与物业联系，三日内修好路灯。" });
        await chain.EvaluateAsync("basicallySatisfied");

        await chain.StepAsync("supervisor-1", "supervise", new { level = 1, text = "请说明", answerBy = "2026-05-18" });

        Assert.Single(await chain.AlertsAsync(chain.Deputy), alert => (string)alert["kind"]! == "supervision");
        await chain.WaitAsync("P4D");
        Assert.Single(await RemindersAsync(chain, chain.Deputy, "督办单已过答复期限"));
    }

    [Fact]
    public async Task A_pause_reminds_agency_and_government_office_on_the_morning_of_its_last_date()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        // A Saturday: nobody is reminded on a day off.
        await chain.StepAsync("government-1", "pause", new { reason = "等上级批复", until = "2026-05-23" });

        await chain.WaitAsync("P9D");
        Assert.Empty(await RemindersAsync(chain, "agency-1", "恢复计时"));
        await chain.WaitAsync("P1D");

        foreach (var persona in (string[])["agency-1", "government-1"])
        {
            var reminder = Assert.Single(await RemindersAsync(chain, persona, "恢复计时"));
            Assert.StartsWith("2026-05-25T09:00:00", (string)reminder["at"]!, StringComparison.Ordinal);
        }

        await chain.WaitAsync("P30D");
        Assert.Single(await RemindersAsync(chain, "agency-1", "恢复计时"));
    }

    [Fact]
    public async Task A_deputy_who_does_not_look_back_is_reminded_after_three_working_days_and_the_committee_office_told()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("agency-1", "reply", new { outcome = "inProgress", publicText = "已列入计划。", promisedOn = "2026-06-05" });
        // Friday 5 June, then Monday to Wednesday.
        await chain.WaitAsync("P25D");
        Assert.Empty(await RemindersAsync(chain, "committee-1", "尚未确认"));

        await chain.WaitAsync("P1D");

        Assert.Single(await RemindersAsync(chain, chain.Deputy, "尚未确认"));
        Assert.Single(await RemindersAsync(chain, "committee-1", "尚未确认"));
        await chain.AcceptAsync();
        await chain.WaitAsync("P30D");
        Assert.Single(await RemindersAsync(chain, "committee-1", "尚未确认"));
    }

    /// <summary>What stood open when the schema grew has no date yet; the sweep counts it, and says only the last word about each matter.</summary>
    [Fact]
    public async Task Orders_given_before_the_upgrade_are_found()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("supervisor-2", "supervise", new { level = 2, text = "请说明进度", answerBy = "2026-05-20" });
        var database = server.Services.GetRequiredService<Database>();
        await RunAsync(database, "update cases set remind_at = null");
        await chain.WaitAsync("P7D");
        Assert.Empty(await RemindersAsync(chain, "agency-1", "督办单须在"));

        await PlantedMigrations.UpgradeAsync(database, server.Services.GetRequiredService<TimeProvider>(), CountOpenOrders);
        await chain.WaitAsync("PT1M");

        Assert.Empty(await RemindersAsync(chain, "agency-1", "督办单须在"));
        Assert.Single(await RemindersAsync(chain, "agency-1", "督办单已过答复期限"));
    }

    /// <summary>Orders and pauses that stand open: the sweep counts their dates at its next turn.</summary>
    private const string CountOpenOrders = """
        update cases set remind_at = 1
        where status in ('Received', 'Adopted', 'HandedOver', 'Assigned', 'Handling', 'Replied', 'Evaluated')
          and exists (
            select 1 from case_events e
            where e.case_id = cases.id and (e.data like '{"type":"supervisionOrdered"%' or e.data like '{"type":"paused"%'));
        """;

    private static async Task<IReadOnlyList<JsonNode>> RemindersAsync(CaseChain chain, string persona, string part) =>
        [.. (await chain.AlertsAsync(persona)).Where(alert => ((string)alert["text"]!).Contains(part, StringComparison.Ordinal))];

    private static Task RunAsync(Database database, string sql) =>
        database.WriteAsync(scope => scope.ExecuteAsync(sql), TestContext.Current.CancellationToken);
}
