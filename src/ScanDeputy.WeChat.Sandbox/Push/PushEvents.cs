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

    public static JsonObject Sent(string templateId, long msgId) => List("subscribe_msg_sent_event", new JsonObject
    {
        ["TemplateId"] = templateId,
        ["MsgID"] = msgId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["ErrorCode"] = "0",
        ["ErrorStatus"] = "success",
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

    /// <summary>One item comes as an object, several would come as an array.</summary>
    private static JsonObject List(string name, JsonObject item) => new() { ["Event"] = name, ["List"] = item };
}
