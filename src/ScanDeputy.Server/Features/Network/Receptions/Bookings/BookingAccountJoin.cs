using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>What somebody has booked stays theirs under their other account; where both have booked a day, both stand.</summary>
public sealed class BookingAccountJoin : IAccountJoin
{
    public async Task JoinAsync(WriteScope scope, string from, string to)
    {
        var days = await scope.ListAsync<string>("select day_key from reception_bookings where user_id = @to and day_key is not null", new { to });
        foreach (var day in days)
            await scope.ExecuteAsync("update reception_bookings set day_key = null where user_id = @from and day_key = @day", new { from, day });
        await scope.ExecuteAsync("update reception_bookings set user_id = @to where user_id = @from", new { from, to });
    }
}
