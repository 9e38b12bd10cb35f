using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>GET /wxa/checksession and /wxa/resetusersessionkey: signed with the session key.</summary>
internal static class SessionEndpoints
{
    public static readonly WeChatRoute[] Routes =
    [
        new("GET", "/wxa/checksession", Check),
        new("GET", "/wxa/resetusersessionkey", Reset),
    ];

    private static WeChatAnswer Check(WeChatCall call) => Refusal(call, out _) ?? WeChatAnswer.Ok();

    private static WeChatAnswer Reset(WeChatCall call) => Refusal(call, out var openId)
        ?? WeChatAnswer.Ok(new JsonObject { ["openid"] = openId, ["session_key"] = call.State.Users.NewSessionKey(openId) });

    private static WeChatAnswer? Refusal(WeChatCall call, out string openId)
    {
        openId = call.Query("openid") ?? "";
        if (call.State.Users.Find(openId) is null) return WeChatAnswer.Error(40003);
        if (!string.Equals(call.Query("sig_method"), "hmac_sha256", StringComparison.Ordinal)) return WeChatAnswer.Error(87008);
        if (call.State.Users.SessionKey(openId) is not { } sessionKey) return WeChatAnswer.Error(87007);
        // Trap: the key is the session_key's text, not its decoded bytes, and what is signed is the empty string.
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionKey), Array.Empty<byte>()));
        return string.Equals(call.Query("signature"), expected, StringComparison.Ordinal) ? null : WeChatAnswer.Error(87009);
    }
}
