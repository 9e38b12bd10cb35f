using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network;

/// <summary>What stands on plates, and why somebody is a resident's deputy.</summary>
internal static class NetworkTexts
{
    private static readonly TextResource Texts = new(typeof(NetworkTexts), "Network");

    public static string Of(string key) => Texts.Format(key);

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
