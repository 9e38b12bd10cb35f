using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>
/// Chinese words for the recurrences that stations use (docs/handbook.md §6): 每月10日、20日, 每周五, 隔周周三, 每月第二个周三, 每月最后一个工作日,
/// 每季度第二个月15日, 每年9月每周三, 仅一次; each may end with 到2026-12-31止.
/// </summary>
internal static partial class RecurrenceWords
{
    private const string Weekdays = "MO,TU,WE,TH,FR";

    private static readonly string[] DayCodes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private static readonly string[] DayWords = ["一", "二", "三", "四", "五", "六", "日"];
    private static readonly string[] Numerals = ["", "一", "二", "三", "四", "五"];

    /// <returns>Null when these are no such words.</returns>
    public static string? ToRule(string written)
    {
        var words = string.Concat(written.Normalize(NormalizationForm.FormKC).Where(sign => !char.IsWhiteSpace(sign))).Replace("星期", "周", StringComparison.Ordinal)
            .Replace("礼拜", "周", StringComparison.Ordinal).Replace(',', '、').Replace('，', '、').Replace('号', '日').Replace("周天", "周日", StringComparison.Ordinal);
        var until = "";
        if (Until().Match(words) is { Success: true } end)
        {
            if (!DateOnly.TryParseExact($"{end.Groups["y"].Value}-{end.Groups["m"].Value}-{end.Groups["d"].Value}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
                return null;
            (words, until) = (words[..end.Index].TrimEnd('、'), last.ToString("';UNTIL='yyyyMMdd", CultureInfo.InvariantCulture));
        }

        return (words switch
        {
            "每天" or "每日" => "FREQ=DAILY",
            "每个工作日" or "每工作日" => $"FREQ=WEEKLY;BYDAY={Weekdays}",
            "仅一次" or "只一次" or "一次" => "FREQ=DAILY;COUNT=1",
            _ => OfWeeks(words) ?? OfMonths(words) ?? OfQuarters(words) ?? OfYears(words),
        }) is { } rule ? rule + until : null;
    }

    /// <returns>Null where there are no words for it.</returns>
    public static string? Of(string rule)
    {
        var parts = rule.Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var until = parts.Remove("UNTIL", out var last) && last.Length == 8 ? $"，到{last[..4]}-{last[4..6]}-{last[6..]}止" : "";
        var (days, monthDays, months) = (parts.GetValueOrDefault("BYDAY"), parts.GetValueOrDefault("BYMONTHDAY"), parts.GetValueOrDefault("BYMONTH"));
        var interval = parts.GetValueOrDefault("INTERVAL", "1");
        var said = (parts.GetValueOrDefault("FREQ"), interval) switch
        {
            ("DAILY", "1") when parts.GetValueOrDefault("COUNT") == "1" => "仅一次",
            ("DAILY", "1") when parts.Count == 1 => "每天",
            ("WEEKLY", "1") when days == Weekdays => "每个工作日",
            ("WEEKLY", "1") when days is not null => $"每{WeekOf(days)}",
            ("WEEKLY", "2") when days is not null => $"隔周{WeekOf(days)}",
            ("WEEKLY", _) when days is not null => $"每{interval}周{WeekOf(days)}",
            ("MONTHLY", "1") when parts.GetValueOrDefault("BYSETPOS") is { } place => days == Weekdays && OrdinalOf(place) is { } nth ? $"每月{nth}工作日" : null,
            ("MONTHLY", "1") when days is not null => NthWeekday(days) is { } nth ? $"每月{nth}" : null,
            ("MONTHLY", "1") when monthDays is not null => $"每月{MonthDaysOf(monthDays)}",
            ("YEARLY", "1") when months is not null && monthDays is not null => Quarters(months) is { } nth ? $"每季度第{nth}个月{MonthDaysOf(monthDays)}" : $"每年{MonthsOf(months)}{MonthDaysOf(monthDays)}",
            ("YEARLY", "1") when months is not null && days is not null => NthWeekday(days) is { } nth ? $"每年{MonthsOf(months)}{nth}" : $"每年{MonthsOf(months)}每{WeekOf(days)}",
            _ => null,
        };
        return said is null ? null : said + until;
    }

    private static string? OfWeeks(string words)
    {
        if (Weekly().Match(words) is not { Success: true } match || DaysOf(match.Groups["days"].Value) is not { } days)
            return null;

        var every = match.Groups["every"] is { Success: true, Value: var count } ? count switch { "两" or "二" => "2", "三" => "3", "四" => "4", _ => count } : match.Groups["other"].Success ? "2" : "1";
        return every == "1" ? $"FREQ=WEEKLY;BYDAY={days}" : $"FREQ=WEEKLY;INTERVAL={every};BYDAY={days}";
    }

    private static string? OfMonths(string words) => words.StartsWith("每月", StringComparison.Ordinal) && InMonth(words[2..], "MONTHLY") is { } rule ? rule : null;

    /// <summary>Within each month: days by their number, the nth weekday, the first or last working day.</summary>
    private static string? InMonth(string words, string frequency)
    {
        if (words is "最后一天" or "月末" or "末日")
            return $"FREQ={frequency};BYMONTHDAY=-1";
        if (Monthly().Match(words) is { Success: true } numbers)
            return $"FREQ={frequency};BYMONTHDAY={string.Join(',', numbers.Groups["n"].Captures.Select(capture => capture.Value))}";
        if (NthDay().Match(words) is not { Success: true } nth)
            return null;

        var places = nth.Groups["last"].Success ? ["-1"] : nth.Groups["nth"].Captures.Select(capture => NumberOf(capture.Value)).ToList();
        if (nth.Groups["work"].Success)
            return places is [var only] && frequency == "MONTHLY" ? $"FREQ=MONTHLY;BYDAY={Weekdays};BYSETPOS={only}" : null;
        return DaysOf(nth.Groups["day"].Value) is { } day && !day.Contains(',', StringComparison.Ordinal) ? $"FREQ={frequency};BYDAY={string.Join(',', places.Select(place => place + day))}" : null;
    }

    private static string? OfQuarters(string words)
    {
        if (Quarterly().Match(words) is not { Success: true } match || InMonth(match.Groups["rest"].Value, "YEARLY") is not { } rule || !rule.Contains("BYMONTHDAY", StringComparison.Ordinal))
            return null;

        var first = match.Groups["month"].Success ? int.Parse(NumberOf(match.Groups["month"].Value), CultureInfo.InvariantCulture) : 1;
        return first is < 1 or > 3 ? null : rule.Replace("FREQ=YEARLY", $"FREQ=YEARLY;BYMONTH={first},{first + 3},{first + 6},{first + 9}", StringComparison.Ordinal);
    }

    private static string? OfYears(string words)
    {
        if (Yearly().Match(words) is not { Success: true } match)
            return null;

        var months = string.Join(',', match.Groups["m"].Captures.Select(capture => capture.Value));
        var rest = match.Groups["rest"].Value;
        var rule = rest is "每天" or "每日" ? "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"
            : rest is "每个工作日" ? $"FREQ=YEARLY;BYDAY={Weekdays}"
            : Weekly().Match(rest) is { Success: true } week && !week.Groups["every"].Success && !week.Groups["other"].Success && DaysOf(week.Groups["days"].Value) is { } days ? $"FREQ=YEARLY;BYDAY={days}"
            : InMonth(rest, "YEARLY");
        return rule?.Replace("FREQ=YEARLY", $"FREQ=YEARLY;BYMONTH={months}", StringComparison.Ordinal);
    }

    /// <summary>周一、周三 or 一三五.</summary>
    private static string? DaysOf(string words)
    {
        var signs = words.Where(sign => sign is not ('周' or '、' or '和' or '及')).Select(sign => sign == '天' ? "日" : sign.ToString()).ToList();
        var places = signs.Select(sign => Array.IndexOf(DayWords, sign)).ToList();
        return places.Count == 0 || places.Contains(-1) ? null : string.Join(',', places.Distinct().Order().Select(place => DayCodes[place]));
    }

    private static string WeekOf(string days) => string.Join('、', days.Split(',').Select(day => $"周{WordOf(day)}"));

    private static string? WordOf(string day) => Array.IndexOf(DayCodes, day) is var place and >= 0 ? DayWords[place] : null;

    private static string? NthWeekday(string days)
    {
        var parts = days.Split(',');
        var day = parts[0][^2..];
        if (parts.Any(part => part.Length < 3 || !part.EndsWith(day, StringComparison.Ordinal)) || WordOf(day) is not { } word)
            return null;

        var places = parts.Select(part => part[..^2]).ToList();
        if (places is ["-1"])
            return $"最后一个周{word}";
        return places.TrueForAll(place => place.Length == 1 && place[0] is >= '1' and <= '5') ? $"第{string.Join('、', places.Select(place => Numerals[place[0] - '0']))}个周{word}" : null;
    }

    private static string? OrdinalOf(string place) => place == "-1" ? "最后一个" : place.Length == 1 && place[0] is >= '1' and <= '5' ? $"第{Numerals[place[0] - '0']}个" : null;

    private static string MonthDaysOf(string days) => days == "-1" ? "最后一天" : string.Join('、', days.Split(',').Select(day => $"{day}日"));

    private static string MonthsOf(string months) => string.Join('、', months.Split(',').Select(month => $"{month}月"));

    private static string? Quarters(string months) => months switch { "1,4,7,10" => "一", "2,5,8,11" => "二", "3,6,9,12" => "三", _ => null };

    private static string NumberOf(string word) => Array.IndexOf(Numerals, word) is var place and > 0 ? place.ToString(CultureInfo.InvariantCulture) : word;

    [GeneratedRegex("、?[到至](?<y>[0-9]{4})[-./年](?<m>[0-9]{1,2})[-./月](?<d>[0-9]{1,2})日?(止|为止)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Until();

    [GeneratedRegex("^(每周?|(?<other>隔周|每隔一周)|每(?<every>[两二三四]|[2-9])周)(?<days>周[一二三四五六日]([、和及]?周?[一二三四五六日])*|(?<=每周)[一二三四五六日]([、和及]?周?[一二三四五六日])*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Weekly();

    [GeneratedRegex("^(?<n>[0-9]{1,2})日?([、和及](?<n>[0-9]{1,2})日?)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Monthly();

    [GeneratedRegex("^((?<last>最后一个)|第(?<nth>[一二三四五1-5])([、和及]第?(?<nth>[一二三四五1-5]))*个)((?<work>工作日)|周?(?<day>周[一二三四五六日]))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NthDay();

    [GeneratedRegex("^每季度?(第(?<month>[一二三123])个月)?(?<rest>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quarterly();

    [GeneratedRegex("^(每年)?(?<m>[0-9]{1,2})月([、和及](?<m>[0-9]{1,2})月)*(?<rest>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Yearly();
}
