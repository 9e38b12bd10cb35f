using System.Buffers;
using System.Globalization;
using System.Text;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>What a text written by people may hold, how long it is, and whether it shows anything: one rule for the API, pages and imports.</summary>
public static class WrittenText
{
    /// <summary>
    /// Code points that one seen character may be made of; a family of four with skin tones has eleven. Columns are as wide as that: a text that
    /// stacks more marks on its characters is too long, however few of them are seen.
    /// </summary>
    public const int MostPoints = 12;

    private const char FirstIsolate = '\u2068';
    private const char EndOfIsolate = '\u2069';
    private const char Replacement = '\uFFFD';

    // Letters by their category that show nothing: the Hangul fillers and the Braille blank.
    private static readonly SearchValues<char> Blanks = SearchValues.Create("\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0");

    // What changes the direction of the text behind it until something ends it; and what is written from right to left.
    private static readonly SearchValues<char> Turns = SearchValues.Create("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>Whether XML 1.0, JSON and .NET can all carry it: no control characters but tab and line ends, no half of a surrogate pair, no noncharacter.</summary>
    public static bool IsCarried(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done || !IsCarried(rune))
                return false;
            rest = rest[used..];
        }

        return true;
    }

    /// <summary>For writers, whatever the text went through before: what cannot be carried becomes U+FFFD.</summary>
    public static string Carry(string text)
    {
        if (IsCarried(text))
            return text;

        var carried = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var used) == OperationStatus.Done && IsCarried(rune);
            carried.Append(whole ? rune.ToString() : Replacement);
            rest = rest[used..];
        }

        return carried.ToString();
    }

    /// <summary>One form for storing and for the fingerprint: composed characters, plain line ends, no blanks around.</summary>
    public static string? CleanOrNull(string? text) => text is null || ShowsNothing(text) ? null : Clean(text);

    public static string Clean(string text) => Carry(text).Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Trim();

    /// <summary>In characters as a reader counts them (text elements): a line end counts once however it is written, blanks around and what shows nothing count for nothing.</summary>
    public static int Length(string? text) => Count(text, IsCounted);

    /// <summary>Only those characters that show something, so without blanks: what a least length asks for.</summary>
    public static int Shown(string? text) => Count(text, Shows);

    public static bool ShowsNothing(string? text) => Shown(text) == 0;

    /// <summary>Stacks so many marks on its characters that it is too long though few are seen.</summary>
    public static bool IsOverloaded(string? text, int most) => text is not null && text.Length > most && text.EnumerateRunes().Count() > most * MostPoints;

    /// <summary>At most so many characters, never a part of one; what is left out is marked.</summary>
    public static string Cut(string text, int most)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        return elements.Length <= most ? text : text[..elements[most]] + "…";
    }

    /// <summary>
    /// For a line that also holds other words: a text with marks of direction, or written from right to left, is put between isolates, and isolates of
    /// its own are closed, so that it turns nothing around it. Other texts stay as they are.
    /// </summary>
    public static string Isolate(string text)
    {
        if (!text.AsSpan().ContainsAny(Turns) && !text.Any(IsRightToLeft))
            return text;

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = $"{FirstIsolate}{Closed(lines[i])}{EndOfIsolate}";
        return string.Join('\n', lines);
    }

    /// <summary>Embeddings, overrides and isolates end within the text, and nothing in it ends what it did not begin.</summary>
    private static string Closed(string line)
    {
        var closed = new StringBuilder(line.Length);
        var open = new Stack<char>();
        foreach (var sign in line)
        {
            switch (sign)
            {
                case '\u202A' or '\u202B' or '\u202D' or '\u202E':
                    open.Push('\u202C');
                    break;
                case '\u2066' or '\u2067' or '\u2068':
                    open.Push(EndOfIsolate);
                    break;
                case '\u202C' or EndOfIsolate when open.TryPeek(out var awaited) && awaited == sign:
                    open.Pop();
                    break;
                case '\u202C' or EndOfIsolate:
                    continue;
            }

            closed.Append(sign);
        }

        while (open.TryPop(out var end))
            closed.Append(end);
        return closed.ToString();
    }

    private static int Count(string? text, Func<string, bool> counts)
    {
        if (string.IsNullOrEmpty(text))
            return 0;

        var elements = StringInfo.GetTextElementEnumerator(text.ReplaceLineEndings("\n"));
        var (count, sinceShown, any) = (0, 0, false);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (Shows(element))
            {
                count += counts(element) ? 1 + (any ? sinceShown : 0) : 0;
                (sinceShown, any) = (0, true);
            }
            else if (counts(element))
            {
                sinceShown++;
            }
        }

        return count;
    }

    private static bool IsCounted(string element) => Shows(element) || string.IsNullOrWhiteSpace(element);

    private static bool Shows(string element) => element.EnumerateRunes().Any(Shows);

    private static bool Shows(Rune rune) =>
        !(rune.IsBmp && Blanks.Contains((char)rune.Value))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate);

    private static bool IsCarried(Rune rune) =>
        (!Rune.IsControl(rune) || rune.Value is '\n' or '\r' or '\t') && rune.Value is not (>= 0xFDD0 and <= 0xFDEF) && (rune.Value & 0xFFFE) != 0xFFFE;

    // Hebrew, Arabic and their neighbours with their presentation forms.
    private static bool IsRightToLeft(char sign) => sign is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC' or '\uD802' or '\uD803' or '\uD83A' or '\uD83B';
}
