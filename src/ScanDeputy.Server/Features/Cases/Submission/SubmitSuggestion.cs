using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Consents;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Submission;

/// <summary>
/// A deputy writes a suggestion without a resident (handbook §1): it begins where an adopted report does, with the committee office. Deputies who are named
/// to sign it are asked. What is not to be published is not shown to WeChat's check.
/// </summary>
public static class SubmitSuggestion
{
    /// <summary>Problem and proposal together are as long as any text.</summary>
    public const int LongestPart = TextRules.LongestText / 2;

    public const int LongestTitle = 50;

    /// <param name="Problem">What is wrong.</param>
    /// <param name="Proposal">What should be done.</param>
    /// <param name="Kind">A suggestion where nothing is said.</param>
    /// <param name="StationId">Of the deputy's jurisdiction; the first one in which the deputy sits when left out.</param>
    /// <param name="CoSignerIds">Deputies who are asked to sign it.</param>
    public sealed record Request(
        string? CategoryId, string? Title, string? Problem, string? Proposal, SuggestionKind? Kind, string? StationId, SubmitCase.Place? Place,
        IReadOnlyList<string>? AttachmentIds, bool Public, IReadOnlyList<string>? CoSignerIds)
    {
        /// <summary>Photos that pass the check may be published with it; only with <c>public</c>.</summary>
        public bool PhotosPublic { get; init; }
    }

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.CategoryId).Chosen("类别", 32);
            RuleFor(request => request.Title).Text("建议标题", 1, LongestTitle);
            RuleFor(request => request.Problem).Text("问题", TextRules.ShortestReport, LongestPart);
            RuleFor(request => request.Proposal).Text("建议内容", 1, LongestPart);
            RuleFor(request => request.StationId).Text("联络站", 0, 32);
            RuleFor(request => request.AttachmentIds).Photos();
            RuleFor(request => request.Place!.Address).Text("地点", 0, 100).When(request => request.Place is not null);
            RuleFor(request => request.Place).Must(SubmitCase.Plausible).WithMessage(_ => ErrorTexts.Field("field_coordinates"));
        }
    }

    public static void Map(RouteGroupBuilder api) => api.MapPost("/suggestions", async (
        Request request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, user, write, ct)).ToHttp(receipt => TypedResults.Created($"/api/v1/cases/{receipt.Id}", receipt)))
        .RequireAuthorization(Rights.Deputise).WithMetadata(new SubmissionLimits.OfCall()).WithName("SubmitSuggestion").Refuses(CaseErrors.CategoryStopped)
        .Produces<SubmitCase.Receipt>(StatusCodes.Status201Created);

    /// <summary>Both parts under their headings, as they are read everywhere; a text of one part as it is.</summary>
    public static string TextOf(string problem, string? proposal) => proposal is null
        ? problem
        : $"{Terms.Find("Suggested.Problem")}\n{problem}\n\n{Terms.Find("Suggested.Proposal")}\n{proposal}";

    public sealed class Handler(IdempotentWrites writes, CaseWriter writer, CaseNumbers numbers, SuggestionDesk desk, TimeProvider clock)
    {
        public Task<Result<SubmitCase.Receipt>> HandleAsync(Request request, CurrentUser user, WriteContext write, CancellationToken ct) =>
            HandleAsync(request, null, request, user, write, ct);

        /// <summary>A deputy's call of the operation that takes reports: its text is the problem, and the station is the code's.</summary>
        public Task<Result<SubmitCase.Receipt>> HandleAsync(SubmitCase.Request report, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var title = TextRules.CleanOrNull(report.Title) ?? TextRules.Shorten(PersonalDetails.Mask(TextRules.Clean(report.Text!)));
            var request = new Request(report.CategoryId, title, report.Text, null, null, null, report.Place, report.AttachmentIds, report.Public, null) { PhotosPublic = report.PhotosPublic };
            return HandleAsync(request, report.StationCode, report, user, write, ct);
        }

        private async Task<Result<SubmitCase.Receipt>> HandleAsync(Request request, string? code, object asked, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var opened = await desk.OpenAsync(user, request.StationId, code, request.CategoryId!, now, ct);
            if (opened.Refusal is { } refusal)
                return refusal;

            var number = await numbers.NextAsync(opened.Value.NumberPrefix, ChinaTime.Today(clock).Year, ct);
            return await writes.RunAsync<SubmitCase.Receipt>(write, asked, scope => WriteAsync(scope, request, user, opened.Value, number, now), ct);
        }

        private async Task<Result<SubmitCase.Receipt>> WriteAsync(
            WriteScope scope, Request request, CurrentUser user, StationDesk.Opened station, string number, DateTimeOffset now)
        {
            var photos = request.AttachmentIds ?? [];
            var hashes = await Attachments.HashesAsync(scope, user.Id, photos);
            if (hashes.Refusal is { } unknown)
                return unknown;

            var row = Row(request, user, station, number, now, hashes.Value);
            var begun = await BeginAsync(scope, row, request, user, station, now);
            if (begun.Refusal is { } refusal)
                return refusal;

            var (events, state) = (begun.Value, CaseHistory.Fold(begun.Value));
            await writer.OpenAsync(scope, new CaseChange(null, new CaseFile(row, events, state), events, new CaseDates(state, station.Rules)));
            CaseConsents.Give(scope, row, user.Id);
            if (photos.Count > 0)
                await scope.FlushAsync();
            if (await Attachments.ClaimAsync(scope, row.Id, user.Id, photos) is { } taken)
                return taken;

            if (row.IsPublic)
                ContentChecks.Queue(scope, row.Id, photos, clock);
            return new SubmitCase.Receipt(row.Id, number, Receipts.Of(number, row.Fingerprint), row.ReceiptNonce, state.Status, state.Version);
        }

        /// <summary>That it was written, and who was asked to sign it.</summary>
        private async Task<Result<IReadOnlyList<CaseEvent>>> BeginAsync(
            WriteScope scope, CaseRow row, Request request, CurrentUser user, StationDesk.Opened station, DateTimeOffset now)
        {
            var actor = new Actor(user.Id, Role.Deputy);
            var first = CaseEvent.Append(row.Id, null, now, actor, new Suggested(
                row.Jurisdiction, row.StationId, row.District, row.CategoryId, user.DeputyId!, row.ResidentId, request.Kind ?? SuggestionKind.Suggestion, row.Title, row.Fingerprint), writer.Hash);
            string[] asked = [.. (request.CoSignerIds ?? []).Distinct(StringComparer.Ordinal)];
            if (asked.Length == 0)
                return Result.Of<IReadOnlyList<CaseEvent>>([first]);
            if (await CoSignerList.CheckAsync(scope, row.Jurisdiction, asked) is { } unknown)
                return unknown;

            var decided = new CaseMoves(station.Rules).Decide(CaseHistory.Fold([first]), new AskCoSignersCommand(asked), [Party.Proposer], now);
            return decided.Refusal is { } refusal ? refusal : Result.Of<IReadOnlyList<CaseEvent>>([first, CaseEvent.Append(row.Id, first, now, actor, decided.Value[0], writer.Hash)]);
        }

        private CaseRow Row(Request request, CurrentUser user, StationDesk.Opened station, string number, DateTimeOffset now, IReadOnlyList<string> photoHashes)
        {
            var (title, text) = (TextRules.Clean(request.Title!), TextOf(TextRules.Clean(request.Problem!), TextRules.CleanOrNull(request.Proposal)));
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
                OwnKind = (request.Kind ?? SuggestionKind.Suggestion).ToString(),
                Title = title,
                Text = text,
                PlaceAddress = TextRules.CleanOrNull(request.Place?.Address),
                Lat = request.Place?.Lat,
                Lng = request.Place?.Lng,
                IsPublic = request.Public,
                PhotosPublic = request.Public && request.PhotosPublic,
                ContentStatus = ContentChecks.Waiting,
                Fingerprint = Receipts.Fingerprint(nonce, title, text, photoHashes, writer.Hash),
                ReceiptNonce = nonce,
                CreatedAt = now,
                UpdatedAt = now,
            };
        }
    }
}
