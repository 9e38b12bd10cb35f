using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>What I have booked, newest first.</summary>
public static class ListBookings
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/bookings", async (string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(limit, after, user, ct)).ToHttp())
        .RequireAuthorization(Rights.Follow).WithName("ListBookings").Produces<Page<Booking>>();

    public sealed class Handler(Database database, PersonalData crypto, TimeProvider clock)
    {
        public async Task<Result<Page<Booking>>> HandleAsync(string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<BookingRow>(SelectOwn, new { UserId = user.Id, After = page.Value.After ?? "z", Limit = page.Value.Limit + 1 }), ct);
            var now = clock.GetUtcNow();
            return page.Value.Cut<Booking>([.. rows.Select(row => row.ToBooking(crypto, now))], booking => booking.Id);
        }

        /// <summary>The one that stands for a reception.</summary>
        public async Task<Booking?> FindAsync(string receptionId, CurrentUser user, CancellationToken ct) => (await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<BookingRow>(SelectOfReception, new { receptionId, UserId = user.Id }), ct))?.ToBooking(crypto, clock.GetUtcNow());
    }

    private const string SelectOwn = $"{BookingRow.Select} where b.user_id = @UserId and b.id < @After order by b.id desc limit @Limit";

    private const string SelectOfReception = $"{BookingRow.Select} where b.reception_id = @receptionId and b.user_id = @UserId and b.status <> 'Cancelled' order by b.id desc limit 1";
}
