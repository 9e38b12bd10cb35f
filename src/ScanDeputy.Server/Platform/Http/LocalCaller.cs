using System.Net;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Where a request comes from.</summary>
internal static class LocalCaller
{
    private static readonly string[] HandedOn = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"];

    /// <summary>From this machine itself, and not through a proxy that stands on it.</summary>
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !HandedOn.Any(context.Request.Headers.ContainsKey);
}
