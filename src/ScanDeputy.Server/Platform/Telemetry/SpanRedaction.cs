using System.Diagnostics;
using OpenTelemetry;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// Takes from the spans of requests, answered or sent, everything that is not in the lists below, whatever the framework and the
/// instrumentation write. Paths and query strings hold station codes, receipts, secrets of other services and what people look for.
/// Our own spans are made of fixed names (<see cref="Traces"/>) and stay as they are.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private const string Method = "http.request.method";
    private const string Route = "http.route";
    private const string Status = "http.response.status_code";

    private static readonly string[] KeptOfAnswered = [Method, Route, Status];
    private static readonly string[] KeptOfSent = [Method, Status, "server.address", "server.port", "error.type"];

    /// <summary>A caller may write whatever they like into <c>tracestate</c>, and every span below this one would repeat it.</summary>
    public override void OnStart(Activity data)
    {
        if (data is { Kind: ActivityKind.Server, TraceStateString: not null })
            data.TraceStateString = null;
    }

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Traces.Source.Name)
            return;

        var kept = data.Kind == ActivityKind.Server ? KeptOfAnswered : KeptOfSent;
        foreach (var (name, _) in data.TagObjects.Where(tag => !kept.Contains(tag.Key, StringComparer.Ordinal)).ToList())
            data.SetTag(name, null);
        // Without the description, which may quote an exception.
        data.SetStatus(data.Status);
        if (data.Kind == ActivityKind.Server)
            NameByRoute(data);
    }

    /// <summary>Pages' routes begin without a slash and endpoints' with one: both are told alike.</summary>
    private static void NameByRoute(Activity span)
    {
        var method = span.GetTagItem(Method) as string ?? "_OTHER";
        var route = span.GetTagItem(Route) is string pattern ? $"/{pattern.TrimStart('/')}" : null;
        span.SetTag(Route, route);
        span.DisplayName = route is null ? method : $"{method} {route}";
    }
}
