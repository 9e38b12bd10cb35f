using System.Globalization;
using System.Text.RegularExpressions;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>A row's fields, each read with its own rule. A fault is noted and a stand-in given, so that one run finds all faults.</summary>
/// <param name="file">As it is named to people.</param>
/// <param name="line">As an editor counts.</param>
/// <param name="fields">By the columns' names.</param>
/// <param name="titles">What the file calls its columns.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed partial class ImportRow(string file, int line, IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string> titles, ImportFaults faults)
{
    public string File => file;

    public int Line => line;

    public void Fault(string column, string text, params object?[] values) =>
        faults.Add(file, line, TitleOf(column), fields.GetValueOrDefault(column), text, values);

    /// <summary>The name of a person: two characters are often spread with a blank, and the dot of minority names has several codes.</summary>
    public string PersonName(string column, int longest) => Joined(Required(column, longest));

    /// <summary>The same, or nothing; also of a column that a file need not have.</summary>
    public string? MaybePersonName(string column, int longest) => Has(column) && Optional(column, longest) is { } name ? Joined(name) : null;

    private static string Joined(string name)
    {
        if (name.All(sign => char.IsWhiteSpace(sign) || sign > '\u2E80'))
            name = string.Concat(name.Where(sign => !char.IsWhiteSpace(sign)));
        return OtherDots().Replace(name, "·");
    }

    /// <summary>What is read by machines: full-width digits and letters count as the others; what a spreadsheet wrote with an exponent has lost its digits.</summary>
    private string Code(string column)
    {
        var code = fields[column].Normalize(System.Text.NormalizationForm.FormKC);
        if (Exponent().IsMatch(code))
            Fault(column, "exponent", fields[column]);
        return code;
    }

    public string Required(string column, int longest)
    {
        if (WrittenText.ShowsNothing(fields[column]))
            Fault(column, "required");
        return Optional(column, longest) ?? "";
    }

    public string? Optional(string column, int longest)
    {
        var value = fields[column];
        if (WrittenText.Length(value) is var length && length > longest)
            Fault(column, "too_long", longest, length);
        else if (value.Length > longest)
            Fault(column, "overloaded", longest);
        return WrittenText.ShowsNothing(value) ? null : value;
    }

    /// <summary>A name for machines: letters, digits, '-' and '_'.</summary>
    public string Id(string column, int longest = 32)
    {
        var value = Required(column, longest) is "" ? "" : Code(column);
        if (!value.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_'))
            Fault(column, "not_id", value);
        return value;
    }

    /// <summary>The same, or nothing; also of a column that a file need not have.</summary>
    public string? MaybeId(string column) => fields.GetValueOrDefault(column) is { Length: > 0 } && Id(column) is { Length: > 0 } id ? id : null;

    public string District(string column)
    {
        var written = Code(column);
        if (DistrictCode.TryParse(written, out var code))
            return code.ToString();
        Fault(column, "not_district", fields[column]);
        return "";
    }

    /// <summary>Several codes or numbers, with '|' or a comma between.</summary>
    public IReadOnlyList<string> Parts(string column) =>
        [.. Code(column).Split(['|', '、', ',', ';', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>A district's code, or nothing; also of a column that a file need not have.</summary>
    public string? MaybeDistrict(string column) => fields.GetValueOrDefault(column) is { Length: > 0 } && District(column) is { Length: > 0 } code ? code : null;

    /// <summary>One of the choices, or nothing; also of a column that a file need not have.</summary>
    public T? Maybe<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => fields.GetValueOrDefault(column) is { Length: > 0 } word ? OneOf(column, word, choices) : null;

    /// <summary>What the file calls a column.</summary>
    public string TitleOf(string column) => titles.GetValueOrDefault(column, column);

    /// <summary>Of a column that a file need not have.</summary>
    public bool Has(string column) => fields.ContainsKey(column);

    /// <summary>A town's code, or nothing.</summary>
    public string? Town(string column)
    {
        if (fields.GetValueOrDefault(column) is not { Length: > 0 } value)
            return null;
        if (DistrictCode.TryParse(Code(column), out var code) && code.Level == DistrictLevel.Town)
            return code.ToString();
        Fault(column, "not_town", value);
        return null;
    }

    public int? Number(string column, int least, int most)
    {
        if (fields[column].Length == 0)
            return null;
        if (int.TryParse(Code(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault(column, "not_number", fields[column], least, most);
        return null;
    }

    public double? Degrees(string column, double least, double most)
    {
        if (fields[column].Length == 0)
            return null;
        if (double.TryParse(Code(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault(column, "not_degrees", fields[column], least, most);
        return null;
    }

    /// <summary>Empty means yes: what is in the list is in use.</summary>
    public bool YesNo(string column)
    {
        if (fields[column] is "" or "是" or "1")
            return true;
        if (fields[column] is not ("否" or "0"))
            Fault(column, "not_yes_no", fields[column]);
        return false;
    }

    /// <summary>Yes, no, or nothing said; also of a column that a file need not have.</summary>
    public bool? MaybeYesNo(string column) => fields.GetValueOrDefault(column) is { Length: > 0 } ? YesNo(column) : null;

    /// <summary>Also of a column that a file need not have.</summary>
    public string? MaybeText(string column, int longest) => Has(column) ? Optional(column, longest) : null;

    /// <summary>One of the two without the other is no place.</summary>
    public ImportRow WholePlace(string lat, string lng)
    {
        if (fields[lat].Length == 0 != (fields[lng].Length == 0))
            Fault(fields[lat].Length == 0 ? lat : lng, "half_place", fields[lat].Length == 0 ? lng : lat);
        return this;
    }

    /// <summary>What a browser opens as a page or picture, and nothing that it would run.</summary>
    public string? WebAddress(string column, int longest)
    {
        var value = Optional(column, longest);
        if (value is not null && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0 && !value.Any(char.IsWhiteSpace)))
            Fault(column, "not_web_address", value);
        return value;
    }

    /// <summary>Marks of direction, which nobody sees and which turn a line around: somebody copied them in.</summary>
    public void CheckCharacters()
    {
        foreach (var (column, value) in fields)
        {
            foreach (var sign in value)
            {
                if (IsUnseen(sign))
                {
                    Fault(column, "unseen_character", $"U+{(int)sign:X4}");
                    break;
                }
            }
        }
    }

    private static bool IsUnseen(char sign) => sign is '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>As people write dates, and as a spreadsheet counts them: days since the end of 1899.</summary>
    public DateOnly Date(string column)
    {
        var written = Code(column);
        if (DateOnly.TryParseExact(written, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= FirstSerial and <= LastSerial)
            return new DateOnly(1899, 12, 30).AddDays(days);
        Fault(column, "not_date", fields[column]);
        return default;
    }

    /// <summary>The same, or nothing; also of a column that a file need not have.</summary>
    public DateOnly? MaybeDate(string column) => fields.GetValueOrDefault(column) is { Length: > 0 } && Date(column) is var date && date != default ? date : null;

    // 1 January 2000 and 31 December 2099.
    private const int FirstSerial = 36_526;
    private const int LastSerial = 73_050;

    private static readonly string[] DateFormats = ["yyyy-M-d", "yyyy.M.d", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd", "yyyy-MM-dd HH:mm"];

    /// <summary>A mainland mobile, however it is written, or nothing.</summary>
    public string? Mobile(string column)
    {
        if (fields[column].Length == 0)
            return null;

        var phone = PhoneNumber.Parse(Code(column));
        if (phone is not { IsMainlandMobile: true })
            Fault(column, "not_phone");
        return phone?.ToString();
    }

    /// <summary>A telephone of an office, a landline as well, with an extension if it has one; also of a column that a file need not have.</summary>
    public string? OfficePhone(string column)
    {
        if (fields.GetValueOrDefault(column) is not { Length: > 0 } value)
            return null;

        var phone = Code(column);
        if (!OfficePhones().IsMatch(phone) || phone.Count(char.IsAsciiDigit) < FewestDigits)
            Fault(column, "not_office_phone", value);
        return phone;
    }

    // 12345, and other numbers of a service.
    private const int FewestDigits = 5;

    /// <summary>By its Chinese word or its English name.</summary>
    public T OneOf<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => OneOf(column, fields[column], choices);

    /// <summary>Several of them, with '|' between.</summary>
    public IReadOnlyList<T> SomeOf<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => [.. fields[column].Split('|', StringSplitOptions.TrimEntries).Select(word => OneOf(column, word, choices)).Distinct()];

    /// <summary>Several of them, or none; also of a column that a file need not have.</summary>
    public IReadOnlyList<T> MaybeSomeOf<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => [.. MaybeWords(column, int.MaxValue).Select(word => OneOf(column, word, choices)).Distinct()];

    /// <summary>Several names, with '|' or a comma between; also of a column that a file need not have.</summary>
    public IReadOnlyList<string> MaybeWords(string column, int longest) => MaybeText(column, longest) is { } said
        ? [.. said.Split(['|', '、', ',', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)]
        : [];

    private T OneOf<T>(string column, string word, IReadOnlyList<T> choices)
        where T : struct, Enum
    {
        foreach (var choice in choices)
        {
            if (word == Terms.Of(choice) || word == choice.ToString())
                return choice;
        }

        Fault(column, "not_choice", word, string.Join("、", choices.Select(choice => Terms.Of(choice))));
        return choices[0];
    }

    [GeneratedRegex("^[0-9](?:[.][0-9]+)?[Ee][+][0-9]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Exponent();

    [GeneratedRegex("^[+(]?[0-9][0-9 ()-]{2,22}(?:转[0-9]{1,6})?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfficePhones();

    // Between letters of a name.
    [GeneratedRegex("(?<=\\p{L})[\\u2022\\u2027\\u30FB\\uFF65\\u00B7\\u22C5\\uFF0E.](?=\\p{L})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OtherDots();
}
