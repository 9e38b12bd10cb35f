using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.Push;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /cgi-bin/message/subscribe/send: one message, paid with one acceptance.</summary>
internal static class SubscribeEndpoints
{
    public static readonly WeChatRoute[] Routes = [new("POST", "/cgi-bin/message/subscribe/send", SendAsync) { WaitsItself = true }];

    private static async ValueTask<WeChatAnswer> SendAsync(WeChatCall call)
    {
        if (!call.Body.IsJson) return WeChatAnswer.Error(call.Body.IsEmpty ? 44002 : 47001);
        if (call.State.Switches.SubscribeBanned) return WeChatAnswer.Error(43107);
        if (call.State.Users.Find(call.Body.Text("touser")) is not { } user) return WeChatAnswer.Error(40003);
        if (!call.State.Subscriptions.TryBeginSend(user.OpenId)) return WeChatAnswer.Error(43108);
        try
        {
            await call.WaitLatencyAsync();
            return Send(call, user);
        }
        finally
        {
            call.State.Subscriptions.EndSend(user.OpenId);
        }
    }

    private static WeChatAnswer Send(WeChatCall call, SandboxUser user)
    {
        var (state, body) = (call.State, call.Body);
        if (body.Text("template_id") is not { } id || !state.Templates.TryGetValue(id, out var template)) return WeChatAnswer.Error(40037);
        if (body.Text("miniprogram_state") is not (null or "developer" or "trial" or "formal")) return WeChatAnswer.Error(47003, "argument invalid! miniprogram_state");
        var page = body.Text("page");
        if (page is not null && !state.IsKnown(page.Split('?')[0])) return WeChatAnswer.Error(41030);
        if (ReadFields(body, template, out var fields) is { } refusal) return refusal;
        if (fields.Any(field => state.Verdicts.For(field.Value).Suggest is "risky")) return WeChatAnswer.Error(45168);
        if (!state.Subscriptions.TrySpend(user.OpenId, id)) return WeChatAnswer.Error(43101);
        var at = state.Clock.GetUtcNow();
        var code = state.Switches.UndeliveredCode;
        var msgId = code != 0 ? state.Messages.Skip() : state.Messages.Add(number => new SandboxMessage(number, at, user.OpenId, id, template.Title, page, fields));
        state.Push.Later(ct => state.Push.SendAsync(user.OpenId, PushEvents.Sent(id, msgId, code), ct));
        return WeChatAnswer.Ok(new JsonObject { ["msgid"] = msgId });
    }

    /// <summary>Every field of the template must be there as {"value": "…"} and keep its type's rule; the answer names the first that does not.</summary>
    private static WeChatAnswer? ReadFields(WeChatBody body, SandboxTemplate template, out List<SandboxMessageField> fields)
    {
        fields = [];
        var data = body.Object("data");
        foreach (var (key, label) in template.Fields)
        {
            if (data?.Object(key)?.Text("value") is not { Length: > 0 } value)
                return WeChatAnswer.Error(47003, $"argument invalid! data.{key}.value is empty");
            if (!FieldRules.IsGood(key, value)) return WeChatAnswer.Error(47003, $"argument invalid! data.{key}.value invalid");
            fields.Add(new SandboxMessageField(key, label, value));
        }

        return null;
    }
}
