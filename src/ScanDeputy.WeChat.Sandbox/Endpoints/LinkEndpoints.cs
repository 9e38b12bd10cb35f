using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/generate_urllink and /wxa/generatescheme: links of at most 30 days.</summary>
internal static class LinkEndpoints
{
    private const int LongestDays = 30;
    private const int ShortestSeconds = 60;

    public static readonly WeChatRoute[] Routes =
    [
        new("POST", "/wxa/generate_urllink", UrlLink),
        new("POST", "/wxa/generatescheme", Scheme),
    ];

    private static WeChatAnswer UrlLink(WeChatCall call) => Refusal(call.State, call.Body, call.Body)
        ?? WeChatAnswer.Ok(new JsonObject { ["url_link"] = $"https://wxaurl.cn/{RandomText.Letters(11)}" });

    private static WeChatAnswer Scheme(WeChatCall call) => Refusal(call.State, call.Body.Object("jump_wxa") ?? WeChatBody.Empty, call.Body)
        ?? WeChatAnswer.Ok(new JsonObject { ["openlink"] = $"weixin://dl/business/?t={RandomText.Letters(11)}" });

    private static WeChatAnswer? Refusal(SandboxState state, WeChatBody target, WeChatBody life)
    {
        if (!life.IsJson) return WeChatAnswer.Error(life.IsEmpty ? 44002 : 47001);
        if (state.Options.ReleasedPages.Count == 0) return WeChatAnswer.Error(85079);
        if (target.Text("path") is { Length: > 0 } path && !state.IsReleased(path)) return WeChatAnswer.Error(40165);
        if (target.Text("query") is { } query && (query.Length > 1024 || !query.All(SceneCharacters.IsAllowedInQuery))) return WeChatAnswer.Error(40212);
        if (target.Text("env_version") is not (null or "release" or "trial" or "develop")) return WeChatAnswer.Error(85402);
        return IsGoodLife(state, life) ? null : WeChatAnswer.Error(85401);
    }

    /// <summary>expire_type 0 gives an instant, 1 a number of days; neither given means the longest.</summary>
    private static bool IsGoodLife(SandboxState state, WeChatBody life) => life.Number("expire_type") switch
    {
        1 => life.Number("expire_interval") is >= 1 and <= LongestDays,
        0 or null when life.Long("expire_time") is { } until => until - state.UnixSeconds is >= ShortestSeconds and <= LongestDays * 86_400,
        0 or null => true,
        _ => false,
    };
}
