using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox.Push;
using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>POST /wxa/media_check_async: taken in at once, the verdict comes later as an event with the same trace id.</summary>
internal static class MediaCheckEndpoints
{
    public static readonly WeChatRoute[] Routes = [new("POST", "/wxa/media_check_async", Check)];

    private static WeChatAnswer Check(WeChatCall call)
    {
        var body = call.Body;
        if (!body.IsJson) return WeChatAnswer.Error(body.IsEmpty ? 44002 : 47001);
        if (body.Number("media_type") is not (1 or 2)) return WeChatAnswer.Error(40004);
        if (AuthorRules.Refusal(call) is { } refusal) return refusal;
        if (!Uri.TryCreate(body.Text("media_url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return WeChatAnswer.Error(40097);
        var traceId = RandomText.Rid();
        var state = call.State;
        var openId = body.Text("openid")!;
        state.Push.Later(ct => VerdictAsync(state, openId, traceId, url, ct));
        return WeChatAnswer.Ok(new JsonObject { ["trace_id"] = traceId });
    }

    private static async Task VerdictAsync(SandboxState state, string openId, string traceId, Uri url, CancellationToken ct)
    {
        await Task.Delay(state.Options.MediaVerdictDelay, ct);
        var fetched = !state.Options.FetchMedia || await MediaFetch.CanFetchAsync(url, ct);
        await state.Push.SendAsync(openId, PushEvents.MediaCheck(state.Options.AppId, traceId, fetched, state.Verdicts.For(url.OriginalString)), ct);
    }
}
