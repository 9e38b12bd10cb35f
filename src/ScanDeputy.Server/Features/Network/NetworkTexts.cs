using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network;

/// <summary>What stands on plates.</summary>
internal static class NetworkTexts
{
    private static readonly TextResource Texts = new(typeof(NetworkTexts), "Network");

    public static string Of(string key) => Texts.Format(key);
}
