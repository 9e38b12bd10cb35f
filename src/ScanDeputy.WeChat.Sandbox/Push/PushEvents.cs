using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>The events of the platform, as their own fields without the envelope.</summary>
internal static class PushEvents
{
    public static JsonObject Popup(string templateId, bool accepted) => List("subscribe_msg_popup_event", new JsonObject
    {
        ["TemplateId"] = templateId,
        ["SubscribeStatusString"] = accepted ? "accept" : "reject",
        ["PopupScene"] = "0",
    });

    /// <summary>Switched off on the card or in the settings; WeChat tells of rejections only.</summary>
    public static JsonObject Change(string templateId) => List("subscribe_msg_change_event", new JsonObject
    {
        ["TemplateId"] = templateId,
        ["SubscribeStatusString"] = "reject",
    });

    /// <param name="errorCode">0 for one that arrived.</param>
    public static JsonObject Sent(string templateId, long msgId, int errorCode = 0) => List("subscribe_msg_sent_event", new JsonObject
    {
        ["TemplateId"] = templateId,
        ["MsgID"] = msgId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["ErrorCode"] = errorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["ErrorStatus"] = errorCode == 0 ? "success" : "failed",
    });

    public static JsonObject MediaCheck(string appId, string traceId, bool fetched, Verdict verdict)
    {
        var json = new JsonObject { ["Event"] = "wxa_media_check", ["appid"] = appId, ["trace_id"] = traceId, ["version"] = 2 };
        json["errcode"] = fetched ? 0 : -1008;
        json["errmsg"] = fetched ? "ok" : "download media failed";
        if (!fetched) return json;
        json["result"] = new JsonObject { ["suggest"] = verdict.Suggest, ["label"] = verdict.Label };
        json["detail"] = Endpoints.VerdictDetail.Of(verdict);
        return json;
    }

    /// <summary>A breach of the platform's rules.</summary>
    /// <param name="type">1 warning, 2 functions closed, 3 taken off, 4 account closed, 5 a page closed.</param>
    public static JsonObject Punishment(string appId, string id, int type, string reason, long at) => new()
    {
        ["Event"] = "wxa_punish_event",
        ["event_type"] = type,
        ["punish_id"] = id,
        ["appid"] = appId,
        ["punish_time"] = at,
        ["illegal_reason"] = reason,
        ["illegal_content"] = new JsonArray("违规内容"),
        ["rule_name"] = "《微信小程序平台运营规范》5.1",
        ["rule_url"] = "https://developers.weixin.qq.com/miniprogram/product/",
        ["adjust_guide_url"] = "https://mp.weixin.qq.com/",
        ["detail"] = DetailOf(type, at),
    };

    /// <summary>Taken back (RevokeInfo 8 is the phone), changed by the platform, or the account is no more.</summary>
    public static JsonObject UserChange(string name, string appId, string openId, string? revoked)
    {
        var json = new JsonObject { ["Event"] = name, ["OpenID"] = openId, ["AppID"] = appId };
        if (revoked is not null)
            json["RevokeInfo"] = revoked;
        return json;
    }

    private const int DaysToMend = 3;

    /// <summary>A text that holds JSON; what stands in it depends on the type.</summary>
    private static string DetailOf(int type, long at) => (type switch
    {
        1 => new JsonObject { ["warned_type"] = 1, ["rectify_deadline"] = at + (DaysToMend * 86_400), ["warned_ban_days"] = new JsonArray(DaysToMend) },
        2 => new JsonObject { ["banned_days"] = new JsonArray(DaysToMend), ["banned_function_names"] = new JsonArray("分享") },
        3 => new JsonObject { ["suspended_days"] = DaysToMend },
        4 => new JsonObject { ["banned_days"] = DaysToMend },
        5 => new JsonObject { ["path"] = "pages/home/index" },
        _ => [],
    }).ToJsonString();

    /// <summary>One item comes as an object, several would come as an array.</summary>
    private static JsonObject List(string name, JsonObject item) => new() { ["Event"] = name, ["List"] = item };
}
