using System.Text.Json;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Consents;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Privacy;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>
/// A resident, or a station keeper for a visitor, sends a report. The station's code gives station, district and deputy; the answer is a
/// receipt. Everything that follows from it is written in one transaction. From a deputy it is an own suggestion (<see cref="SubmitSuggestion"/>).
/// </summary>
public static class SubmitCase
{
    public sealed record Place(string? Address, double? Lat, double? Lng);

    public sealed record Contact(string? Name, string? Phone, bool ShareWithAgency);

    public sealed record Visitor(string? Name, string? Phone);

    /// <param name="DeputyId">Whom it is written to: of the station, or of a constituency there; the one whose turn it is when left out.</param>
    public sealed record Request(
        string? StationCode, string? CategoryId, string? Title, string? Text, Place? Place, IReadOnlyList<string>? AttachmentIds, Contact? Contact,
        bool Public, Visitor? OnBehalfOf, string? DeputyId = null)
    {
        /// <summary>Photos that pass the check may be published with the case; only with <c>public</c>, and never by default.</summary>
        public bool PhotosPublic { get; init; }

        /// <summary>The version of the privacy notice that was shown with the form and agreed to by sending it.</summary>
        public int? PrivacyVersion { get; init; }

        /// <summary>The talk at the reception desk that this case comes from: a keeper only.</summary>
        public string? VisitorId { get; init; }
    }

