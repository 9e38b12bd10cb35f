using FluentValidation;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// What others would see of a report that may be shown to them: no name, no phone, no photo, and no personal number in its texts. Shown
/// to the author before they agree; stores nothing.
/// </summary>
public static class PreviewReport
{
    public sealed record Request(string? Title, string? Text, string? PlaceAddress);

    /// <param name="Title">As given, or taken from the text.</param>
    /// <param name="Masked">What was hidden, by kind.</param>
    public sealed record View(string Title, string Text, string? PlaceAddress, IReadOnlyList<MaskedNumbers> Masked);

    public sealed record MaskedNumbers(PersonalNumberKind Kind, int Count);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Title).Text("标题", 0, 50);
            RuleFor(request => request.Text).Text("反映内容", 1, TextRules.LongestText);
            RuleFor(request => request.PlaceAddress).Text("地点", 0, 100);
        }
    }

    public static void Map(RouteGroupBuilder cases) => cases.MapPost("/preview", (Request request) => TypedResults.Ok(Of(request)))
        .RequireAuthorization(Rights.Report).WithName("PreviewReport").Produces<View>();

    public static View Of(Request request)
    {
        var text = PersonalNumbers.Mask(TextRules.CleanOrNull(request.Text) ?? "");
        var title = PersonalNumbers.Mask(TextRules.CleanOrNull(request.Title) ?? "");
        var place = PersonalNumbers.Mask(TextRules.CleanOrNull(request.PlaceAddress) ?? "");
        return new View(
            title.Text.Length > 0 ? title.Text : TextRules.Shorten(text.Text), text.Text, place.Text.Length > 0 ? place.Text : null,
            [.. title.Found.Concat(text.Found).Concat(place.Found).GroupBy(kind => kind).OrderBy(group => group.Key).Select(group => new MaskedNumbers(group.Key, group.Count()))]);
    }
}
