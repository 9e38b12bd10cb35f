using System.Data.Common;
using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>Bookings of a person: those that stand are cancelled, and who waits moves up.</summary>
public sealed class BookingRecords(PersonalData crypto, BookingLine queue, TimeProvider clock) : IPersonalRecords
{
    public string Section => "bookings";

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user)
    {
        var rows = await connection.QueryAsync<BookingRow>($"{BookingRow.Select} where b.user_id = @Id order by b.id", new { user.Id });
        return rows.Select(row => row.ToBooking(crypto, clock.GetUtcNow())).ToList();
    }

    public async Task EraseAsync(WriteScope scope, string userId)
    {
        var now = clock.GetUtcNow();
        foreach (var row in await scope.ListAsync<Open>("select reception_id, status from reception_bookings where user_id = @userId and status in ('Booked', 'Waiting') order by reception_id", new { userId }))
        {
            await BookingLine.LockAsync(scope, row.ReceptionId, now);
            await scope.ExecuteAsync(
                "update receptions set booked = booked - @Places where id = @ReceptionId", new { row.ReceptionId, Places = row.Status == nameof(BookingStatus.Booked) ? 1 : 0 });
            await scope.ExecuteAsync(Cancel, new { userId, row.ReceptionId, now });
            await queue.MoveUpAsync(scope, row.ReceptionId);
        }

        await scope.ExecuteAsync("update reception_bookings set contact_encrypted = null, subject = null, user_id = null where user_id = @userId", new { userId });
    }

    private const string Cancel = """
        update reception_bookings set status = 'Cancelled', day_key = null, remind_at = null, changed_at = @now
        where user_id = @userId and reception_id = @ReceptionId and status in ('Booked', 'Waiting')
        """;

    private sealed record Open
    {
        public string ReceptionId { get; init; } = "";

        public string Status { get; init; } = "";
    }
}
