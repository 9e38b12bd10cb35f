using System.Net;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.DeskSignIn;

/// <summary>
/// The desk as its owner knows it again on the phone: what the browser calls itself, in a few words, and the address without the part that tells one
/// machine from its neighbours. Whoever asks can say anything here; it is shown to be compared, and decides nothing.
/// </summary>
public static class DeskDevice
{
    // The first that is named counts: Edge calls itself Chrome as well, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("MicroMessenger/", "微信"), ("Edg/", "Edge"), ("QQBrowser/", "QQ 浏览器"), ("360SE", "360 浏览器"), ("QIHU", "360 浏览器"), ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("HarmonyOS", "鸿蒙"), ("OpenHarmony", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "Mac"),
        ("Kylin", "麒麟"), ("UOS", "统信"), ("Linux", "Linux"),
    ];

    public static string NameOf(string? userAgent) => $"{Find(Systems, userAgent) ?? "未知系统"} · {Find(Browsers, userAgent) ?? "未知浏览器"}";

    public static string NetworkOf(IPAddress? address) => CallOrigin.Masked(address);

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(one => userAgent?.Contains(one.Mark, StringComparison.OrdinalIgnoreCase) == true).Name;
}
