using System.Globalization;

namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// The State Council's notices of 2019 to 2026, transcribed; the notice of 2027 was not yet out.
/// One line a holiday: name, first and last day off (both inclusive), make-up days. Days are MM-dd of the notice's year unless written in full.
/// </summary>
public static class PublishedNotices
{
    private const string Gov = "https://www.gov.cn/zhengce/zhengceku/";

    /// <summary>All transcribed notices, oldest year first.</summary>
    public static IReadOnlyList<CalendarNotice> All { get; } =
    [
        // The second notice lengthened 劳动节 from one day to four.
        Of(2019, ["2018-12/06/content_5346276.htm", "2019-03/22/content_5375877.htm"],
            new("元旦", "2018-12-30", "2019-01-01", "2018-12-29"),
            new("春节", "02-04", "02-10", "02-02", "02-03"),
            new("清明节", "04-05", "04-05"),
            new("劳动节", "05-01", "05-04", "04-28", "05-05"),
            new("端午节", "06-07", "06-07"),
            new("中秋节", "09-13", "09-13"),
            new("国庆节", "10-01", "10-07", "09-29", "10-12")),

        // The second notice lengthened 春节 to 2 February because of the epidemic, which took back 1 February as a make-up day.
        // It also says that Monday 3 February is worked; so is every Monday, so it is no make-up day here.
        Of(2020, ["2019-11/21/content_5454164.htm", "2020-01/27/content_5472352.htm"],
            new("元旦", "01-01", "01-01"),
            new("春节", "01-24", "02-02", "01-19"),
            new("清明节", "04-04", "04-06"),
            new("劳动节", "05-01", "05-05", "04-26", "05-09"),
            new("端午节", "06-25", "06-27", "06-28"),
            new("国庆节、中秋节", "10-01", "10-08", "09-27", "10-10")),

        Of(2021, ["2020-11/25/content_5564127.htm"],
            new("元旦", "01-01", "01-03"),
            new("春节", "02-11", "02-17", "02-07", "02-20"),
            new("清明节", "04-03", "04-05"),
            new("劳动节", "05-01", "05-05", "04-25", "05-08"),
            new("端午节", "06-12", "06-14"),
            new("中秋节", "09-19", "09-21", "09-18"),
            new("国庆节", "10-01", "10-07", "09-26", "10-09")),

        Of(2022, ["2021-10/25/content_5644835.htm"],
            new("元旦", "01-01", "01-03"),
            new("春节", "01-31", "02-06", "01-29", "01-30"),
            new("清明节", "04-03", "04-05", "04-02"),
            new("劳动节", "04-30", "05-04", "04-24", "05-07"),
            new("端午节", "06-03", "06-05"),
            new("中秋节", "09-10", "09-12"),
            new("国庆节", "10-01", "10-07", "10-08", "10-09")),

        Of(2023, ["2022-12/08/content_5730844.htm"],
            new("元旦", "2022-12-31", "2023-01-02"),
            new("春节", "01-21", "01-27", "01-28", "01-29"),
            new("清明节", "04-05", "04-05"),
            new("劳动节", "04-29", "05-03", "04-23", "05-06"),
            new("端午节", "06-22", "06-24", "06-25"),
            new("中秋节、国庆节", "09-29", "10-06", "10-07", "10-08")),

        Of(2024, ["202310/content_6911528.htm"],
            new("元旦", "01-01", "01-01"),
            new("春节", "02-10", "02-17", "02-04", "02-18"),
            new("清明节", "04-04", "04-06", "04-07"),
            new("劳动节", "05-01", "05-05", "04-28", "05-11"),
            new("端午节", "06-10", "06-10"),
            new("中秋节", "09-15", "09-17", "09-14"),
            new("国庆节", "10-01", "10-07", "09-29", "10-12")),

        Of(2025, ["202411/content_6986383.htm"],
            new("元旦", "01-01", "01-01"),
            new("春节", "01-28", "02-04", "01-26", "02-08"),
            new("清明节", "04-04", "04-06"),
            new("劳动节", "05-01", "05-05", "04-27"),
            new("端午节", "05-31", "06-02"),
            new("国庆节、中秋节", "10-01", "10-08", "09-28", "10-11")),

        Of(2026, ["202511/content_7047091.htm"],
            new("元旦", "01-01", "01-03", "01-04"),
            new("春节", "02-15", "02-23", "02-14", "02-28"),
            new("清明节", "04-04", "04-06"),
            new("劳动节", "05-01", "05-05", "05-09"),
            new("端午节", "06-19", "06-21"),
            new("中秋节", "09-25", "09-27"),
            new("国庆节", "10-01", "10-07", "09-20", "10-10")),
    ];

    private static CalendarNotice Of(int year, string[] sources, params Holiday[] holidays) =>
        new(year, [.. sources.Select(path => Gov + path)], [.. holidays.SelectMany(holiday => holiday.Days(year)).OrderBy(day => day.On)]);

    private sealed record Holiday(string Name, string From, string To, params string[] Makeup)
    {
        public IEnumerable<NoticeDay> Days(int year)
        {
            for (var day = Parse(From, year); day <= Parse(To, year); day = day.AddDays(1))
                yield return new NoticeDay(day, Name, Off: true);
            foreach (var day in Makeup)
                yield return new NoticeDay(Parse(day, year), Name, Off: false);
        }

        private static DateOnly Parse(string text, int year) => DateOnly.ParseExact(
            text.Length == 5 ? string.Create(CultureInfo.InvariantCulture, $"{year}-{text}") : text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
