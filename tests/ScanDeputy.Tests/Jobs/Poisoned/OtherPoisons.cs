using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Administration.Watchdog;

namespace ScanDeputy.Tests.Jobs.Poisoned;

/// <summary>For the sweeps over messages, checks, jurisdictions and what is left over.</summary>
internal static class OtherPoisons
{
    public static readonly IReadOnlyList<Poison> All =
    [
        new("content-checks", PlantChecksAsync),
        new("outbox", PlantMessagesAsync),
        new("supervisor-digest", PlantDigestsAsync),
        new("unclaimed-photos", PlantPhotosAsync),
        new("expired-sessions", PlantSessionsAsync),
        new("expired-keys", PlantKeysAsync),
        new("watchdog", PlantFindingsAsync),
        new("bulk-jobs", PlantJobsAsync),
        new("reception-plans", PlantRulesAsync),
        new("reception-bookings", PlantBookingsAsync),
    ];

    private static async Task<Planted> PlantChecksAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync("resident-1"), await world.SubmitAsync("resident-2"));
        var openId = await world.AskAsync<string>("select u.openid_encrypted from cases k join users u on u.id = k.resident_id where k.id = @bad", new { bad });
        await SetOpenIdAsync(PoisonedWorld.Phone);
        return new Planted(() => IsCheckedAsync(good), () => SetOpenIdAsync(openId!), () => IsCheckedAsync(bad));

        Task SetOpenIdAsync(string text) =>
            world.ExecuteAsync("update users set openid_encrypted = @text where id = (select resident_id from cases where id = @bad)", new { bad, text });

        Task<bool> IsCheckedAsync(string id) => world.IsAsync("content_checks where case_id = @id and status <> 'waiting'", new { id });
    }

    private static async Task<Planted> PlantMessagesAsync(PoisonedWorld world)
    {
        var (bad, good) = (await world.SubmitAsync(), await world.SubmitAsync());
        var payload = await world.AskAsync<string>("select payload from outbox where dedupe_key like @Key", new { Key = $"case/{bad}/%" });
        await SetPayloadAsync($$"""{"kind":"work","text":{{PoisonedWorld.Phone}}""");
        return new Planted(() => IsSentAsync(good), () => SetPayloadAsync(payload!), () => IsSentAsync(bad));

        Task SetPayloadAsync(string text) => world.ExecuteAsync("update outbox set payload = @text where dedupe_key like @Key", new { text, Key = $"case/{bad}/%" });

        Task<bool> IsSentAsync(string id) => world.IsAsync("outbox where dedupe_key like @Key and status = 'sent'", new { Key = $"case/{id}/%" });
    }

    private static async Task<Planted> PlantRulesAsync(PoisonedWorld world)
    {
        await world.RefuseAsync("before insert on receptions", "new.rule_id = 'bad'");
        await InsertAsync("bad", 1);
        await InsertAsync("good", 2);
        return new Planted(() => IsPublishedAsync("good"), world.RefuseNothingAsync, () => IsPublishedAsync("bad"));

        Task InsertAsync(string id, int planAt) => world.ExecuteAsync(
            """
            insert into reception_rules (id, jurisdiction, station_id, recurrence, starts_on, times, deputies, at_once, topic, guests, capacity, day_off, exceptions, active, plan_at)
            select @id, '371311', min(id), 'FREQ=DAILY', '2026-01-01', '09:00-10:00', '', 1, '', '', 0, 'Kept', '', 1, @planAt from stations where jurisdiction = '371311'
            """,
            new { id, planAt });

        Task<bool> IsPublishedAsync(string id) => world.IsAsync("receptions where rule_id = @id", new { id });
    }

    /// <summary>Two reminders that are due.</summary>
    private static async Task<Planted> PlantBookingsAsync(PoisonedWorld world)
    {
        await world.RefuseAsync("before update on reception_bookings", "old.id = 'bad'");
        await world.ExecuteAsync(
            """
            insert into reception_rules (id, jurisdiction, station_id, recurrence, starts_on, times, deputies, at_once, topic, guests, capacity, day_off, exceptions, active, plan_at)
            select 'booked', '371311', min(id), 'FREQ=DAILY', '2026-01-01', '09:00-10:00', '', 1, '', '', 5, 'Kept', '', 1, 9000000000000 from stations where jurisdiction = '371311'
            """);
        await world.ExecuteAsync(
            """
            insert into receptions (id, jurisdiction, rule_id, station_id, planned_on, held_on, starts, ends, topic, guests, capacity, status, changed_at)
            select 'booked-0', jurisdiction, id, station_id, '2099-01-01', '2099-01-01', '09:00', '10:00', '', '', 5, 'planned', 0 from reception_rules where id = 'booked'
            """);
        await InsertAsync("bad", 1);
        await InsertAsync("good", 2);
        return new Planted(() => IsRemindedAsync("good"), world.RefuseNothingAsync, () => IsRemindedAsync("bad"));

        Task InsertAsync(string id, int remindAt) => world.ExecuteAsync(
            "insert into reception_bookings (id, reception_id, user_id, status, made_at, changed_at, remind_at) select @id, 'booked-0', min(id), 'Booked', 0, 0, @remindAt from users",
            new { id, remindAt });

        Task<bool> IsRemindedAsync(string id) => world.IsAsync("alerts where dedupe_key like @Key", new { Key = $"booking/{id}/reminder/%" });
    }

    /// <summary>The neighbours' policy cannot be read; theirs is the first turn.</summary>
    private static async Task<Planted> PlantDigestsAsync(PoisonedWorld world)
    {
        const string Neighbours = "371302";
        var monday = new DateOnly(2026, 5, 18);
        world.MoveTo(ChinaTime.At(monday, new TimeOnly(8, 30)));
        await world.ExecuteAsync(
            "insert into policies (jurisdiction, version, valid_from, limits) values (@Neighbours, 'planted', 0, @Limits)", new { Neighbours, Limits = $"{{{PoisonedWorld.Phone}" });
        return new Planted(
            () => IsToldAsync("371311"), () => world.ExecuteAsync("delete from policies where version = 'planted'"), () => IsToldAsync(Neighbours))
        {
            Jurisdiction = Neighbours,
        };

        Task<bool> IsToldAsync(string code) => world.IsAsync("supervisor_digests where jurisdiction = @code and on_day = '2026-05-18'", new { code });
    }

    private static async Task<Planted> PlantPhotosAsync(PoisonedWorld world)
    {
        await world.RefuseAsync("before delete on attachments", "old.id = 'bad'");
        await InsertAsync("bad", world.Now.AddDays(-3));
        await InsertAsync("good", world.Now.AddDays(-2));
        return new Planted(() => IsGoneAsync("good"), world.RefuseNothingAsync, () => IsGoneAsync("bad")) { Jurisdiction = null };

        Task InsertAsync(string id, DateTimeOffset at) => world.ExecuteAsync(
            """
            insert into attachments (id, owner_id, content_type, size, sha256, width, height, content_status, position, created_at)
            values (@id, (select min(id) from users), 'image/jpeg', 1, @id, 1, 1, 'waiting', 0, @at)
            """,
            new { id, at });

        async Task<bool> IsGoneAsync(string id) => !await world.IsAsync("attachments where id = @id", new { id });
    }

    private static async Task<Planted> PlantSessionsAsync(PoisonedWorld world)
    {
        await world.RefuseAsync("before delete on sessions", "old.id = 'bad'");
        await InsertAsync("bad", world.Now.AddDays(-3));
        await InsertAsync("good", world.Now.AddDays(-2));
        return new Planted(() => IsGoneAsync("good"), world.RefuseNothingAsync, () => IsGoneAsync("bad")) { Jurisdiction = null };

        Task InsertAsync(string id, DateTimeOffset at) => world.ExecuteAsync(
            "insert into sessions (id, user_id, refresh_count, created_at, expires_at) values (@id, (select min(id) from users), 0, @at, @at)", new { id, at });

        async Task<bool> IsGoneAsync(string id) => !await world.IsAsync("sessions where id = @id", new { id });
    }

    private static async Task<Planted> PlantJobsAsync(PoisonedWorld world)
    {
        const string Order = """{"codes":[],"format":"card","host":"http://localhost"}""";
        await InsertAsync("bad", $"{{{PoisonedWorld.Phone}", world.Now.AddMinutes(-2));
        await InsertAsync("good", Order, world.Now.AddMinutes(-1));
        return new Planted(() => IsDoneAsync("good"), () => world.ExecuteAsync("update bulk_jobs set request = @Order where id = 'bad'", new { Order }), () => IsDoneAsync("bad"));

        Task InsertAsync(string id, string request, DateTimeOffset at) => world.ExecuteAsync(
            """
            insert into bulk_jobs (id, kind, jurisdiction, asked_by, request, file_name, state, done, total, parts, asked_at, due_at, ends_at)
            values (@id, 'plates', '371311', 'x', @request, 'x.zip', 'waiting', 0, 0, 0, @at, @at, @Ends)
            """,
            new { id, request, at, Ends = at.AddDays(30) });

        Task<bool> IsDoneAsync(string id) => world.IsAsync("bulk_jobs where id = @id and state = 'done'", new { id });
    }

    private static async Task<Planted> PlantKeysAsync(PoisonedWorld world)
    {
        await world.RefuseAsync("before delete on idempotency_keys", "old.id = 'bad'");
        await InsertAsync("bad", world.Now.AddDays(-9));
        await InsertAsync("good", world.Now.AddDays(-8));
        return new Planted(() => IsGoneAsync("good"), world.RefuseNothingAsync, () => IsGoneAsync("bad")) { Jurisdiction = null };

        Task InsertAsync(string id, DateTimeOffset at) => world.ExecuteAsync(
            "insert into idempotency_keys (id, body_hash, answer, created_at) values (@id, '', '', @at)", new { id, at });

        async Task<bool> IsGoneAsync(string id) => !await world.IsAsync("idempotency_keys where id = @id", new { id });
    }

    /// <summary>Both counties have a case that stands in nobody's list; the administrator of the one that is told first cannot be told.</summary>
    private static async Task<Planted> PlantFindingsAsync(PoisonedWorld world)
    {
        var (here, there) = (await world.SubmitAsync(), await world.SubmitAsync());
        await world.ExecuteAsync("update cases set jurisdiction = '371302' where id = @there", new { there });
        await world.ExecuteAsync("update cases set waiting_role = null, waiting_id = null where id in (@here, @there)", new { here, there });
        var findings = await world.Server.Services.GetRequiredService<WatchdogProbe>().LookAsync(CancellationToken.None);
        var first = findings.First(finding => finding.Check == WatchdogChecks.CasesWithoutStage).Jurisdiction!;
        var (bad, good) = (await AdministratorOfAsync(first), await AdministratorOfAsync(first == "371311" ? "371302" : "371311"));
        await world.RefuseAsync("before insert on alerts", $"new.dedupe_key like 'watchdog/cases-without-stage/%' and new.recipient_id = '{bad}'");
        return new Planted(() => IsToldAsync(good), world.RefuseNothingAsync, () => IsToldAsync(bad)) { Jurisdiction = first };

        async Task<string> AdministratorOfAsync(string county) =>
            (await world.AskAsync<string>("select min(user_id) from user_roles where jurisdiction = @county and role = 'Administrator'", new { county }))!;

        Task<bool> IsToldAsync(string id) => world.IsAsync("alerts where recipient_id = @id and dedupe_key like 'watchdog/cases-without-stage/%'", new { id });
    }
}
