using System.Globalization;
using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Calendars;

/// <summary>What in a notice's wording does not fit the dates that were read from it.</summary>
/// <param name="Said">As the notice has it: the day of the week, or how many days off.</param>
/// <param name="Is">What the dates come to.</param>
public sealed record NoticeDoubt(DateOnly On, string Said, string Is);

/// <param name="Year">Of the arrangement; null when the text names none and none was given.</param>
/// <param name="Days">By date.</param>
/// <param name="Doubts">To be looked at before anybody relies on the dates.</param>
public sealed record NoticeReading(int? Year, IReadOnlyList<NoticeDay> Days, IReadOnlyList<NoticeDoubt> Doubts);

/// <summary>
/// Reads the days off and the make-up days from the wording of the State Council's notices ("10月1日（周四）至7日（周三）放假调休，共7天。10月10日（周六）上班。"), and
/// from lines of a table: date, 放假 or 上班, name. A month or year that is not said again is the one said before.
/// </summary>
public static partial class NoticeWording
{
    private const int LongestHoliday = 31;
    private const string Weekdays = "日一二三四五六";

    /// <param name="year">For a text that names none.</param>
    public static NoticeReading Read(string text, int? year = null)
    {
        var plain = text.Normalize(System.Text.NormalizationForm.FormKC);
        var (days, doubts) = (new SortedDictionary<DateOnly, NoticeDay>(), new List<NoticeDoubt>());
        var lines = plain.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            if (Row().Match(line) is { Success: true } row && DateOf(row, year ?? 0, 0) is { } on)
                days[on] = new NoticeDay(on, row.Groups["name"].Value.Trim(), row.Groups["off"].Success);
        }

        var stated = YearOfArrangement().Match(plain) is { Success: true } found ? Number(found.Groups["y"]) : year;
        if (days.Count == 0 && stated is { } of)
            ReadSentences(plain, of, days, doubts);
        return new NoticeReading(days.Count > 0 && YearOfArrangement().Match(plain) is { Success: false } && year is null ? MostCommonYear(days.Keys) : stated, [.. days.Values], doubts);
    }

    private static void ReadSentences(string text, int year, SortedDictionary<DateOnly, NoticeDay> days, List<NoticeDoubt> doubts)
    {
        var (name, month) = ("", 0);
        foreach (var sentence in text.Split(['。', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Heading().Match(sentence) is { Success: true } heading)
                name = heading.Groups["name"].Value;
            var off = new List<DateOnly>();
            foreach (Match range in Range().Matches(sentence))
            {
                if (Action().Match(sentence, range.Index + range.Length) is not { Success: true } action || DateOf(range, year, month) is not { } first)
                    continue;

                month = first.Month;
                Compare(first, range.Groups["w"], doubts);
                var last = LastOf(range, first, doubts);
                month = last.Month;
                var isOff = action.Groups["off"].Success;
                for (var on = first; on <= last; on = on.AddDays(1))
                {
                    days[on] = new NoticeDay(on, name, isOff);
                    if (isOff)
                        off.Add(on);
                }
            }

            if (Count().Match(sentence) is { Success: true } count && off.Count > 0 && Number(count.Groups["n"]) != off.Count)
                doubts.Add(new NoticeDoubt(off[0], $"共{count.Groups["n"].Value}天", $"{off.Count}天"));
        }
    }

    private static DateOnly LastOf(Match range, DateOnly first, List<NoticeDoubt> doubts)
    {
        if (!range.Groups["d2"].Success)
            return first;

        var month = range.Groups["m2"].Success ? Number(range.Groups["m2"]) : first.Month;
        var year = range.Groups["y2"].Success ? Number(range.Groups["y2"]) : month < first.Month ? first.Year + 1 : first.Year;
        if (DateOf(year, month, Number(range.Groups["d2"])) is not { } last || last < first || last.DayNumber - first.DayNumber > LongestHoliday)
            return first;

        Compare(last, range.Groups["w2"], doubts);
        return last;
    }

    private static void Compare(DateOnly on, Group weekday, List<NoticeDoubt> doubts)
    {
        var isOn = Weekdays[(int)on.DayOfWeek];
        if (weekday.Success && weekday.Value[^1] != isOn && !(weekday.Value[^1] == '天' && isOn == '日'))
            doubts.Add(new NoticeDoubt(on, weekday.Value, $"周{isOn}"));
    }

    private static DateOnly? DateOf(Match found, int year, int month) => DateOf(
        found.Groups["y"].Success ? Number(found.Groups["y"]) : year, found.Groups["m"].Success ? Number(found.Groups["m"]) : month, Number(found.Groups["d"]));

    private static DateOnly? DateOf(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static int MostCommonYear(IEnumerable<DateOnly> days) => days.GroupBy(on => on.Year).OrderByDescending(group => group.Count()).First().Key;

    [GeneratedRegex(@"^\W*(?<y>\d{4})(?:\s*年\s*|[-/.])(?<m>\d{1,2})(?:\s*月\s*|[-/.])(?<d>\d{1,2})日?\s*[,\s;|、:]\s*(?:(?<off>放假|休息|休)|(?:调休|补)?(?:上班|班))[^,\s;|、]*\s*(?:[,\s;|、]\s*(?<name>[^,;|]{1,40}))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<y>20\d{2})\s*年(?!\s*\d{1,2}\s*月)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex YearOfArrangement();

    [GeneratedRegex(@"^(?:[一二三四五六七八九十]{1,3}、|\(?\d{1,2}[.)、])?\s*(?<name>[\p{IsCJKUnifiedIdeographs}、]{2,12}):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?:(?<y>\d{4})\s*年\s*)?(?:(?<m>\d{1,2})\s*月\s*)?(?<d>\d{1,2})\s*日(?:\s*\((?:[^()]*[、,])?(?<w>(?:周|星期)[日一二三四五六天])?[^()]*\))?"
        + @"(?:\s*(?:至|到|-|—|–|~)\s*(?:(?<y2>\d{4})\s*年\s*)?(?:(?<m2>\d{1,2})\s*月\s*)?(?<d2>\d{1,2})\s*日(?:\s*\((?:[^()]*[、,])?(?<w2>(?:周|星期)[日一二三四五六天])?[^()]*\))?)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<off>放假|休息)|上班", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"共\s*(?<n>\d{1,2})\s*天", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();
}
