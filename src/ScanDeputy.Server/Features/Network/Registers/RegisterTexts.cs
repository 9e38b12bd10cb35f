using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Registers;

internal static class RegisterTexts
{
    private static readonly TextResource Texts = new(typeof(RegisterTexts), "Registers");

    public static string Of(string key) => Texts[key];

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
