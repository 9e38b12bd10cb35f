using ScanDeputy.Domain.Privacy;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

public sealed record MaskedNumbers(PersonalDetailKind Kind, int Count);

/// <summary>What others than its author and the officials see of a report's texts: no personal number in them.</summary>
/// <param name="Title">As given, or taken from the text.</param>
/// <param name="Masked">What was hidden, by kind.</param>
public sealed record MaskedReport(string Title, string Text, string? PlaceAddress, IReadOnlyList<MaskedNumbers> Masked)
{
    /// <summary>What the public searches, so that nobody finds by trying what is masked.</summary>
    public static string SearchTextOf(string title, string text)
    {
        var shown = Of(title, text, null);
        return SearchText.Of(shown.Title, shown.Text);
    }

    public static MaskedReport Of(string? titleAsWritten, string? textAsWritten, string? placeAsWritten)
    {
        var text = PersonalDetails.Mask(TextRules.CleanOrNull(textAsWritten) ?? "");
        var title = PersonalDetails.Mask(TextRules.CleanOrNull(titleAsWritten) ?? "");
        var place = PersonalDetails.Mask(TextRules.CleanOrNull(placeAsWritten) ?? "");
        return new MaskedReport(
            title.Text.Length > 0 ? title.Text : TextRules.Shorten(text), text.Text, place.Text.Length > 0 ? place.Text : null,
            [.. title.Found.Concat(text.Found).Concat(place.Found).GroupBy(detail => detail.Kind).OrderBy(group => group.Key).Select(group => new MaskedNumbers(group.Key, group.Count()))]);
    }
}
