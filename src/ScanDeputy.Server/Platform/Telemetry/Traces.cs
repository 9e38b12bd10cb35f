using System.Diagnostics;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// Our own spans. They carry names and codes of fixed lists: no case, no person, no address. Without a collector nobody listens, and
/// <see cref="ActivitySource.StartActivity(string, ActivityKind)"/> gives null.
/// </summary>
public static class Traces
{
    public static readonly ActivitySource Source = new("ScanDeputy");

    /// <summary>Work in a span of its own, which tells by its code why it was refused.</summary>
    public static async Task<Result<T>> SpanAsync<T>(string name, Func<Task<Result<T>>> work)
    {
        using var span = Source.StartActivity(name);
        var result = await work();
        span?.SetTag("scandeputy.refusal", result.Refusal?.Code);
        return result;
    }

    /// <summary>Keeps a span that says nothing (a scrape, a sweep that found nothing) from being exported.</summary>
    public static void Drop(Activity? activity)
    {
        if (activity is not null)
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
