using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>A row's fields, each read with its own rule. A fault is noted and a stand-in given, so that one run finds all faults.</summary>
internal sealed class ImportRow(string file, int line, IReadOnlyDictionary<string, string> fields, ImportFaults faults)
{
    public string File => file;

    public int Line => line;

    public void Fault(string? column, string text, params object?[] values) => faults.Add(file, line, column, text, values);

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
        var value = Required(column, longest);
        if (!value.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_'))
            Fault(column, "not_id", value);
        return value;
    }

    public string District(string column)
    {
        if (DistrictCode.TryParse(fields[column], out var code))
            return code.ToString();
        Fault(column, "not_district", fields[column]);
        return "";
    }

    /// <summary>Of a column that a file need not have.</summary>
    public bool Has(string column) => fields.ContainsKey(column);

    /// <summary>A town's code, or nothing.</summary>
    public string? Town(string column)
    {
        if (fields.GetValueOrDefault(column) is not { Length: > 0 } value)
            return null;
        if (DistrictCode.TryParse(value, out var code) && code.Level == DistrictLevel.Town)
            return code.ToString();
        Fault(column, "not_town", value);
        return null;
    }

    public int? Number(string column, int least, int most)
    {
        if (fields[column].Length == 0)
            return null;
        if (int.TryParse(fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault(column, "not_number", fields[column], least, most);
        return null;
    }

    public double? Degrees(string column, double least, double most)
    {
        if (fields[column].Length == 0)
            return null;
        if (double.TryParse(fields[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
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

    public DateOnly Date(string column)
    {
        if (!DateOnly.TryParseExact(fields[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            Fault(column, "not_date", fields[column]);
        return date;
    }

    /// <summary>A mainland mobile, however it is written, or nothing.</summary>
    public string? Mobile(string column)
    {
        if (fields[column].Length == 0)
            return null;

        var phone = PhoneNumber.Parse(fields[column]);
        if (phone is not { IsMainlandMobile: true })
            Fault(column, "not_phone");
        return phone?.ToString();
    }

    /// <summary>By its Chinese word or its English name.</summary>
    public T OneOf<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => OneOf(column, fields[column], choices);

    /// <summary>Several of them, with '|' between.</summary>
    public IReadOnlyList<T> SomeOf<T>(string column, params IReadOnlyList<T> choices)
        where T : struct, Enum => [.. fields[column].Split('|', StringSplitOptions.TrimEntries).Select(word => OneOf(column, word, choices)).Distinct()];

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
}
