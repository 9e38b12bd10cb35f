using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>What happens to bookings by itself: who waits moves up, who booked hears that the day moves or is not held.</summary>
public sealed class BookingLine(BookingNews news, TimeProvider clock)
{
    /// <summary>Whether there is or was any booking; from now on none comes until the transaction ends.</summary>
    internal static async Task<bool> AnyAsync(WriteScope scope, string receptionId)
    {
        await scope.ExecuteAsync("update receptions set sequence = sequence + 1 where id = @receptionId", new { receptionId });
        return await scope.FirstOrDefaultAsync<int?>("select 1 from reception_bookings where reception_id = @receptionId limit 1", new { receptionId }) is not null;
    }

    /// <summary>Of all who book, cancel or move up, one at a time: what is read after it is so until the transaction ends.</summary>
    internal static Task LockAsync(WriteScope scope, string receptionId, DateTimeOffset now) =>
        scope.ExecuteAsync("update receptions set changed_at = @now where id = @receptionId", new { receptionId, now });

    /// <summary>A place of it, if there is one: of those who ask at the same moment one gets the last.</summary>
    internal static async Task<bool> TakePlaceAsync(WriteScope scope, string receptionId) => await scope.ExecuteAsync(
        "update receptions set booked = booked + 1 where id = @receptionId and status = 'planned' and booked < capacity", new { receptionId }) == 1;

    /// <summary>A person's booking that stands, as it is until the transaction ends.</summary>
    internal async Task<BookingRow?> HoldOwnAsync(WriteScope scope, string receptionId, string userId)
    {
        await LockAsync(scope, receptionId, clock.GetUtcNow());
        return await scope.FirstOrDefaultAsync<BookingRow>(SelectOwn, new { receptionId, userId });
    }

    /// <summary>Takes back a booking that is held: its place is free again, and who waits moves up.</summary>
    /// <returns>False when it no longer stands: it was said meanwhile that they came.</returns>
    internal async Task<bool> CancelAsync(WriteScope scope, BookingRow row)
    {
        if (await scope.ExecuteAsync(Cancel, new { row.Id, Status = row.Status.ToString(), Now = clock.GetUtcNow() }) == 0)
            return false;

        if (row.Status == BookingStatus.Booked)
            await scope.ExecuteAsync("update receptions set booked = booked - 1 where id = @ReceptionId", new { row.ReceptionId });
        await MoveUpAsync(scope, row.ReceptionId);
        return true;
    }

    /// <summary>Gives free places to those who wait, in their order, until it begins.</summary>
    internal async Task MoveUpAsync(WriteScope scope, string receptionId)
    {
        var now = clock.GetUtcNow();
        while (await scope.FirstOrDefaultAsync<BookingRow>(SelectFirst, new { receptionId }) is { } first
            && now < BookingTimes.Begins(first.HeldOn, first.Starts) && await TakePlaceAsync(scope, receptionId))
        {
            await scope.ExecuteAsync(MoveUp, new { first.Id, Now = now, RemindAt = BookingTimes.Reminds(first.HeldOn, now) });
            await news.WriteAsync(scope, "movedUp", first);
        }
    }

    internal async Task MovedAsync(WriteScope scope, string receptionId, string? reason)
    {
        foreach (var row in await scope.ListAsync<BookingRow>(SelectOpen, new { receptionId }))
        {
            // Somebody who has another booking on the new day keeps both.
            var isFree = await scope.FirstOrDefaultAsync<int?>(
                "select 1 from reception_bookings where user_id = @UserId and day_key = @HeldOn and id <> @Id", new { row.UserId, row.HeldOn, row.Id }) is null;
            await scope.ExecuteAsync(Move, new
            {
                row.Id,
                DayKey = row.UserId is not null && isFree ? row.HeldOn : (DateOnly?)null,
                RemindAt = row.Status == BookingStatus.Booked ? BookingTimes.Reminds(row.HeldOn, clock.GetUtcNow()) : null,
                ForgetAt = BookingTimes.Forgets(row.HeldOn),
            });
            await news.WriteAsync(scope, "moved", row, reason);
        }
    }

    internal async Task ClosedAsync(WriteScope scope, string receptionId, string? reason)
    {
        foreach (var row in await scope.ListAsync<BookingRow>(SelectOpen, new { receptionId }))
        {
            await scope.ExecuteAsync(Close, new { row.Id, Now = clock.GetUtcNow() });
            await news.WriteAsync(scope, "cancelled", row, reason);
        }

        await scope.ExecuteAsync("update receptions set booked = 0 where id = @receptionId", new { receptionId });
    }

    private const string SelectFirst = $"{BookingRow.Select} where b.reception_id = @receptionId and b.status = 'Waiting' order by b.id limit 1";

    private const string SelectOwn = $"{BookingRow.Select} where b.reception_id = @receptionId and b.user_id = @userId and b.status in ('Booked', 'Waiting')";

    private const string SelectOpen = $"{BookingRow.Select} where b.reception_id = @receptionId and b.status in ('Booked', 'Waiting') order by b.id";

    private const string MoveUp = "update reception_bookings set status = 'Booked', changed_at = @Now, remind_at = @RemindAt where id = @Id and status = 'Waiting'";

    private const string Move = "update reception_bookings set day_key = @DayKey, remind_at = @RemindAt, forget_at = @ForgetAt where id = @Id";

    private const string Cancel = $"{Close} and status = @Status";

    private const string Close = "update reception_bookings set status = 'Cancelled', day_key = null, remind_at = null, changed_at = @Now where id = @Id";
}
