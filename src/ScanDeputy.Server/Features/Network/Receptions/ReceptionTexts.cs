using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>What is said about receptions.</summary>
public static class ReceptionTexts
{
    private static readonly TextResource Texts = new(typeof(ReceptionTexts), "Receptions");

    public static string Of(string key) => Texts[key];

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
