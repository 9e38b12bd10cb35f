using FluentValidation;
using FluentValidation.Validators;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>How long the texts of cases may be, by the rule for all texts (<see cref="WrittenRules"/>).</summary>
public static class TextRules
{
    public const int ShortestReport = 10;
    public const int LongestText = 2000;
    public const int LongestNote = 500;
    public const int MostPhotos = 9;
    private const int LongestMadeTitle = 20;

    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, string label, int least, int most) => rule.Written(label, least, most);

    public static IRuleBuilderOptions<T, string?> Note<T>(this IRuleBuilder<T, string?> rule, string label) => rule.Text(label, 0, LongestNote);

    public static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule, string label) => rule.Text(label, 1, LongestNote);

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> Photos<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule.SetValidator(new PhotoList<T>());

    public static string Clean(string text) => WrittenText.Clean(text);

    /// <summary>A title for a text that has none: the beginning of its first line.</summary>
    /// <param name="masked">Cut afterwards, the first digits of a number would not be known as a number's any more.</param>
    public static string Shorten(MaskedText masked) => WrittenText.Cut(masked.Text.Split('\n').FirstOrDefault(line => !WrittenText.ShowsNothing(line)) ?? "", LongestMadeTitle);

    public static string? CleanOrNull(string? text) => WrittenText.CleanOrNull(text);

    private sealed class PhotoList<T> : PropertyValidator<T, IReadOnlyList<string>?>, IDescribedRule
    {
        public override string Name => "Photos";

        public bool Needed => false;

        public int? Most => MostPhotos;

        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<string>? value)
        {
            if (value?.Count > MostPhotos)
                context.AddFailure(ErrorTexts.Field("field_too_many_photos", MostPhotos));
            else if (value is not null && value.Distinct(StringComparer.Ordinal).Count() != value.Count)
                context.AddFailure(ErrorTexts.Field("field_attachment_twice"));
            return true;
        }
    }
}
