using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>
/// Writes the days of rules as receptions, some months ahead: new ones are added, changed ones changed, and what is no longer held is cancelled, or deleted
/// when nobody could know of it. Days past stay as they were. Run again whenever a rule, the calendar, a station or who is in office has changed.
/// </summary>
public sealed class ReceptionPlanner(RuleBook book, BookingLine queue, TimeProvider clock)
{
    /// <summary>How far ahead days are published and can be booked.</summary>
    public const int DaysAhead = 120;

    // Rules of one statement.
    private const int AtOnce = 200;

    private static readonly TimeSpan Again = TimeSpan.FromDays(7);

    /// <summary>Leaves it to the sweep: for changes that concern many rules.</summary>
    public static void PlanLater(WriteScope scope, string jurisdiction) =>
        scope.Later("update reception_rules set plan_at = 0 where jurisdiction = @jurisdiction", new { jurisdiction });

    /// <returns>Stations whose page says something else than before.</returns>
    public async Task<IReadOnlyCollection<string>> PlanAsync(WriteScope scope, IReadOnlyCollection<string> ruleIds)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in ruleIds.Chunk(AtOnce))
        {
            // Locks them: of two who plan the same rule one waits for the other.
            await scope.ExecuteAsync("update reception_rules set plan_at = @Next where id in @some", new { Next = clock.GetUtcNow() + Again, some });
            foreach (var own in (await ReceptionRuleReader.OfIdsAsync(scope, some)).GroupBy(rule => rule.Jurisdiction, StringComparer.Ordinal))
            {
                var ground = await ReceptionGround.LoadAsync(book, scope.Connection, own.Key, scope.Transaction);
                foreach (var rule in own)
                {
                    if (await PlanAsync(scope, rule, ground))
                        changed.Add(rule.StationId);
                }
            }
        }

        return changed;
    }

    private async Task<bool> PlanAsync(WriteScope scope, ReceptionRuleRow rule, ReceptionGround ground)
    {
        var today = ChinaTime.Today(clock);
        var until = today.AddDays(DaysAhead);
        var days = rule.Active
            ? ground.DaysOf(rule, until).Where(day => day.HeldOn is { } on ? on >= today && on <= until : day.PlannedOn >= today).ToList()
            : [];
        var first = days.Select(day => day.PlannedOn).Append(today).Min();
        var before = await scope.ListAsync<ReceptionRow>(SelectPlanned, new { rule.Id, today, first });
        var seats = (await scope.ListAsync<ReceptionSeat>(SelectSeats, new { rule.Id, today, first })).ToLookup(seat => seat.ReceptionId, seat => seat.DeputyId, StringComparer.Ordinal);
        var known = before.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var writes = new ReceptionWrites(scope, queue, clock);
        foreach (var day in days)
        {
            foreach (var (hours, place) in rule.Hours.Select((hours, place) => (hours, place)))
            {
                var wanted = Wanted(rule, day, hours, place);
                known.Remove(wanted.Id, out var row);
                // What has been held stays, also when somebody moves the day afterwards.
                if (row is null || row.HeldOn >= today)
                    await WriteAsync(writes, row, row is null ? [] : [.. seats[row.Id]], wanted, day);
            }
        }

        foreach (var row in known.Values.Where(row => row.HeldOn >= today))
            await writes.RemoveAsync(row);
        writes.Finish();
        return writes.Any;
    }

    private static async Task WriteAsync(ReceptionWrites writes, ReceptionRow? row, IReadOnlyList<string> seated, ReceptionRow wanted, ReceptionDay day)
    {
        if (day.HeldOn is not null)
        {
            if (row is null)
                writes.Add(wanted, day.Deputies);
            else
                await writes.ChangeAsync(row, seated, wanted with { Reason = day.Reason }, day.Deputies);
        }
        else if (row is not null)
        {
            await writes.CancelAsync(row, day.Reason);
        }
        else if (day.Fate == ReceptionFate.Cancelled)
        {
            writes.Add(wanted with { Status = ReceptionRow.Cancelled, Reason = day.Reason }, day.Deputies);
        }
    }

    private static ReceptionRow Wanted(ReceptionRuleRow rule, ReceptionDay day, ReceptionHours hours, int place) => new()
    {
        Id = ReceptionRow.IdOf(rule.Id, day.PlannedOn, place),
        Jurisdiction = rule.Jurisdiction,
        RuleId = rule.Id,
        StationId = rule.StationId,
        PlannedOn = day.PlannedOn,
        HeldOn = day.HeldOn ?? day.PlannedOn,
        Starts = ReceptionHours.TextOf(hours.Starts),
        Ends = ReceptionHours.TextOf(hours.Ends),
        Topic = rule.Topic,
        Guests = rule.Guests,
        Capacity = rule.Capacity,
        Status = ReceptionRow.Planned,
        Reason = day.Reason,
    };

    private const string SelectPlanned = $"{ReceptionRow.Select} where r.rule_id = @Id and (r.held_on >= @today or r.planned_on >= @first)";

    private const string SelectSeats = """
        select d.reception_id, d.deputy_id from reception_deputies d join receptions r on r.id = d.reception_id
        where r.rule_id = @Id and (r.held_on >= @today or r.planned_on >= @first) order by d.reception_id, d.position
        """;

    private sealed record ReceptionSeat
    {
        public string ReceptionId { get; init; } = "";

        public string DeputyId { get; init; } = "";
    }
}
