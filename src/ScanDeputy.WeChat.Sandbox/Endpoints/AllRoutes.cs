using ScanDeputy.WeChat.Sandbox.State;
using ScanDeputy.WeChat.Sandbox.Wire;

namespace ScanDeputy.WeChat.Sandbox.Endpoints;

/// <summary>The platform calls the sandbox knows.</summary>
internal static class AllRoutes
{
    public static void MapPlatform(this IEndpointRouteBuilder app, SandboxState state)
    {
        WeChatRoute[] routes =
        [
            .. TokenEndpoints.Routes, .. LoginEndpoints.Routes, .. SessionEndpoints.Routes, .. PhoneEndpoints.Routes,
            .. UnlimitedCodeEndpoints.Routes, .. LimitedCodeEndpoints.Routes, .. LinkEndpoints.Routes,
            .. SubscribeEndpoints.Routes, .. TextCheckEndpoints.Routes, .. MediaCheckEndpoints.Routes,
        ];
        foreach (var route in routes) route.Map(app, state);
        app.MapFallback(http => AnswerWriter.WriteAsync(http.Response, WeChatAnswer.Error(40066), http.Request.Path));
    }
}
