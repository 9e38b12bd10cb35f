using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanDeputy.Domain;

/// <summary>
/// Whose telephone it is: a country and the digits within it. Equal digits of two countries are two numbers, and one number is the same however
/// it is written: with blanks, strokes, brackets, full-width digits, the country in front or the trunk's 0.
/// </summary>
public sealed partial record PhoneNumber
{
    /// <summary>China's mainland; the country of a number that is written without one.</summary>
    public const string Mainland = "86";

    // The longest that a form sends with its blanks, brackets and marks of direction.
    private const int LongestWritten = 40;
    private const int ShortestForeign = 4;

    // E.164: the country and the digits together.
    private const int LongestForeign = 15;

    private PhoneNumber(string country, string digits) => (Country, Digits) = (country, digits);

    /// <summary>ITU-T E.164, without a plus.</summary>
    public string Country { get; }

    /// <summary>Within the country, without the 0 that leads out of an area.</summary>
    public string Digits { get; }

    /// <summary>Only such a number can be registered for staff.</summary>
    public bool IsMainlandMobile => Country == Mainland && MobileForm().IsMatch(Digits);

    /// <summary>As people and their phones write it. Without a country: a mainland mobile, a landline with its area, or a 400 or 800 number.</summary>
    /// <returns>Null when it is no telephone number.</returns>
    public static PhoneNumber? Parse(string? written) => Read(written) switch
    {
        null => null,
        (true, var digits) => International(digits),
        (false, ['0', '0', .. var digits]) => International(digits),
        (false, var digits) => AtHome(digits) ?? (digits.StartsWith(Mainland, StringComparison.Ordinal) ? AtHome(digits[Mainland.Length..]) : null),
    };

    /// <summary>As WeChat gives it, in two parts; whoever gives it has verified it, so that its form within the country is not looked at.</summary>
    /// <returns>Null when one of the parts is no number.</returns>
    public static PhoneNumber? Of(string country, string number)
    {
        if (Read(country) is not (_, var code) || Read(number) is not (_, var digits))
            return null;

        code = code.TrimStart('0');
        if (code.Length is 0 or > 3 || digits.Length < ShortestForeign || digits.Length + code.Length > LongestForeign)
            return null;

        return (code == Mainland ? AtHome(digits) : null) ?? new PhoneNumber(code, digits);
    }

    /// <summary>How it is stored and shown: 13800138000, 0539-8123456, 4008123456; with the country when it is another one: +852 91234567. Parses to itself.</summary>
    public override string ToString() => Country != Mainland ? $"+{Country} {Digits}"
        : LandlineForm().Match(Digits) is { Success: true } landline ? $"0{landline.Groups["area"].Value}-{landline.Groups["line"].Value}"
        : IsMainlandMobile || ServiceForm().IsMatch(Digits) ? Digits
        : $"+{Country} {Digits}";

    private static PhoneNumber? International(string digits)
    {
        var country = CountryLength(digits);
        if (digits.Length - country < ShortestForeign || digits.Length > LongestForeign)
            return null;

        var (code, number) = (digits[..country], digits[country..]);
        return code != Mainland ? new PhoneNumber(code, number)
            : LandlineForm().IsMatch(number) ? new PhoneNumber(code, number)
            : AtHome(number);
    }

    private static PhoneNumber? AtHome(string digits) => digits switch
    {
        ['0', .. var rest] when MobileForm().IsMatch(rest) || LandlineForm().IsMatch(rest) => new PhoneNumber(Mainland, rest),
        _ when MobileForm().IsMatch(digits) || ServiceForm().IsMatch(digits) => new PhoneNumber(Mainland, digits),
        _ => null,
    };

    /// <summary>Country codes begin no other country code (ITU-T E.164): one digit, two of a list, or else three.</summary>
    private static int CountryLength(string digits) => digits switch
    {
        [] or ['0', ..] => digits.Length,
        ['1' or '7', ..] => 1,
        ['2', '0' or '7', ..] => 2,
        ['3', '0' or '1' or '2' or '3' or '4' or '6' or '9', ..] => 2,
        ['4', not '2', ..] => 2,
        ['5', >= '1' and <= '8', ..] => 2,
        ['6', <= '6', ..] => 2,
        ['8', '1' or '2' or '4' or '6', ..] => 2,
        ['9', <= '5' or '8', ..] => 2,
        _ => 3,
    };

    /// <summary>Whether it began with a plus, and its digits; null when there is anything else in it than what people put between digits.</summary>
    private static (bool Plus, string Digits)? Read(string? written)
    {
        if (written is null || written.Length > LongestWritten)
            return null;

        var text = written.AsSpan().Trim();
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            text = text[4..];
        var plus = false;
        var digits = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            if (char.IsDigit(sign))
                digits.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)));
            else if (sign is '+' or '＋' && digits.Length == 0 && !plus)
                plus = true;
            else if (!IsBetweenDigits(sign))
                return null;
        }

        return digits.Length == 0 ? null : (plus, digits.ToString());
    }

    // Marks of direction (category Cf) come along when a number is copied from an address book.
    private static bool IsBetweenDigits(char sign) => char.IsWhiteSpace(sign) || sign is '(' or ')' or '（' or '）' or '.' or '．' or '·' or '/' or '\u2212'
        || char.GetUnicodeCategory(sign) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    [GeneratedRegex(@"\A1[3-9][0-9]{9}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MobileForm();

    // 400 and 800 are no areas.
    [GeneratedRegex(@"\A(?<area>10|2[0-9]|(?!400|800)[3-9][0-9]{2})(?<line>[0-9]{7,8})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LandlineForm();

    [GeneratedRegex(@"\A(400|800)[0-9]{7}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServiceForm();
}
