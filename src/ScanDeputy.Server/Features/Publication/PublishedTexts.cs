using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>What stands in the files that the public takes away.</summary>
public static class PublishedTexts
{
    private static readonly TextResource Texts = new(typeof(PublishedTexts), "Published");

    public static string Of(string key) => Texts[key];

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
