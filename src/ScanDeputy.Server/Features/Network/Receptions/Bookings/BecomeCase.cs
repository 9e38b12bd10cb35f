using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>A talk at the desk becomes a case.</summary>
public static class BecomeCase
{
    /// <summary>Whose talk it was.</summary>
    /// <param name="UserId">The account that booked; null for who came without one.</param>
    public sealed record Talk(string? UserId);

    /// <summary>Ties the talk to the case; it then counts as come.</summary>
    /// <returns>Null when there is no such talk at the keeper's stations, or it has become a case before.</returns>
    public static async Task<Talk?> TieAsync(WriteScope scope, string id, CurrentUser keeper, string caseId, string caseNumber, DateTimeOffset now)
    {
        if (await scope.FirstOrDefaultAsync<BookingRow>($"{BookingRow.Select} where b.id = @id and r.station_id in @Own", new { id, Own = ReceptionDesk.OwnOf(keeper) }) is not { } row)
            return null;

        return await scope.ExecuteAsync(Tie, new { id, caseId, caseNumber, now }) == 1 ? new Talk(row.UserId) : null;
    }

    private const string Tie = """
        update reception_bookings set case_id = @caseId, case_number = @caseNumber, status = 'Arrived', arrived_at = coalesce(arrived_at, @now), remind_at = null, changed_at = @now
        where id = @id and case_id is null
        """;
}
