using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/msg_sec_check, version 2. A risky verdict is still errcode 0.</summary>
internal static class TextCheckEndpoints
{
    private const int Longest = 2500;

    public static readonly WeChatRoute[] Routes = [new("POST", "/wxa/msg_sec_check", Check)];

    private static WeChatAnswer Check(WeChatCall call)
    {
        var body = call.Body;
        if (!body.IsJson) return WeChatAnswer.Error(body.IsEmpty ? 44002 : 47001);
        if (AuthorRules.Refusal(call) is { } refusal) return refusal;
        if (body.Text("content") is not { Length: > 0 } content) return WeChatAnswer.Error(44002);
        // The page does not say what follows on more; a caller that does not split must not go unnoticed here.
        if (content.Length > Longest) return WeChatAnswer.Error(45002);
        var text = string.Join('\n', content, body.Text("title"), body.Text("nickname"), body.Text("signature"));
        return Answer(call.State.Verdicts.For(text));
    }

    private static WeChatAnswer Answer(Verdict verdict) => WeChatAnswer.Ok(new JsonObject
    {
        ["result"] = new JsonObject { ["suggest"] = verdict.Suggest, ["label"] = verdict.Label },
        ["detail"] = VerdictDetail.Of(verdict),
        ["trace_id"] = RandomText.Rid(),
    });
}
