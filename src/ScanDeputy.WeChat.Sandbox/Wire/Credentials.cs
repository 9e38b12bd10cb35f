using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>The two ways a caller proves itself.</summary>
internal static class Credentials
{
    /// <summary>access_token counts only in the query.</summary>
    public static WeChatAnswer? CheckToken(WeChatCall call) => call.State.Tokens.Check(call.Query("access_token")) switch
    {
        TokenState.Good => null,
        TokenState.Missing => WeChatAnswer.Error(41001),
        TokenState.Malformed => WeChatAnswer.Error(40014),
        TokenState.Expired => WeChatAnswer.Error(42001),
        _ => WeChatAnswer.Error(40001),
    };

    /// <summary>The appid is looked at first (seen in live probes).</summary>
    public static WeChatAnswer? CheckSecret(SandboxState state, string? appId, string? secret)
    {
        if (appId is null) return WeChatAnswer.Error(41002);
        if (!string.Equals(appId, state.Options.AppId, StringComparison.Ordinal)) return WeChatAnswer.Error(40013);
        if (secret is null) return WeChatAnswer.Error(41004);
        if (!string.Equals(secret, state.Options.AppSecret, StringComparison.Ordinal)) return WeChatAnswer.Error(40125);
        return state.Switches.SourceIpDenied ? WeChatAnswer.Error(40164) : null;
    }
}
