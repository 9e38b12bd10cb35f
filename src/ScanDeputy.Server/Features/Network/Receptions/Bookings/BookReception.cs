using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>A resident books a time at which a station receives, or waits for it when it is full, and takes it back. One booking a day.</summary>
public static class BookReception
{
    public const int LongestName = 20;
    public const int LongestSubject = 200;

    // Nobody would wait behind more.
    private const int MostWaiting = 50;

    /// <param name="Name">How the resident wants to be called; the station's keeper and the deputies who receive see it.</param>
    /// <param name="Subject">What it is about, so that they can prepare.</param>
    public sealed record Request(string? Name, string? Phone, string? Subject);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Name).Written("称呼", 0, LongestName);
            RuleFor(request => request.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || PhoneNumber.Parse(phone) is not null).WithMessage(_ => ErrorTexts.Field("field_phone"));
            RuleFor(request => request.Subject).Written("想谈的事", 0, LongestSubject);
        }
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/receptions/{id}/booking", async (string id, Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.BookAsync(id, request, user, write, ct)).ToHttp(booking => TypedResults.Created("/api/v1/bookings", booking)))
            .RequireAuthorization(Rights.Follow).WithName("BookReception")
            .Refuses(BookingErrors.NotBookable, BookingErrors.Over, BookingErrors.Cancelled, BookingErrors.BookedThatDay, BookingErrors.Full).Produces<Booking>(StatusCodes.Status201Created);
        api.MapDelete("/receptions/{id}/booking", async (string id, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.CancelAsync(id, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
            .RequireAuthorization(Rights.Follow).WithName("CancelBooking").Refuses(BookingErrors.Over).Produces(StatusCodes.Status204NoContent);
    }

    public sealed class Handler(IdempotentWrites writes, BookingLine queue, PersonalData crypto, TimeProvider clock)
    {
        public Task<Result<Booking>> BookAsync(string id, Request request, CurrentUser user, WriteContext write, CancellationToken ct) =>
            writes.RunAsync<Booking>(write, new { id, request }, scope => BookAsync(scope, id, request, user), ct);

        public Task<Result<string>> CancelAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct) =>
            writes.RunAsync<string>(write, new { id, cancelled = true }, scope => CancelAsync(scope, id, user), ct);

        private async Task<Result<Booking>> BookAsync(WriteScope scope, string receptionId, Request request, CurrentUser user)
        {
            var now = clock.GetUtcNow();
            await BookingLine.LockAsync(scope, receptionId, now);
            if (await scope.FirstOrDefaultAsync<ReceptionRow>(SelectReception, new { receptionId }) is not { } reception)
                return new Refusal(ErrorCodes.NotFound);
            if (RefusalOf(reception, now) is { } refusal)
                return refusal;

            var gotPlace = await BookingLine.TakePlaceAsync(scope, receptionId);
            if (!gotPlace && await scope.FirstOrDefaultAsync<int>(CountWaiting, new { receptionId }) >= MostWaiting)
                return new Refusal(BookingErrors.Full);

            var id = Ids.New(clock);
            var added = await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Insert, new
            {
                id,
                receptionId,
                UserId = user.Id,
                DayKey = reception.HeldOn,
                Status = (gotPlace ? BookingStatus.Booked : BookingStatus.Waiting).ToString(),
                Contact = BookingContact.Encrypt(crypto, WrittenText.CleanOrNull(request.Name), request.Phone),
                Subject = WrittenText.CleanOrNull(request.Subject),
                now,
                RemindAt = gotPlace ? BookingTimes.Reminds(reception.HeldOn, now) : null,
                ForgetAt = BookingTimes.Forgets(reception.HeldOn),
            });
            return added == 0
                ? new Refusal(BookingErrors.BookedThatDay)
                : (await scope.FirstOrDefaultAsync<BookingRow>($"{BookingRow.Select} where b.id = @id", new { id }))!.ToBooking(crypto, now);
        }

        private async Task<Result<string>> CancelAsync(WriteScope scope, string receptionId, CurrentUser user)
        {
            if (await queue.HoldOwnAsync(scope, receptionId, user.Id) is not { } row)
                return new Refusal(ErrorCodes.NotFound);
            if (clock.GetUtcNow() >= BookingTimes.Begins(row.HeldOn, row.Starts))
                return new Refusal(BookingErrors.Over);
            if (!await queue.CancelAsync(scope, row))
                return new Refusal(ErrorCodes.NotFound);

            return row.Id;
        }
    }

    internal static Refusal? RefusalOf(ReceptionRow reception, DateTimeOffset now)
    {
        if (reception.Status == ReceptionRow.Cancelled)
            return new Refusal(BookingErrors.Cancelled);
        if (reception.HeldOn < ChinaTime.DateOf(now) || now >= BookingTimes.Begins(reception.HeldOn, reception.Starts))
            return new Refusal(BookingErrors.Over);
        return reception.Capacity == 0 ? new Refusal(BookingErrors.NotBookable) : null;
    }

    private const string SelectReception = $"{ReceptionRow.Select} join stations s on s.id = r.station_id where r.id = @receptionId and s.active = 1";

    private const string CountWaiting = "select count(*) from reception_bookings where reception_id = @receptionId and status = 'Waiting'";

    private const string Insert = """
         reception_bookings (id, reception_id, user_id, day_key, status, contact_encrypted, subject, made_at, changed_at, remind_at, forget_at)
        values (@id, @receptionId, @UserId, @DayKey, @Status, @Contact, @Subject, @now, @now, @RemindAt, @ForgetAt)
        """;
}
