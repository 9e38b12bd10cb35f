using System.Globalization;
using System.Resources;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>Chinese texts of one area, kept in one resource file. A missing text is a fault that a test finds, not an empty string.</summary>
public sealed class TextResource(string name)
{
    private readonly ResourceManager _resources = new($"ScanDeputy.Server.Platform.Texts.{name}", typeof(TextResource).Assembly);

    /// <exception cref="MissingManifestResourceException">No such text.</exception>
    public string this[string key] => Find(key) ?? throw new MissingManifestResourceException($"Text '{key}' is missing in {name}.resx.");

    public string? Find(string key) => _resources.GetString(key, CultureInfo.InvariantCulture);

    public string Format(string key, params object?[] values) => string.Format(CultureInfo.InvariantCulture, this[key], values);
}

/// <summary>Titles and sentences of errors.</summary>
public static class ErrorTexts
{
    private static readonly TextResource Texts = new("Errors");

    public static string Title(string code) => Texts.Find($"{code}.title") ?? Texts[code];

    public static string Detail(string code) => Texts[code];

    public static string Field(string key, params object?[] values) => Texts.Format(key, values);
}

/// <summary>The field's words for states, stages, roles, moves.</summary>
public static class Terms
{
    private static readonly TextResource Texts = new("Terms");

    public static string Of<T>(T value)
        where T : struct, Enum => Texts[$"{typeof(T).Name}.{value}"];

    public static string? Find(string key) => Texts.Find(key);
}

/// <summary>Sentences of alerts and messages.</summary>
public static class NoticeTexts
{
    private static readonly TextResource Texts = new("Notices");

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);

    /// <summary>A date as a message says it: short, since WeChat's fields hold twenty characters.</summary>
    public static string Day(DateOnly date) => date.ToString("M月d日", CultureInfo.InvariantCulture);
}

/// <summary>Words of printed papers, and dates as they are written there.</summary>
public static class PaperTexts
{
    private static readonly TextResource Texts = new("Papers");

    public static string Of(string key) => Texts[key];

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);

    /// <summary>2026年11月20日</summary>
    public static string Day(DateOnly date) => date.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>2026年11月20日 09:30, China's time.</summary>
    public static string Moment(DateTimeOffset at) => at.ToOffset(Domain.Calendars.ChinaTime.Offset).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
}
