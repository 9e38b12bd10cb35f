using FluentValidation;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>
/// Lengths of what people write, counted in characters as a reader sees them on paper (Unicode code points: 𠮷 and an emoji are
/// one each), and no control characters.
/// </summary>
public static class TextRules
{
    public const int ShortestReport = 10;
    public const int LongestText = 2000;
    public const int LongestNote = 500;
    public const int MostPhotos = 9;

    public static IRuleBuilderOptionsConditions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, string label, int least, int most) =>
        rule.Custom((value, context) =>
        {
            var trimmed = value?.Trim() ?? "";
            var length = trimmed.EnumerateRunes().Count();
            if (length == 0 && least > 0)
                context.AddFailure(ErrorTexts.Field("field_required", label));
            else if (length < least || (length > most && least > 1))
                context.AddFailure(ErrorTexts.Field("field_length", label, least, most, length));
            else if (length > most)
                context.AddFailure(ErrorTexts.Field("field_too_long", label, most));
            else if (trimmed.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
                context.AddFailure(ErrorTexts.Field("field_control_characters", label));
        });

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
        text.Normalize(System.Text.NormalizationForm.FormC).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    /// <summary>A title for a text that has none: the beginning of its first line.</summary>
    public static string Shorten(string text)
    {
        const int Longest = 20;
        var line = text.Split('\n')[0];
        var runes = line.EnumerateRunes().ToArray();
        return runes.Length <= Longest ? line : string.Concat(runes.Take(Longest)) + "…";
    }

    public static string? CleanOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Clean(text);
}