    /// <param name="Nonce">The secret in the fingerprint: with it, the text and the photos, whoever holds the receipt can compute it again.</param>
    public sealed record Receipt(string Id, string Number, [property: System.Text.Json.Serialization.JsonPropertyName("receipt")] string Proof, string Nonce, CaseStatus Status, int Version);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.StationCode).Text("联络站码", 1, 40);
            RuleFor(request => request.CategoryId).Chosen("类别", 32);
            RuleFor(request => request.Title).Text("标题", 0, 50);
            RuleFor(request => request.Text).Text("反映内容", TextRules.ShortestReport, TextRules.LongestText);
            RuleFor(request => request.DeputyId).Text("代表", 0, 32);
            RuleFor(request => request.AttachmentIds).Photos();
            RuleFor(request => request.Place!.Address).Text("地点", 0, 100).When(request => request.Place is not null);
            RuleFor(request => request.Place).Must(Plausible).WithMessage(_ => ErrorTexts.Field("field_coordinates"));
            RuleFor(request => request.Contact!.Name).Text("称呼", 0, 20).When(request => request.Contact is not null);
            RuleFor(request => request.Contact!.Phone).Must(IsPhone).WithMessage(_ => ErrorTexts.Field("field_phone")).When(request => request.Contact is not null);
            RuleFor(request => request.OnBehalfOf!.Name).Text("来访人姓名", 0, 20).When(request => request.OnBehalfOf is not null);
            RuleFor(request => request.OnBehalfOf!.Phone).Must(IsPhone).WithMessage(_ => ErrorTexts.Field("field_phone")).When(request => request.OnBehalfOf is not null);
        }

        private static bool IsPhone(string? phone) => string.IsNullOrWhiteSpace(phone) || PhoneNumber.Parse(phone) is not null;
    }

    /// <summary>Both or neither, and within China (GCJ-02 degrees).</summary>
    internal static bool Plausible(Place? place) => place is null or { Lat: null, Lng: null } or { Lat: >= 3 and <= 54, Lng: >= 73 and <= 136 };

    public static void Map(RouteGroupBuilder cases) => cases.MapPost("", async (
        Request request, CurrentUser user, WriteContext write, Handler handler, SubmitSuggestion.Handler suggestions, CancellationToken ct) =>
        (await (IsOwn(user) ? suggestions.HandleAsync(request, user, write, ct) : handler.HandleAsync(request, user, write, ct))).ToHttp(receipt => TypedResults.Created($"/api/v1/cases/{receipt.Id}", receipt)))
        .RequireAuthorization(Rights.Report).WithMetadata(new SubmissionLimits.OfCall()).WithName("SubmitCase").Refuses(StationErrors.StationCodeUnknown, StationErrors.StationCodeRevoked, CaseErrors.CategoryStopped).Produces<Receipt>(StatusCodes.Status201Created);

    /// <summary>What a deputy who is nothing else sends is no report, but an own suggestion.</summary>
    private static bool IsOwn(CurrentUser user) => user.Is(Role.Deputy) && !user.Is(Role.Resident) && !user.Is(Role.StationKeeper);

    public sealed class Handler(
        IdempotentWrites writes, CaseWriter writer, CaseNumbers numbers, StationDesk desk, PersonalData crypto, TimeProvider clock)
    {
        public async Task<Result<Receipt>> HandleAsync(Request request, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            if (user.Is(Role.StationKeeper) && !user.Is(Role.Resident) && WrittenText.ShowsNothing(request.OnBehalfOf?.Name) && WrittenText.ShowsNothing(request.OnBehalfOf?.Phone))
                return Refusal.OfField("onBehalfOf", "field_on_behalf");

            if (request.PrivacyVersion is { } seen && seen != PrivacyNotice.Current.Version)
                return Refusal.OfField("privacyVersion", "field_privacy_version");

            var now = clock.GetUtcNow();
            var opened = await desk.OpenAsync(request.StationCode!, request.CategoryId!, request.DeputyId, now, ct);
            if (opened.Refusal is { } refusal)
                return refusal;

            var station = opened.Value;
            var number = await numbers.NextAsync(station.NumberPrefix, ChinaTime.Today(clock).Year, ct);
            return await writes.RunAsync<Receipt>(
                write, request, scope => WriteAsync(scope, request, user, station, number, now), ct);
        }

        private async Task<Result<Receipt>> WriteAsync(
            WriteScope scope, Request request, CurrentUser user, StationDesk.Opened station, string number, DateTimeOffset now)
        {
            var photos = request.AttachmentIds ?? [];
            var hashes = await Attachments.HashesAsync(scope, user.Id, photos);
            if (hashes.Refusal is { } unknown)
                return unknown;

            var row = Row(request, user, station, number, now, hashes.Value);
            if (request.VisitorId is { Length: > 0 } visitor)
            {
                if (await BecomeCase.TieAsync(scope, visitor, user, row.Id, number, now) is not { } talk)
                    return Refusal.OfField("visitorId", "talk_unknown");
                // Whoever booked under an account follows the case there.
                row = row with { ResidentId = talk.UserId ?? user.Id };
            }

            var keeper = (request.OnBehalfOf is not null || request.VisitorId is { Length: > 0 }) && user.Is(Role.StationKeeper);
            var fact = new Submitted(
                row.Jurisdiction, row.StationId, row.District, row.CategoryId, row.ResidentId, station.DeputyId, row.Fingerprint, keeper);
            var entry = CaseEvent.Append(row.Id, null, now, new Actor(user.Id, keeper ? Role.StationKeeper : Role.Resident), fact, writer.Hash);
            var state = CaseHistory.Fold([entry]);
            var file = new CaseFile(row, [entry], state) { DeputyAccounts = station.DeputyId is null ? null : station.Accounts };
            await writer.OpenAsync(scope, new CaseChange(null, file, [entry], new CaseDates(state, station.Rules)));
            await AgreeAsync(scope, request, row, user, keeper);
            if (photos.Count > 0)
                await scope.FlushAsync();
            if (await Attachments.ClaimAsync(scope, row.Id, user.Id, photos) is { } taken)
                return taken;

            ContentChecks.Queue(scope, row.Id, photos, clock);
            return new Receipt(row.Id, number, Receipts.Of(number, row.Fingerprint), row.ReceiptNonce, state.Status, state.Version);
        }

        /// <summary>What was agreed to with the report. A visitor says it to the keeper, and has no account of their own.</summary>
        private async Task AgreeAsync(WriteScope scope, Request request, CaseRow row, CurrentUser user, bool keeper)
        {
            CaseConsents.Give(scope, row, user.Id);
            if (request.PrivacyVersion is { } version && !keeper)
                await PrivacyAgreements.AgreeAsync(scope, clock, user.Id, version, PrivacyAgreements.WithReport);
        }

        private CaseRow Row(
            Request request, CurrentUser user, StationDesk.Opened station, string number, DateTimeOffset now, IReadOnlyList<string> photoHashes)
        {
            var text = TextRules.Clean(request.Text!);
            var title = TextRules.CleanOrNull(request.Title) ?? TextRules.Shorten(PersonalDetails.Mask(text));
            var nonce = Receipts.NewNonce();
            return new CaseRow
            {
                Id = Ids.New(clock),
                Number = number,
                Jurisdiction = station.Jurisdiction,
                StationId = station.StationId,
                District = station.District,
                CategoryId = request.CategoryId!,
                ResidentId = user.Id,
                Title = title,
                Text = text,
                PlaceAddress = TextRules.CleanOrNull(request.Place?.Address),
                Lat = request.Place?.Lat,
                Lng = request.Place?.Lng,
                ContactEncrypted = EncryptContact(request),
                ShareWithAgency = request.Contact?.ShareWithAgency ?? false,
                IsPublic = request.Public,
                PhotosPublic = request.Public && request.PhotosPublic,
                ContentStatus = ContentChecks.Waiting,
                Fingerprint = Receipts.Fingerprint(nonce, title, text, photoHashes, writer.Hash),
                ReceiptNonce = nonce,
                CreatedAt = now,
                UpdatedAt = now,
            };
        }

        private string? EncryptContact(Request request)
        {
            var name = TextRules.CleanOrNull(request.OnBehalfOf?.Name ?? request.Contact?.Name);
            var phone = PhoneNumber.Parse(request.OnBehalfOf?.Phone ?? request.Contact?.Phone)?.ToString();
            return name is null && phone is null
                ? null
                : crypto.Encrypt(PersonalDataPurpose.Contact, JsonSerializer.Serialize(new StoredContact(name, phone)));
        }
    }
}
