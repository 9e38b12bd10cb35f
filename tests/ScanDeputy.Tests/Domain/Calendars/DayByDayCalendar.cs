using System.Globalization;

namespace ScanDeputy.Tests.Domain.Calendars;

/// <summary>
/// The oracle: a slow calendar that walks day by day over its own transcription of the notices, day for day and without names,
/// taken from the published lists and not from the domain's table. It shares no code with the domain.
/// </summary>
internal static class DayByDayCalendar
{
    private static readonly (int Year, string Off, string Worked)[] Table =
    [
        (2018, "1230 1231",
            "1229"),
        (2019, "0101 0204 0205 0206 0207 0208 0209 0210 0405 0501 0502 0503 0504 0607 0913 1001 1002 1003 1004 1005 1006 1007",
            "0202 0203 0428 0505 0929 1012"),
        (2020, "0101 0124 0125 0126 0127 0128 0129 0130 0131 0201 0202 0404 0405 0406 0501 0502 0503 0504 0505 0625 0626 0627 1001 1002 1003 1004 1005 1006 1007 1008",
            "0119 0203 0426 0509 0628 0927 1010"),
        (2021, "0101 0102 0103 0211 0212 0213 0214 0215 0216 0217 0403 0404 0405 0501 0502 0503 0504 0505 0612 0613 0614 0919 0920 0921 1001 1002 1003 1004 1005 1006 1007",
            "0207 0220 0425 0508 0918 0926 1009"),
        (2022, "0101 0102 0103 0131 0201 0202 0203 0204 0205 0206 0403 0404 0405 0430 0501 0502 0503 0504 0603 0604 0605 0910 0911 0912 1001 1002 1003 1004 1005 1006 1007 1231",
            "0129 0130 0402 0424 0507 1008 1009"),
        (2023, "0101 0102 0121 0122 0123 0124 0125 0126 0127 0405 0429 0430 0501 0502 0503 0622 0623 0624 0929 0930 1001 1002 1003 1004 1005 1006",
            "0128 0129 0423 0506 0625 1007 1008"),
        (2024, "0101 0210 0211 0212 0213 0214 0215 0216 0217 0404 0405 0406 0501 0502 0503 0504 0505 0610 0915 0916 0917 1001 1002 1003 1004 1005 1006 1007",
            "0204 0218 0407 0428 0511 0914 0929 1012"),
        (2025, "0101 0128 0129 0130 0131 0201 0202 0203 0204 0404 0405 0406 0501 0502 0503 0504 0505 0531 0601 0602 1001 1002 1003 1004 1005 1006 1007 1008",
            "0126 0208 0427 0928 1011"),
        (2026, "0101 0102 0103 0215 0216 0217 0218 0219 0220 0221 0222 0223 0404 0405 0406 0501 0502 0503 0504 0505 0619 0620 0621 0925 0926 0927 1001 1002 1003 1004 1005 1006 1007",
            "0104 0214 0228 0509 0920 1010"),
    ];

    private static readonly HashSet<DateOnly> Off = [.. Table.SelectMany(row => Dates(row.Year, row.Off))];
    private static readonly HashSet<DateOnly> Worked = [.. Table.SelectMany(row => Dates(row.Year, row.Worked))];

    public static bool IsOffByNotice(DateOnly date) => Off.Contains(date);

    public static bool IsWorkedByNotice(DateOnly date) => Worked.Contains(date);

    /// <summary>In a year that the table does not have: 全国年节及纪念日放假办法 of 2008, and 2 May since its change of 2025.</summary>
    public static bool IsOffByLaw(DateOnly date) => (date.Year is (>= 2008 and <= 2018) or >= 2027)
        && (date.ToString("MMdd", CultureInfo.InvariantCulture) is "0101" or "0501" or "1001" or "1002" or "1003" || (date.Year >= 2025 && date is { Month: 5, Day: 2 }));

    public static bool IsWorked(DateOnly date) =>
        Worked.Contains(date) || (!Off.Contains(date) && !IsOffByLaw(date) && date.DayOfWeek is not DayOfWeek.Saturday and not DayOfWeek.Sunday);

    public static DateOnly Due(DateOnly receivedOn, int workingDays)
    {
        var date = receivedOn;
        while (workingDays > 0)
        {
            date = date.AddDays(1);
            if (IsWorked(date))
                workingDays--;
        }

        return date;
    }

    public static DateOnly Before(DateOnly date, int workingDays)
    {
        while (workingDays > 0)
        {
            date = date.AddDays(-1);
            if (IsWorked(date))
                workingDays--;
        }

        return date;
    }

    private static IEnumerable<DateOnly> Dates(int year, string monthDays) => monthDays
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => DateOnly.ParseExact(year.ToString(CultureInfo.InvariantCulture) + text, "yyyyMMdd", CultureInfo.InvariantCulture));
}
