using Dapper;
using FluentValidation;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>
/// What others would see of a report that may be shown to them: no name, no phone, no photo, and no personal number in its texts; and what WeChat would
/// find unfit in it. Shown to the author before they agree; stores nothing.
/// </summary>
public static class PreviewReport
{
    public sealed record Request(string? Title, string? Text, string? PlaceAddress);

    public sealed record View(string Title, string Text, string? PlaceAddress, IReadOnlyList<MaskedNumbers> Masked)
    {
        /// <summary>What stands there of people: numbers, which are hidden, and names and addresses, which are shown as written.</summary>
        public required IReadOnlyList<FoundDetail> Found { get; init; }

        /// <summary>What to change, since the text would not pass the check; null when it would, or when that is not known.</summary>
        public string? Advice { get; init; }
    }

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Title).Text("标题", 0, 50);
            RuleFor(request => request.Text).Text("反映内容", 1, TextRules.LongestText);
            RuleFor(request => request.PlaceAddress).Text("地点", 0, 100);
        }
    }

    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/preview", async (Request request, CurrentUser user, Handler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.HandleAsync(request, user, ct)))
        .RequireAuthorization(Rights.Report).WithName("PreviewReport").Produces<View>();

    public sealed class Handler(Database database, TextCheck texts, PersonalData crypto)
    {
        // The author is waiting, and the report is checked again when it is sent.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

        public async Task<View> HandleAsync(Request request, CurrentUser user, CancellationToken ct) =>
            ToView(request) with { Advice = await AdviceAsync(TextCheck.Whole(request.Title, request.Text, request.PlaceAddress), user, ct) };

        private async Task<string?> AdviceAsync(string text, CurrentUser user, CancellationToken ct)
        {
            var encrypted = await database.ReadAsync(
                connection => connection.QueryFirstOrDefaultAsync<string?>("select openid_encrypted from users where id = @Id", new { user.Id }), ct);
            if (encrypted is null || text.Length is 0 or > WeChatText.MaxLength)
                return null;

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            try
            {
                var result = await texts.AskAsync(crypto.Decrypt(PersonalDataPurpose.OpenId, encrypted), text, patience.Token);
                return result is { IsOk: true, Value: { Suggestion: WeChatSuggestion.Risky } verdict } ? TextAdvice.On(verdict.Label) : null;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private static View ToView(Request request)
    {
        var masked = MaskedReport.Of(request.Title, request.Text, request.PlaceAddress);
        return new View(masked.Title, masked.Text, masked.PlaceAddress, masked.Masked) { Found = ReportDetails.Of(request.Title, request.Text, request.PlaceAddress) };
    }
}
