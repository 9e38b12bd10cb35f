using System.Net;

namespace ScanDeputy.WeChat.Sandbox.Control;

/// <summary>The controls over HTTP under /_control, so that a sandbox in its own process can serve tests of several nodes. Loopback only.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder app, SandboxControl control, TimeProvider clock)
    {
        var group = app.MapGroup("/_control").AddEndpointFilter(LoopbackOnly).AddEndpointFilter(BadArguments);
        group.MapGet("/health", () => Results.Ok());
        PeopleControls.Map(group, control);
        PlatformControls.Map(group, control);
        group.MapPost("/clock", (AdvanceClock request) =>
        {
            if (clock is not OffsetClock movable) return Results.Conflict("The host moves this clock.");
            movable.Advance(TimeSpan.FromSeconds(request.Seconds));
            return Results.NoContent();
        });
    }

    private static ValueTask<object?> LoopbackOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.NotFound());

    private static async ValueTask<object?> BadArguments(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ArgumentException refusal)
        {
            return Results.BadRequest(refusal.Message);
        }
    }

    internal sealed record AdvanceClock(double Seconds);
}
