using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>Writes single receptions, and remembers whether anything became different.</summary>
internal sealed class ReceptionWrites(WriteScope scope, BookingLine queue, TimeProvider clock)
{
    private readonly List<object> _seats = [];

    public bool Any { get; private set; }

    public void Add(ReceptionRow row, IReadOnlyList<string> deputies)
    {
        Any = true;
        scope.Later(Insert, new
        {
            row.Id,
            row.Jurisdiction,
            row.RuleId,
            row.StationId,
            row.PlannedOn,
            row.HeldOn,
            row.Starts,
            row.Ends,
            row.Topic,
            row.Guests,
            row.Capacity,
            row.Status,
            row.Reason,
            Now = clock.GetUtcNow(),
        });
        Seat(row.Id, deputies);
    }

    public async Task ChangeAsync(ReceptionRow row, IReadOnlyList<string> seated, ReceptionRow wanted, IReadOnlyList<string> deputies)
    {
        if (!seated.SequenceEqual(deputies, StringComparer.Ordinal))
        {
            Any = true;
            await scope.ExecuteAsync("delete from reception_deputies where reception_id = @Id", new { row.Id });
            Seat(row.Id, deputies);
        }
        else if (wanted with { Booked = row.Booked, Sequence = row.Sequence } == row)
        {
            return;
        }

        Any = true;
        await scope.ExecuteAsync(
            Update, new { row.Id, wanted.StationId, wanted.HeldOn, wanted.Starts, wanted.Ends, wanted.Topic, wanted.Guests, wanted.Capacity, wanted.Status, wanted.Reason, Now = clock.GetUtcNow() });
        if (!row.IsSameTime(wanted))
            await queue.MovedAsync(scope, row.Id, wanted.Reason);
        if (wanted.Capacity > row.Capacity)
            await queue.MoveUpAsync(scope, row.Id);
    }

    public async Task CancelAsync(ReceptionRow row, string? reason)
    {
        if (row.Status == ReceptionRow.Cancelled && row.Reason == reason)
            return;

        Any = true;
        await scope.ExecuteAsync(
            "update receptions set status = @Cancelled, reason = @reason, sequence = sequence + 1, changed_at = @Now where id = @Id",
            new { row.Id, ReceptionRow.Cancelled, reason, Now = clock.GetUtcNow() });
        await queue.ClosedAsync(scope, row.Id, reason);
    }

    /// <summary>The rule no longer has this day.</summary>
    public async Task RemoveAsync(ReceptionRow row)
    {
        if (await BookingLine.AnyAsync(scope, row.Id))
        {
            await CancelAsync(row, ReceptionTexts.Of("removed"));
            return;
        }

        Any = true;
        await scope.ExecuteAsync("delete from reception_deputies where reception_id = @Id", new { row.Id });
        await scope.ExecuteAsync("delete from receptions where id = @Id", new { row.Id });
    }

    private void Seat(string id, IReadOnlyList<string> deputies)
    {
        for (var i = 0; i < deputies.Count; i++)
            _seats.Add(new { Id = id, DeputyId = deputies[i], Position = i + 1 });
    }

    /// <summary>Who receives, after all the receptions: rows of one kind together are one statement.</summary>
    public void Finish()
    {
        foreach (var seat in _seats)
            scope.Later("insert into reception_deputies (reception_id, deputy_id, position) values (@Id, @DeputyId, @Position)", seat);
        _seats.Clear();
    }

    private const string Insert = """
        insert into receptions (id, jurisdiction, rule_id, station_id, planned_on, held_on, starts, ends, topic, guests, capacity, status, reason, changed_at)
        values (@Id, @Jurisdiction, @RuleId, @StationId, @PlannedOn, @HeldOn, @Starts, @Ends, @Topic, @Guests, @Capacity, @Status, @Reason, @Now)
        """;

    private const string Update = """
        update receptions set station_id = @StationId, held_on = @HeldOn, starts = @Starts, ends = @Ends, topic = @Topic, guests = @Guests, capacity = @Capacity, status = @Status, reason = @Reason,
          sequence = sequence + 1, changed_at = @Now
        where id = @Id
        """;
}
