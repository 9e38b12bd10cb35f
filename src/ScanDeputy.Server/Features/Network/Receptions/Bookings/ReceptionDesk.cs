using System.Globalization;
using Dapper;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Receptions.Bookings;

/// <summary>接待登记: the keeper's list of a day at their own stations: who has booked, who has come, what was said.</summary>
public static class ReceptionDesk
{
    public const int LongestNote = 500;

    /// <param name="AtDesk">Came without a booking.</param>
    /// <param name="CaseId">What the talk became.</param>
    public sealed record Visitor(
        string Id, BookingStatus Status, bool AtDesk, string? Name, string? Phone, string? Subject, string? Note, DateTimeOffset? ArrivedAt, string? CaseId, string? CaseNumber);

    public sealed record Slot(Reception Reception, IReadOnlyList<Visitor> Visitors);

    /// <param name="Stations">Those that the keeper keeps.</param>
    public sealed record Answer(DateOnly Date, IReadOnlyList<Slot> Slots, IReadOnlyList<Station> Stations);

    public sealed record Station(string Id, string Name);

    public sealed record AddRequest(string? Name, string? Phone, string? Subject);

    public sealed class AddValidator : AbstractValidator<AddRequest>
    {
        public AddValidator()
        {
            RuleFor(request => request.Name).Written("来访人姓名", 1, BookReception.LongestName);
            RuleFor(request => request.Phone).Must(phone => string.IsNullOrWhiteSpace(phone) || PhoneNumber.Parse(phone) is not null).WithMessage(_ => ErrorTexts.Field("field_phone"));
            RuleFor(request => request.Subject).Written("想谈的事", 0, BookReception.LongestSubject);
        }
    }

    public sealed record NoteRequest(string? Note);

    public sealed class NoteValidator : AbstractValidator<NoteRequest>
    {
        public NoteValidator() => RuleFor(request => request.Note).Written("记录", 0, LongestNote);
    }

    public static void Map(RouteGroupBuilder api)
    {
        var desk = api.MapGroup("/reception-desk").RequireAuthorization(Rights.Receive);
        desk.MapGet("", async (string? date, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.GetAsync(date, user, ct)).ToHttp())
            .WithName("GetReceptionDesk").Produces<Answer>();
        desk.MapPost("/receptions/{id}/visitors", async (string id, AddRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.AddAsync(id, request, user, write, ct)).ToHttp(visitor => TypedResults.Created("/api/v1/reception-desk", visitor)))
            .WithName("AddVisitor").Produces<Visitor>(StatusCodes.Status201Created);
        desk.MapPost("/visitors/{id}/arrival", async (string id, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.ArriveAsync(id, user, write, ct)).ToHttp())
            .WithName("CheckInVisitor").Produces<Visitor>();
        desk.MapPut("/visitors/{id}/note", async (string id, NoteRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.NoteAsync(id, request, user, write, ct)).ToHttp())
            .WithName("NoteVisitor").Produces<Visitor>();
    }

    public sealed class Handler(Database database, IdempotentWrites writes, PersonalData crypto, TimeProvider clock)
    {
        /// <param name="date">Today when it is left out.</param>
        public async Task<Result<Answer>> GetAsync(string? date, CurrentUser user, CancellationToken ct)
        {
            var day = ChinaTime.Today(clock);
            if (!string.IsNullOrEmpty(date) && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
                return Refusal.OfField("date", ReceptionTexts.Of("date"));
            if (user.StationIds.Count == 0)
                return new Refusal(ErrorCodes.NotFound);

            return await database.ReadAsync(
                async connection =>
                {
                    var stations = (await connection.QueryAsync<Station>("select id, name from stations where id in @StationIds order by name, id", new { user.StationIds })).AsList();
                    var visitors = (await connection.QueryAsync<BookingRow>(SelectDay, new { user.StationIds, day })).ToLookup(row => row.ReceptionId, StringComparer.Ordinal);
                    var slots = new List<Slot>();
                    foreach (var station in stations)
                    {
                        var receptions = await ReceptionReader.OfStationAsync(connection, station.Id, day, day);
                        slots.AddRange(receptions.Select(reception => new Slot(reception, [.. visitors[reception.Id].Select(row => ToVisitor(row, user))])));
                    }

                    return new Answer(day, slots, stations);
                },
                ct);
        }

        /// <summary>One visitor of the keeper's own stations.</summary>
        public async Task<Result<Visitor>> FindAsync(string id, CurrentUser user, CancellationToken ct) =>
            await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<BookingRow>(SelectVisitor, new { id, Own = OwnOf(user) }), ct) is { } row
                ? ToVisitor(row, user)
                : new Refusal(ErrorCodes.NotFound);

