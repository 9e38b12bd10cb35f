using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Under which names the program answers: those of the setting <c>Hosts:Allowed</c>, separated by commas, and this machine's own; any when nothing
/// is set. A stranger's name in the request would end up in addresses that the program prints. Balancers ask for its health by numbers: the
/// framework's own setting, <c>AllowedHosts</c>, would refuse them as well.
/// </summary>
internal sealed class HostDoor(RequestDelegate next, IConfiguration configuration)
{
    private readonly HashSet<string> _hosts = new(
        (configuration["Hosts:Allowed"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        return _hosts.Count == 0 || _hosts.Contains(host) || host is "localhost" or "127.0.0.1" or "[::1]"
            || context.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase)
                ? next(context)
                : HttpPlatform.AnswerAsync(context, new Refusal(ErrorCodes.Malformed));
    }
}
