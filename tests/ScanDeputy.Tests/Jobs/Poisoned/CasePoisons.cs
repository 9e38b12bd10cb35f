using ScanDeputy.Domain.Calendars;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Jobs.Poisoned;

/// <summary>For the sweeps over cases and their stages.</summary>
internal static class CasePoisons
{
    public static readonly IReadOnlyList<Poison> All =
    [
        new("deadlines", PlantStagesAsync),
        new("case-reminders", PlantRemindersAsync),
        new("case-expiry", PlantAnswersAsync),
        new("resident-clock", PlantOldReportsAsync),
        new("calendar", PlantWrongDatesAsync),
        new("departures", PlantDepartureAsync),
        new("retention", PlantEndedAsync),
    ];

    private static async Task<Planted> PlantStagesAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync(), await world.SubmitAsync());
        await world.ExecuteAsync("update stages set next_alert_at = @At, kind = '139' where case_id = @bad", new { bad, At = world.Now.AddHours(-2) });
        await world.ExecuteAsync("update stages set next_alert_at = @At where case_id = @good", new { good, At = world.Now.AddHours(-1) });
        return new Planted(
            () => IsWarnedAsync(good),
            () => world.ExecuteAsync("update stages set kind = 'Triage' where case_id = @bad", new { bad }),
            () => IsWarnedAsync(bad));

        Task<bool> IsWarnedAsync(string id) => world.IsAsync(
            "stages g join alerts a on a.case_id = g.case_id and a.kind = 'dueSoon' where g.case_id = @id and g.alert_step = 0 and g.next_alert_at > @Now", new { id, world.Now });
    }

    private static async Task<Planted> PlantRemindersAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync(), await world.SubmitAsync());
        await world.ExecuteAsync("update cases set remind_at = @At where id = @bad", new { bad, At = world.Now.AddHours(-2) });
        await world.ExecuteAsync("update cases set remind_at = @At where id = @good", new { good, At = world.Now.AddHours(-1) });
        await world.BreakLedgerAsync(bad);
        return new Planted(() => IsTakenAsync(good), () => world.MendLedgerAsync(bad), () => IsTakenAsync(bad));

        Task<bool> IsTakenAsync(string id) => world.IsAsync("cases where id = @id and remind_at is null", new { id });
    }

    private static async Task<Planted> PlantAnswersAsync(PoisonedWorld world)
    {
        var (bad, good) = (await AnsweredAsync(world), await AnsweredAsync(world));
        await world.BreakLedgerAsync(bad);
        world.MoveTo(At(2026, 6, 1));
        return new Planted(() => IsExpiredAsync(good), () => world.MendLedgerAsync(bad), () => IsExpiredAsync(bad));

        Task<bool> IsExpiredAsync(string id) => world.IsAsync("cases where id = @id and status <> 'Answered'", new { id });
    }

    private static async Task<Planted> PlantEndedAsync(PoisonedWorld world)
    {
        var (bad, good) = (await WithdrawnAsync(world), await WithdrawnAsync(world));
        await world.ExecuteAsync("update categories set retention_years = 1");
        await world.ExecuteAsync("update cases set ended_day = case id when @bad then 20250101 when @good then 20250102 else null end", new { bad, good });
        await world.BreakLedgerAsync(bad);
        return new Planted(() => IsErasedAsync(good), () => world.MendLedgerAsync(bad), () => IsErasedAsync(bad));

        Task<bool> IsErasedAsync(string id) => world.IsAsync("cases where id = @id and erased_on is not null and contact_encrypted is null", new { id });
    }

    private static async Task<string> WithdrawnAsync(PoisonedWorld world)
    {
        using var chain = new CaseChain(world.Server);
        await chain.SubmitAsync();
        await chain.StepAsync("resident-1", "withdraw", new { reason = "已经自行解决" });
        return chain.CaseId;
    }

    private static async Task<string> AnsweredAsync(PoisonedWorld world)
    {
        using var chain = new CaseChain(world.Server);
        await chain.SubmitAsync();
        await chain.StepAsync(chain.Deputy, "answer", new { text = "已解决。" });
        return chain.CaseId;
    }

    private static async Task<Planted> PlantOldReportsAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync(), await world.SubmitAsync());
        await world.BreakLedgerAsync(bad);
        world.MoveTo(At(2026, 6, 10));
        return new Planted(() => IsToldAsync(good), () => world.MendLedgerAsync(bad), () => IsToldAsync(bad));

        Task<bool> IsToldAsync(string id) => world.IsAsync("alerts where case_id = @id and kind = 'residentClock'", new { id });
    }

    /// <summary>A notice came in, and two stages have a date that is not the one that it gives them.</summary>
    private static async Task<Planted> PlantWrongDatesAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync(), await world.SubmitAsync());
        await world.ExecuteAsync("update stages set due_on = '2026-05-25' where case_id in (@bad, @good)", new { bad, good });
        await world.ExecuteAsync("update cases set due_on = '2026-05-25' where id in (@bad, @good)", new { bad, good });
        await world.ExecuteAsync("update calendar_notices set applied_at = null where jurisdiction = '' and year = 2026");
        await world.BreakLedgerAsync(bad);
        return new Planted(() => IsCountedAsync(good), () => world.MendLedgerAsync(bad), () => IsCountedAsync(bad));

        Task<bool> IsCountedAsync(string id) => world.IsAsync("stages where case_id = @id and due_on = '2026-05-19'", new { id });
    }

    private static async Task<Planted> PlantDepartureAsync(PoisonedWorld world)
    {
        var (bad, good) = await TwoOfOneDeputyAsync(world);
        var deputy = (await world.AskAsync<string>("select deputy_id from cases where id = @bad", new { bad }))!;
        await world.ExecuteAsync(
            "insert into deputy_departures (deputy_id, jurisdiction, leaves_on, reason, announced_by, announced_at) values (@deputy, '371311', '2026-05-15', '任期届满', 'x', @Now)",
            new { deputy, world.Now });
        await world.BreakLedgerAsync(bad);
        return new Planted(() => IsHandedOnAsync(good), () => world.MendLedgerAsync(bad), async () =>
            await IsHandedOnAsync(bad) && await world.IsAsync("deputy_departures where deputy_id = @deputy and done_at is not null", new { deputy }));

        Task<bool> IsHandedOnAsync(string id) => world.IsAsync("cases where id = @id and deputy_id <> @deputy", new { id, deputy });
    }

    /// <summary>A station's deputies take turns.</summary>
    private static async Task<(string First, string Second)> TwoOfOneDeputyAsync(PoisonedWorld world)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            using var chain = new CaseChain(world.Server);
            await chain.SubmitAsync();
            if (!first.TryAdd(chain.Deputy, chain.CaseId))
                return (first[chain.Deputy], chain.CaseId);
        }
    }

    private static DateTimeOffset At(int year, int month, int day) => ChinaTime.At(new DateOnly(year, month, day), new TimeOnly(9, 0));
}
