namespace ScanDeputy.Server.Platform.Texts;

/// <summary>Titles and sentences of errors.</summary>
public static class ErrorTexts
{
    private static readonly TextResource Texts = new(typeof(ErrorTexts), "Errors");

    public static string Title(string code) => Texts.Find($"{code}.title") ?? Texts[code];

    public static string Detail(string code) => Texts[code];

    public static string Field(string key, params object?[] values) => Texts.Format(key, values);
}
