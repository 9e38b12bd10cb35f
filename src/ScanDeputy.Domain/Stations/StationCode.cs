using System.Diagnostics.CodeAnalysis;

namespace ScanDeputy.Domain.Stations;

/// <summary>
/// What a resident scans or types to open a station: ten random characters and one check character, all of them from
/// Crockford's base32 alphabet. The code says nothing about the station; a station has several in its life (handbook §6).
/// <para>
/// The check is a weighted sum over GF(32) with eleven different powers of a primitive element as weights, so one wrong
/// character and any two exchanged characters (neighbours or not) are always noticed. All-zero payloads exist and are valid:
/// whether a code was issued is the database's answer, not this type's.
/// </para>
/// </summary>
public sealed record StationCode
{
    /// <summary>Characters in the canonical form, the check character included.</summary>
    public const int Length = 11;

    /// <summary>Random bytes <see cref="Create"/> needs at least; 50 of their 56 bits are used.</summary>
    public const int RandomBytes = 7;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int PayloadLength = Length - 1;

    // Nobody types more than this; a longer text is refused before it is looked at.
    private const int LongestInput = 64;

    // Enough for an address with a page's own marks behind the code.
    private const int LongestAddress = 300;

    private readonly string canonical;

    private StationCode(string canonical) => this.canonical = canonical;

    /// <summary>For print: XXXX-XXXX-XXX. <see cref="TryParse"/> reads it back.</summary>
    public string Display => $"{canonical[..4]}-{canonical[4..8]}-{canonical[8..]}";

    /// <summary>
    /// The <c>scene</c> of a WeChat mini-program code: the bare code. WeChat allows 32 characters of digits, letters
    /// and a few signs; the bare code needs no decoding in the mini-program.
    /// </summary>
    public string Scene => canonical;

    /// <summary>Makes a code of the first 50 bits given. The caller brings a cryptographic random source.</summary>
    /// <exception cref="ArgumentException">Fewer than <see cref="RandomBytes"/> bytes.</exception>
    public static StationCode Create(ReadOnlySpan<byte> random)
    {
        if (random.Length < RandomBytes)
            throw new ArgumentException($"A station code needs {RandomBytes} random bytes.", nameof(random));
        ulong bits = 0;
        foreach (var part in random[..RandomBytes])
            bits = (bits << 8) | part;
        Span<char> text = stackalloc char[Length];
        var check = 0;
        for (var i = 0; i < PayloadLength; i++)
        {
            var value = (int)(bits >> (51 - (5 * i))) & 31;
            text[i] = Alphabet[value];
            check = Times2(check ^ value);
        }
        text[PayloadLength] = Alphabet[check];
        return new StationCode(new string(text));
    }

    /// <summary>
    /// Reads what people type: lower case, full-width characters of a Chinese input method, spaces and dashes anywhere,
    /// O for 0, I and L for 1. False for anything else: U, a wrong length, a wrong check character.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out StationCode? code)
    {
        code = null;
        if (text is null || text.Length > LongestInput) return false;
        Span<char> read = stackalloc char[Length];
        int count = 0, check = 0;
        foreach (var typed in text)
        {
            if (IsSeparator(typed)) continue;
            var value = Alphabet.IndexOf(Normalise(typed), StringComparison.Ordinal);
            if (value < 0 || count == Length) return false;
            read[count++] = Alphabet[value];
            check = count == Length ? check ^ value : Times2(check ^ value);
        }
        if (count != Length || check != 0) return false;
        code = new StationCode(new string(read));
        return true;
    }

    /// <summary>
    /// As <see cref="TryParse"/>, of what comes with a code: the address it is printed in, marks that show nothing, punctuation before and behind it.
    /// </summary>
    public static bool TryRead([NotNullWhen(true)] string? text, [NotNullWhen(true)] out StationCode? code)
    {
        if (TryParse(text, out code)) return true;
        if (text is null || text.Length > LongestAddress) return false;
        var typed = string.Concat(text.Where(sign => char.GetUnicodeCategory(sign) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control)))
            .Replace('\uFF0F', '/').Replace('\uFF1F', '?').Replace('\uFF03', '#').Replace('\uFF33', 's').Replace('\uFF53', 's');
        var at = typed.LastIndexOf("/s/", StringComparison.OrdinalIgnoreCase);
        if (at >= 0) typed = typed[(at + 3)..].Split('?', '#', '/')[0];
        var (from, to) = (0, typed.Length);
        while (from < to && !char.IsLetterOrDigit(typed[from])) from++;
        while (to > from && !char.IsLetterOrDigit(typed[to - 1])) to--;
        return TryParse(typed[from..to], out code);
    }

    /// <summary>The canonical eleven characters, upper case, no separators: what is stored and compared.</summary>
    public override string ToString() => canonical;

    private static bool IsSeparator(char typed) => typed == '\uFF0D' || char.IsWhiteSpace(typed)
        || char.GetUnicodeCategory(typed) == System.Globalization.UnicodeCategory.DashPunctuation;

    private static char Normalise(char typed)
    {
        // U+FF01..U+FF5E are the full-width twins of the printable ASCII characters.
        var ascii = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - 0xFEE0) : typed;
        // Not ToUpper: no letter outside ASCII may turn into one of ours.
        if (ascii is >= 'a' and <= 'z') ascii = (char)(ascii - 32);
        return ascii switch { 'O' => '0', 'I' or 'L' => '1', _ => ascii };
    }

    /// <summary>Times the primitive element x of GF(32) = GF(2)[x] / (x⁵ + x² + 1).</summary>
    private static int Times2(int value) => value < 16 ? value << 1 : (value << 1) ^ 0b10_0101;
}
