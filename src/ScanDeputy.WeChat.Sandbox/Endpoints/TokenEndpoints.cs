using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>GET /cgi-bin/token (classic) and POST /cgi-bin/stable_token.</summary>
internal static class TokenEndpoints
{
    public static readonly WeChatRoute[] Routes =
    [
        new("GET", "/cgi-bin/token", Classic) { BySecret = true },
        new("POST", "/cgi-bin/stable_token", Stable) { BySecret = true },
    ];

    private static WeChatAnswer Classic(WeChatCall call) =>
        Credentials.CheckSecret(call.State, call.Query("appid"), call.Query("secret"))
        ?? (IsClientCredential(call.Query("grant_type")) ? Answer(call.State.Tokens.IssueClassic()) : WeChatAnswer.Error(40002));

    private static WeChatAnswer Stable(WeChatCall call)
    {
        if (!call.Body.IsJson) return WeChatAnswer.Error(call.Body.IsEmpty ? 44002 : 47001);
        if (Credentials.CheckSecret(call.State, call.Body.Text("appid"), call.Body.Text("secret")) is { } refusal) return refusal;
        if (!IsClientCredential(call.Body.Text("grant_type"))) return WeChatAnswer.Error(40002);
        var token = call.State.Tokens.IssueStable(call.Body.Flag("force_refresh") ?? false);
        return token is null ? WeChatAnswer.Error(45009) : Answer(token);
    }

    private static bool IsClientCredential(string? grantType) => string.Equals(grantType, "client_credential", StringComparison.Ordinal);

    private static WeChatAnswer Answer(IssuedToken token) =>
        WeChatAnswer.Bare(new JsonObject { ["access_token"] = token.Text, ["expires_in"] = token.ExpiresIn });
}
