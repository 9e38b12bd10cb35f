using System.Globalization;
using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Pages;

/// <summary>Dates and times as people here write them, in China's local time.</summary>
public static class ChinaText
{
    private const string Weekdays = "日一二三四五六";

    /// <summary>2026年11月20日（周五）</summary>
    public static string Day(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日（{Weekday(date)}）");

    /// <summary>11月20日（周五）, where the year is plain.</summary>
    public static string ShortDay(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Month}月{date.Day}日（{Weekday(date)}）");

    public static string Weekday(DateOnly date) => $"周{Weekdays[(int)date.DayOfWeek]}";

    /// <summary>2026年11月20日 09:30</summary>
    public static string Moment(DateTimeOffset instant)
    {
        var local = instant.ToOffset(ChinaTime.Offset);
        return string.Create(CultureInfo.InvariantCulture, $"{local.Year}年{local.Month}月{local.Day}日 {local:HH:mm}");
    }

    /// <summary>For the <c>datetime</c> of a time element, and for fields of local time.</summary>
    public static string Iso(DateTimeOffset instant) => instant.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