        public Task<Result<Visitor>> AddAsync(string receptionId, AddRequest request, CurrentUser user, WriteContext write, CancellationToken ct) =>
            writes.RunAsync<Visitor>(write, new { receptionId, request }, async scope =>
            {
                if (await scope.FirstOrDefaultAsync<ReceptionRow>($"{ReceptionRow.Select} where r.id = @receptionId and r.station_id in @Own", new { receptionId, Own = OwnOf(user) }) is not { } reception)
                    return new Refusal(ErrorCodes.NotFound);

                var (id, now) = (Ids.New(clock), clock.GetUtcNow());
                await scope.ExecuteAsync(InsertVisitor, new
                {
                    id,
                    receptionId,
                    Contact = BookingContact.Encrypt(crypto, WrittenText.CleanOrNull(request.Name), request.Phone),
                    Subject = WrittenText.CleanOrNull(request.Subject),
                    now,
                    ForgetAt = BookingTimes.Forgets(reception.HeldOn),
                });
                return await SeenAsync(scope, id, user);
            }, ct);

        public Task<Result<Visitor>> ArriveAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct) =>
            ChangeAsync(id, user, write, new { id, arrived = true }, scope => scope.ExecuteAsync(Arrive, new { id, Now = clock.GetUtcNow() }), ct);

        public Task<Result<Visitor>> NoteAsync(string id, NoteRequest request, CurrentUser user, WriteContext write, CancellationToken ct) =>
            ChangeAsync(id, user, write, new { id, request }, scope => scope.ExecuteAsync(
                "update reception_bookings set note = @Note, changed_at = @Now where id = @id", new { id, Note = WrittenText.CleanOrNull(request.Note), Now = clock.GetUtcNow() }), ct);

        private Task<Result<Visitor>> ChangeAsync(string id, CurrentUser user, WriteContext write, object request, Func<WriteScope, Task> change, CancellationToken ct) =>
            writes.RunAsync<Visitor>(write, request, async scope =>
            {
                if (await scope.FirstOrDefaultAsync<BookingRow>(SelectVisitor, new { id, Own = OwnOf(user) }) is null)
                    return new Refusal(ErrorCodes.NotFound);

                await change(scope);
                return await SeenAsync(scope, id, user);
            }, ct);

        private async Task<Visitor> SeenAsync(WriteScope scope, string id, CurrentUser user) =>
            ToVisitor((await scope.FirstOrDefaultAsync<BookingRow>(SelectVisitor, new { id, Own = OwnOf(user) }))!, user);

        private Visitor ToVisitor(BookingRow row, CurrentUser viewer)
        {
            var contact = BookingContact.Of(crypto, row.ContactEncrypted);
            if (contact is not { Name: null, Phone: null })
                CallNotes.Add(new AuditEntry(AuditKinds.ContactViewed, row.Jurisdiction, viewer.Id) { Object = "bookings", ObjectId = row.Id, Person = row.UserId ?? "" });
            return new Visitor(row.Id, row.Status, row.UserId is null, contact.Name, contact.Phone, row.Subject, row.Note, row.ArrivedAt, row.CaseId, row.CaseNumber);
        }
    }

    /// <summary>Of somebody who keeps none, one that nobody has.</summary>
    internal static IReadOnlyList<string> OwnOf(CurrentUser keeper) => keeper.StationIds.Count > 0 ? keeper.StationIds : [""];

    private const string SelectDay = $"{BookingRow.Select} where r.station_id in @StationIds and r.held_on = @day and b.status <> 'Cancelled' order by b.id";

    private const string SelectVisitor = $"{BookingRow.Select} where b.id = @id and r.station_id in @Own";

    private const string InsertVisitor = """
        insert into reception_bookings (id, reception_id, status, contact_encrypted, subject, made_at, changed_at, arrived_at, forget_at)
        values (@id, @receptionId, 'Arrived', @Contact, @Subject, @now, @now, @now, @ForgetAt)
        """;

    // Who came after all although they waited is served as well; who cancelled has come all the same.
    private const string Arrive = "update reception_bookings set status = 'Arrived', arrived_at = coalesce(arrived_at, @Now), remind_at = null, changed_at = @Now where id = @id";
}
