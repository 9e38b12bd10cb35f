using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>GET /sns/jscode2session: a login code for an openid, once.</summary>
internal static class LoginEndpoints
{
    public static readonly WeChatRoute[] Routes = [new("GET", "/sns/jscode2session", CodeToSession) { BySecret = true }];

    private static WeChatAnswer CodeToSession(WeChatCall call)
    {
        if (Credentials.CheckSecret(call.State, call.Query("appid"), call.Query("secret")) is { } refusal) return refusal;
        if (!string.Equals(call.Query("grant_type"), "authorization_code", StringComparison.Ordinal)) return WeChatAnswer.Error(40002);
        if (call.Query("js_code") is not { } code) return WeChatAnswer.Error(41008);
        return call.State.LoginCodes.Take(code, out var openId) switch
        {
            CodeState.Used => WeChatAnswer.Error(40163),
            CodeState.Unknown => WeChatAnswer.Error(40029),
            _ when call.State.Users.IsRisky(openId!) => WeChatAnswer.Error(40226),
            _ => Session(call.State, openId!),
        };
    }

    private static WeChatAnswer Session(SandboxState state, string openId)
    {
        var json = new JsonObject { ["session_key"] = state.Users.NewSessionKey(openId), ["openid"] = openId };
        // Only users known to an Open Platform account have a unionid.
        if (state.Users.Find(openId)?.UnionId is { } unionId) json["unionid"] = unionId;
        return WeChatAnswer.Bare(json);
    }
}
