using System.Globalization;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>When to come again: a refusal carries it from where it is known to the answer's header.</summary>
public static class RetryAfter
{
    /// <summary>For what is expected to pass soon, nobody knows when: a server that restarts, a database or WeChat that is away.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public static Refusal Refuse(TimeSpan wait) => new(ErrorCodes.TooManyRequests) { RetryAfter = wait };

    public static void Say(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of a refusal's answer, whatever form it has; a header that was set before stays when the refusal does not know better.</summary>
    public static void Say(HttpResponse response, Refusal? refusal, int status)
    {
        if (refusal?.RetryAfter is { } wait)
            Say(response, wait);
        else if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && !response.Headers.ContainsKey("Retry-After"))
            Say(response, Soon);
    }
}
