using FluentValidation;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>
/// Lengths of what people write, counted in characters as a reader sees them: at least so many that show something, at most so many with the
/// blanks and line ends between them; and nothing that cannot be carried (<see cref="WrittenText"/>).
/// </summary>
public static class TextRules
{
    public const int ShortestReport = 10;
    public const int LongestText = 2000;
    public const int LongestNote = 500;
    public const int MostPhotos = 9;
    private const int LongestMadeTitle = 20;

    public static IRuleBuilderOptionsConditions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, string label, int least, int most) =>
        rule.Custom((value, context) =>
        {
            if (Fault(value ?? "", label, least, most) is { } fault)
                context.AddFailure(fault);
        });

    private static string? Fault(string text, string label, int least, int most)
    {
        if (!WrittenText.IsCarried(text))
            return ErrorTexts.Field("field_control_characters", label);
        var (shown, length) = (WrittenText.Shown(text), WrittenText.Length(text));
        if (shown == 0 && least > 0)
            return ErrorTexts.Field("field_required", label);
        if (shown < least)
            return ErrorTexts.Field("field_length", label, least, most, shown);
        if (length > most)
            return least > 1 ? ErrorTexts.Field("field_length", label, least, most, length) : ErrorTexts.Field("field_too_long", label, most);
        return WrittenText.IsOverloaded(Clean(text), most) ? ErrorTexts.Field("field_overloaded", label) : null;
    }

    public static IRuleBuilderOptionsConditions<T, string?> Note<T>(this IRuleBuilder<T, string?> rule, string label) => rule.Text(label, 0, LongestNote);

    public static IRuleBuilderOptionsConditions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule, string label) => rule.Text(label, 1, LongestNote);

    public static IRuleBuilderOptionsConditions<T, IReadOnlyList<string>?> Photos<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Custom((value, context) =>
        {
            if (value is null)
                return;
            if (value.Count > MostPhotos)
                context.AddFailure(ErrorTexts.Field("field_too_many_photos", MostPhotos));
            else if (value.Distinct(StringComparer.Ordinal).Count() != value.Count)
                context.AddFailure(ErrorTexts.Field("field_attachment_twice"));
        });

    /// <summary>One form for storing and for the fingerprint: composed characters, plain line ends, no blanks around.</summary>
    public static string Clean(string text) =>
        WrittenText.Carry(text).Normalize(System.Text.NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();

    /// <summary>A title for a text that has none: the beginning of its first line.</summary>
    /// <param name="masked">Cut afterwards, the first digits of a number would not be known as a number's any more.</param>
    public static string Shorten(MaskedText masked) => WrittenText.Cut(masked.Text.Split('\n').FirstOrDefault(line => !WrittenText.ShowsNothing(line)) ?? "", LongestMadeTitle);

    public static string? CleanOrNull(string? text) => text is null || WrittenText.ShowsNothing(text) ? null : Clean(text);
}
