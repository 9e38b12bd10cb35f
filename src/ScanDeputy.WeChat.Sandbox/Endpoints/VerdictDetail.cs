using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>The detail list both content checks carry: one strategy is enough here.</summary>
internal static class VerdictDetail
{
    public static JsonArray Of(Verdict verdict)
    {
        var item = new JsonObject { ["strategy"] = "content_model", ["errcode"] = 0, ["suggest"] = verdict.Suggest, ["label"] = verdict.Label };
        if (verdict.Suggest is not "pass") item["prob"] = 90;
        return [item];
    }
}
