using System.Net;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>Where the call comes from that is being answered; nothing outside a request, in sweeps and commands.</summary>
public sealed class CallOrigin(IHttpContextAccessor accessor)
{
    public IPAddress? Address => accessor.HttpContext?.Connection.RemoteIpAddress;

    public string? UserAgent => accessor.HttpContext?.Request.Headers.UserAgent;

    /// <summary>By which the call is found in the logs and in an answer that refuses it.</summary>
    public string? RequestId => accessor.HttpContext is { } context ? Problem.TraceIdOf(context) : null;
}
