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
        foreach (var receptionId in await scope.ListAsync<string>(SelectOpen, new { userId }))
        {
            if (await queue.HoldOwnAsync(scope, receptionId, userId) is { } row)
                await queue.CancelAsync(scope, row);
        }

        await scope.ExecuteAsync($"{Erase} where user_id = @userId", new { userId });
    }

    /// <summary>Of the talk that the case came from.</summary>
    public async Task EraseOfCaseAsync(WriteScope scope, string caseId) =>
        await scope.ExecuteAsync($"{Erase}, note = null where case_id = @caseId", new { caseId });

    private const string Erase = "update reception_bookings set contact_encrypted = null, subject = null, user_id = null";

    private const string SelectOpen = "select reception_id from reception_bookings where user_id = @userId and status in ('Booked', 'Waiting') order by reception_id";
}
