using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>Reminds of what is booked, the morning before; and forgets who came when nobody needs to know any more.</summary>
public sealed class BookingSweep(Database database, DueRows rows, BookingNews news, TimeProvider clock) : ISweep
{
    private const string Bookings = "reception-bookings";

    private static readonly DueQuery Reminders = new(
        new RowSource(Bookings, OriginOfAsync) { Prefix = "remind/" }, "select id, remind_at as due_at from reception_bookings where remind_at <= @Now order by remind_at limit @Limit");

    private static readonly DueQuery Forgotten = new(
        new RowSource(Bookings, OriginOfAsync) { Prefix = "forget/" }, "select id, forget_at as due_at from reception_bookings where forget_at <= @Now order by forget_at limit @Limit");

    public string Name => Bookings;

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(CancellationToken ct) =>
        await rows.TakeAllAsync(Reminders, (due, token) => database.WriteAsync(scope => RemindAsync(scope, due), token), ct)
        + await rows.TakeAllAsync(Forgotten, (due, token) => database.WriteAsync(scope => ForgetAsync(scope, due), token), ct);

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) =>
        DueRows.Earlier(await rows.NextDueAtAsync(Reminders, ct), await rows.NextDueAtAsync(Forgotten, ct));

    private async Task<int> RemindAsync(WriteScope scope, IReadOnlyList<DueRow> due)
    {
        var taken = 0;
        foreach (var one in due)
        {
            if (await scope.ExecuteAsync("update reception_bookings set remind_at = null where id = @Id and remind_at = @DueAt", new { one.Id, one.DueAt }) == 0)
                continue;

            taken++;
            var row = (await scope.FirstOrDefaultAsync<BookingRow>($"{BookingRow.Select} where b.id = @Id", new { one.Id }))!;
            // After a long stand-still it may be over.
            if (row.Status == BookingStatus.Booked && clock.GetUtcNow() < BookingTimes.Begins(row.HeldOn, row.Starts))
                await news.WriteAsync(scope, "reminder", row);
        }

        return taken;
    }

    private static Task<int> ForgetAsync(WriteScope scope, IReadOnlyList<DueRow> due) => scope.ExecuteAsync(
        "update reception_bookings set contact_encrypted = null, forget_at = null where id in @ids and forget_at is not null", new { ids = due.Select(row => row.Id) });

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) => new(
        await scope.FirstOrDefaultAsync<string>("select r.jurisdiction from reception_bookings b join receptions r on r.id = b.reception_id where b.id = @id", new { id }), null);
}
