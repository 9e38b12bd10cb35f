using System.Globalization;
using ScanDeputy.WeChat.Sandbox.Pictures;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/getwxacode and /cgi-bin/wxaapp/createwxaqrcode: codes of a path with query, 100,000 in all, for ever.</summary>
internal static class LimitedCodeEndpoints
{
    private const int Ceiling = 100_000;

    public static readonly WeChatRoute[] Routes =
    [
        new("POST", "/wxa/getwxacode", call => Draw(call, longest: 1024)),
        new("POST", "/cgi-bin/wxaapp/createwxaqrcode", call => Draw(call, longest: 128)),
    ];

    private static WeChatAnswer Draw(WeChatCall call, int longest)
    {
        if (!call.Body.IsJson) return WeChatAnswer.Error(call.Body.IsEmpty ? 44002 : 47001);
        if (call.Body.Text("path") is not { Length: > 0 } path || path.Length > longest) return WeChatAnswer.Error(40159);
        if (path.Contains("scancode_time", StringComparison.Ordinal)) return WeChatAnswer.Error(85096);
        if (call.Body.Text("env_version") is not (null or "release" or "trial" or "develop")) return WeChatAnswer.Error(40097);
        if (call.State.LimitedCodes >= Ceiling) return WeChatAnswer.Error(45029);
        call.Http.Response.Headers["Num-Used"] = call.State.NextLimitedCode().ToString(CultureInfo.InvariantCulture);
        return WeChatAnswer.Jpeg(CodePicture.Draw(path, Math.Clamp(call.Body.Number("width") ?? 430, 280, 1280)));
    }
}
