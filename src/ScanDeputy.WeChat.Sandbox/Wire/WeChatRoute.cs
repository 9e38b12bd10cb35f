using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>One platform call: its method, its path, what opens it, and what it does.</summary>
internal sealed record WeChatRoute(string Method, string Path, Func<WeChatCall, ValueTask<WeChatAnswer>> Handle)
{
    public WeChatRoute(string method, string path, Func<WeChatCall, WeChatAnswer> handle)
        : this(method, path, call => ValueTask.FromResult(handle(call)))
    {
    }

    /// <summary>True for the calls that carry the AppSecret instead of an access token.</summary>
    public bool BySecret { get; init; }

    /// <summary>The handler waits for the latency itself, because what happens meanwhile matters to it.</summary>
    public bool WaitsItself { get; init; }

    public void Map(IEndpointRouteBuilder app, SandboxState state) => app.Map(Path, http => ServeAsync(http, state));

    private async Task ServeAsync(HttpContext http, SandboxState state)
    {
        state.Calls.Add(Path);
        using var reader = new StreamReader(http.Request.Body);
        var body = WeChatBody.Parse(await reader.ReadToEndAsync(http.RequestAborted));
        var call = new WeChatCall(state, http, body);
        if (!WaitsItself) await call.WaitLatencyAsync();
        var dropAfterwards = state.Faults.TakeDrop(Path);
        if (dropAfterwards is false)
        {
            http.Abort();
            return;
        }

        var answer = await AnswerAsync(call);
        if (dropAfterwards is true) http.Abort();
        else await AnswerWriter.WriteAsync(http.Response, answer, Path);
    }

    private async ValueTask<WeChatAnswer> AnswerAsync(WeChatCall call)
    {
        if (!HttpMethods.Equals(call.Http.Request.Method, Method)) return WeChatAnswer.Error(HttpMethods.IsPost(Method) ? 43002 : 43001);
        if (call.State.Faults.TakeError(Path) is { } scripted) return WeChatAnswer.Error(scripted);
        if (!BySecret && Credentials.CheckToken(call) is { } refusal) return refusal;
        if (call.State.Quotas.Spend(Path) is { } exhausted) return WeChatAnswer.Error(exhausted);
        return await Handle(call);
    }
}
