using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>What both content checks ask first: version 2, a scene from 1 to 4, an author who was here in the last two hours.</summary>
internal static class AuthorRules
{
    public static WeChatAnswer? Refusal(WeChatCall call)
    {
        if (call.Body.Number("version") is not 2) return WeChatAnswer.Error(40097);
        if (call.Body.Number("scene") is not (>= 1 and <= 4)) return WeChatAnswer.Error(40129);
        if (call.State.Users.Find(call.Body.Text("openid")) is not { } author) return WeChatAnswer.Error(40003);
        return call.State.Users.VisitedLately(author.OpenId) ? null : WeChatAnswer.Error(61010);
    }
}
