using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>Words of printed papers, and dates as they are written there.</summary>
public static class PaperTexts
{
    private static readonly TextResource Texts = new(typeof(PaperTexts), "Papers");

    public static string Of(string key) => Texts[key];

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);

    /// <summary>2026年11月20日</summary>
    public static string Day(DateOnly date) => date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>2026年11月20日 09:30, China's time.</summary>
    public static string Moment(DateTimeOffset at) => at.ToOffset(ChinaTime.Offset).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
}
