using System.Text;
using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>
/// Finds numbers that belong to a person in what people write, however they group the digits, and masks them. Only what proves itself is
/// masked: an identity card by its date and check digit (GB 11643), a bank card by Luhn's sum, a phone by its form; a case's number or a price stays.
/// </summary>
internal static partial class NumberDetails
{
    private const int LongestNumber = 20;
    private const string Hotline = "12345";
    private const string CheckDigits = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static IEnumerable<PersonalDetail> Find(string text, PlainText written)
    {
        var groups = WrittenDigits.Find(text);
        for (var first = 0; first < groups.Count; first++)
        {
            if ((Find(groups, first) ?? FindNamed(groups, first, written)) is not { } number)
                continue;

            var (start, end) = (StartOf(text, groups[first], groups[number.Last]), groups[number.Last].End);
            yield return new PersonalDetail(number.Kind, start, end, text[start..end], number.Masked);
            first = number.Last;
        }
    }

    private sealed record Number(PersonalDetailKind Kind, string Masked, int Last);

    /// <summary>The longest number that begins with this group of digits and ends with one.</summary>
    private static Number? Find(List<DigitGroup> groups, int first)
    {
        Number? longest = null;
        var digits = new StringBuilder();
        for (var last = first; last < groups.Count && digits.Length < LongestNumber && (last == first || groups[last].Before is not null); last++)
        {
            digits.Append(groups[last].Digits);
            var joined = digits.ToString();
            if (IsIdCard(joined))
                longest = new Number(PersonalDetailKind.IdCard, Masks.IdCard(joined), last);
            else if (IsBankCard(joined))
                longest = new Number(PersonalDetailKind.BankCard, Masks.BankCard(joined), last);
            else if (PhoneForm().IsMatch(joined.TrimEnd('X')) && !IsDate(groups, first, last))
                longest = new Number(PersonalDetailKind.Phone, $"{Masks.Phone(joined.TrimEnd('X'))}{(joined.EndsWith('X') ? "X" : "")}", last);
        }

        return longest;
    }

    /// <summary>Digits that only the word before them makes a person's: <c>QQ 12345678</c>, <c>电话8291234</c>.</summary>
    private static Number? FindNamed(List<DigitGroup> groups, int first, PlainText written)
    {
        var before = written.Before(groups[first].Start);
        PersonalDetailKind? kind = QqWord().IsMatch(before) ? PersonalDetailKind.Qq
            : WeChatWord().IsMatch(before) ? PersonalDetailKind.WeChat
            : PhoneWord().IsMatch(before) ? PersonalDetailKind.Phone : null;
        if (kind is null)
            return null;

        Number? longest = null;
        var digits = "";
        for (var last = first; last < groups.Count && (last == first || groups[last].Before is not null); last++)
        {
            digits += groups[last].Digits;
            var fits = kind switch
            {
                PersonalDetailKind.Qq => QqForm().IsMatch(digits) && digits != Hotline,
                PersonalDetailKind.WeChat => WeChatForm().IsMatch(digits),
                _ => LocalForm().IsMatch(digits),
            };
            if (fits)
                longest = new Number(kind.Value, kind == PersonalDetailKind.Phone ? Masks.Phone(digits) : Masks.Handle(digits), last);
        }

        return longest;
    }

    /// <summary>A year, then a month and a day, with some number before them: <c>130 2026 0101</c>.</summary>
    private static bool IsDate(List<DigitGroup> groups, int first, int last) => last - first == 2
        && DateForm().IsMatch($"{groups[last - 1].Digits} {groups[last].Digits}");

    /// <summary>With the bracket in which it begins, when that ends within the number: <c>（0539）8123456</c>.</summary>
    private static int StartOf(string text, DigitGroup first, DigitGroup last)
    {
        var isBracketed = first.Start > 0 && text[first.Start - 1] is '(' or '（' or '[' or '【';
        return isBracketed && text[first.End..last.End].AsSpan().ContainsAny(")）]】") ? first.Start - 1 : first.Start;
    }

    private static bool IsIdCard(string text)
    {
        if (!IdCardForm().IsMatch(text))
            return false;

        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (text[i] - '0') * Weights[i];
        return text[^1] == CheckDigits[sum % 11];
    }

    private static bool IsBankCard(string text)
    {
        if (!BankCardForm().IsMatch(text))
            return false;

        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[^(i + 1)] - '0';
            var doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    [GeneratedRegex(@"^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9X]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdCardForm();

    [GeneratedRegex(@"^[3-69]\d{15,18}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BankCardForm();

    // Mobile, also with the country in front, or a landline with its area.
    [GeneratedRegex(@"^(?:(?:00)?86)?1[3-9]\d{9}$|^0(?:10|2\d|[3-9]\d{2})\d{7,8}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PhoneForm();

    [GeneratedRegex(@"^(?:19|20)\d{2} (?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"(?:QQ|扣扣|企鹅)(?:群|邮箱)?(?:号码?)?[\s:=是为,，、(]{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QqWord();

    [GeneratedRegex(@"(?:微信|威信|薇信|徽信|加微|weixin|wechat|(?<![A-Z])(?:vx|wx|v信))(?:号码?|ID|同号)?[\s:=是为,，、(]{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WeChatWord();

    [GeneratedRegex(@"(?:电话|座机|固话|手机|致电|tel)(?:号码?)?[\s:=是为,，、(]{0,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PhoneWord();

    [GeneratedRegex(@"^[1-9]\d{4,11}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QqForm();

    [GeneratedRegex(@"^\d{6,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WeChatForm();

    // A landline without its area.
    [GeneratedRegex(@"^[2-8]\d{6,7}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LocalForm();
}
