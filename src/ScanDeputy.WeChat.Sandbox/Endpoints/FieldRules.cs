using System.Text.RegularExpressions;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>
/// What a field of a subscription message may hold, by its type. How WeChat counts characters outside the basic plane is not
/// written, so UTF-16 units are counted here: the stricter way.
/// </summary>
internal static partial class FieldRules
{
    private const int Timeout = 100;

    /// <summary>The type is the key without its number: <c>character_string1</c> is a <c>character_string</c>.</summary>
    public static bool IsGood(string key, string value) => key.TrimEnd("0123456789".ToCharArray()) switch
    {
        "thing" or "enum" => value.Length <= 20 && !value.Any(char.IsControl),
        "number" => Number().IsMatch(value) && value.Length <= 32,
        "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
        "symbol" => value.Length <= 5 && value.All(c => char.IsPunctuation(c) || char.IsSymbol(c)),
        "character_string" => value.Length <= 32 && value.All(c => c is > ' ' and <= '~'),
        "time" => Ranges(value, Time()),
        "date" => Ranges(value, Date()),
        "amount" => Amount().IsMatch(value),
        "phone_number" => value.Length <= 17 && value.All(c => c is > ' ' and <= '~' && !char.IsAsciiLetter(c)),
        "car_number" => value.Length <= 8 && CarNumber().IsMatch(value),
        "name" => value.Length <= (value.All(c => c <= '~') ? 20 : 10) && !value.Any(c => char.IsDigit(c) || char.IsControl(c)),
        "phrase" => value.Length <= 5 && value.All(IsHan),
        _ => false,
    };

    /// <summary>One moment, or two around a half-width tilde. The full-width one fails on the platform.</summary>
    private static bool Ranges(string value, Regex moment) =>
        value.Split('~') is { Length: 1 or 2 } parts && parts.All(part => moment.IsMatch(part.Trim()));

    private static bool IsHan(char c) => c is >= '\u3400' and <= '\u9fff';

    [GeneratedRegex(@"^-?\d+(\.\d+)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Number();

    [GeneratedRegex(@"^((\d{4}年\d{1,2}月\d{1,2}日|\d{4}([-/.])\d{1,2}[-/.]\d{1,2})\s?)?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(\s?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Date();

    [GeneratedRegex(@"^[¥￥$€£]?\d{1,10}(\.\d+)?元?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^[\u3400-\u9fffA-Za-z0-9][A-Za-z0-9·-]*[\u3400-\u9fffA-Za-z0-9]$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex CarNumber();
}
