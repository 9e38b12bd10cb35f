using System.Globalization;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Sentences of alerts and messages.</summary>
public static class NoticeTexts
{
    private static readonly TextResource Texts = new(typeof(NoticeTexts), "Notices");

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);

    /// <summary>A date as a message says it: short, since WeChat's fields hold twenty characters.</summary>
    public static string Day(DateOnly date) => date.ToString("M月d日", CultureInfo.InvariantCulture);
}
