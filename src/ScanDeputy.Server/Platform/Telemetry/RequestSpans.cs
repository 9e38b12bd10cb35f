using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// Names the framework's span of a request by its route. Paths and query strings hold station codes, receipts and what people look
/// for, so a span keeps what stands in the list below and nothing else, whatever the framework writes.
/// </summary>
internal sealed class RequestSpans : IStartupFilter
{
    private const string Method = "http.request.method";
    private const string Route = "http.route";
    private const string Status = "http.response.status_code";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(DescribeAsync);
        next(app);
    };

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
                Describe(activity, context);
        }
    }

    private static void Describe(Activity activity, HttpContext context)
    {
        foreach (var (name, _) in activity.TagObjects.ToList())
            activity.SetTag(name, null);

        // A fault takes the endpoint away; the handler's feature remembers it.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } ? $"/{pattern.TrimStart('/')}" : null;
        var method = KnownMethod(context.Request.Method);
        activity.DisplayName = route is null ? method : $"{method} {route}";
        activity.SetTag(Method, method);
        activity.SetTag(Route, route);
        activity.SetTag(Status, context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            activity.SetStatus(ActivityStatusCode.Error);
        if (route?.StartsWith("/healthz/", StringComparison.Ordinal) == true)
            Traces.Drop(activity);
    }

    /// <summary>Any word can be sent as a method.</summary>
    private static string KnownMethod(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "_OTHER";
}
