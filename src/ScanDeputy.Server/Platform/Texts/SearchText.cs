using System.Globalization;
using System.Text;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>
/// The form in which texts are searched: stored beside the text and made of the words that are looked for, so that a database only compares
/// characters and each database finds the same. Case, width and digits of other scripts are folded; blanks, dashes and marks that show nothing are
/// left out, since a number is written with them or without. What is part of a text is part of its folded form.
/// </summary>
public static class SearchText
{
    /// <summary>Between texts that are stored together; no folded text contains it.</summary>
    private const char Seam = '\n';

    public static string Of(params IEnumerable<string> texts) => string.Join(Seam, texts.Select(Fold));

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            var digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            if (digit >= 0)
                folded.Append((char)('0' + digit));
            else if (!IsLeftOut(rune))
                folded.Append(rune.ToString());
        }

        return folded.ToString();
    }

    /// <summary>For <c>like … escape '!'</c>: anywhere in the text, each character as itself. '!' escapes in every dialect; '\' would not.</summary>
    public static string Pattern(string wanted) => "%" + Fold(wanted)
        .Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";

    private static bool IsLeftOut(Rune rune) => rune.Value == '\u2212' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DashPunctuation or UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Half of a surrogate pair cannot be normalised.</summary>
    private static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return text;

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }
}
