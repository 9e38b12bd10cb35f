using System.Globalization;
using System.Text;

namespace ScanDeputy.Domain.Privacy;

/// <summary>One group of digits in a text, however they are written there, and as ASCII.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Before">Blanks and strokes between it and the group before; null when that is no part of the same number.</param>
internal sealed record DigitGroup(int Start, int End, string Digits, string? Before);

/// <summary>
/// Finds groups of digits: full width, other scripts, circled and Chinese ones as well, and whatever shows nothing between them. Groups belong together
/// when only a few blanks, strokes, dots or brackets stand between them.
/// </summary>
internal static class WrittenDigits
{
    private const int LongestGap = 5;
    private const string Strokes = " -/._()[]【】·•~";
    private const string ChineseDigits = "〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖";

    public static List<DigitGroup> Find(string text)
    {
        var groups = new List<DigitGroup>();
        var (digits, gap) = (new StringBuilder(), (StringBuilder?)null);
        var (start, end, at) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var sign = Read(rune);
            if (sign == 'X' && (digits.Length == 0 || end != at || digits[^1] == 'X'))
                sign = null;
            if (sign is >= '0' and <= '9' or 'X')
            {
                if (digits.Length == 0)
                    start = at;
                digits.Append(sign.Value);
                end = at + rune.Utf16SequenceLength;
            }
            else if (sign != '\0')
            {
                Close();
                gap = sign is { } stroke && gap is not null && gap.Length < LongestGap ? gap.Append(stroke) : null;
            }
            else if (digits.Length > 0)
            {
                // Shows nothing: the group goes on behind it.
                end = at + rune.Utf16SequenceLength;
            }

            at += rune.Utf16SequenceLength;
        }

        Close();
        return groups;

        void Close()
        {
            if (digits.Length == 0)
                return;
            groups.Add(new DigitGroup(start, end, digits.ToString(), gap?.ToString()));
            digits.Clear();
            gap = new StringBuilder();
        }
    }

    /// <summary>A digit, 'X', a stroke, '\0' for what shows nothing, or null for any other sign.</summary>
    private static char? Read(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.DecimalDigitNumber:
                return (char)('0' + (int)Rune.GetNumericValue(rune));
            case UnicodeCategory.OtherNumber when Rune.GetNumericValue(rune) is >= 0 and <= 9 and var value && value == Math.Floor(value):
                return (char)('0' + (int)value);
            case UnicodeCategory.SpaceSeparator:
                return ' ';
            case UnicodeCategory.DashPunctuation or UnicodeCategory.MathSymbol when rune.Value is not ('+' or '='):
                return '-';
            case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                return '\0';
        }

        if (rune is { IsBmp: true } && ChineseDigits.IndexOf((char)rune.Value) is >= 0 and var place)
            return (char)('0' + (place % 10));
        if (rune.Value == '幺')
            return '1';
        var plain = rune.Value switch { >= 0xFF01 and <= 0xFF5E => (char)(rune.Value - 0xFEE0), 'ー' => '-', '\t' => ' ', <= 0xFFFF => (char)rune.Value, _ => '\uFFFD' };
        return plain is 'x' or 'X' or '×' ? 'X' : Strokes.Contains(plain, StringComparison.Ordinal) ? plain : null;
    }
}
