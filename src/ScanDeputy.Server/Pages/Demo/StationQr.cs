using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>The demo's station codes as pictures to scan from the screen.</summary>
internal static class StationQr
{
    public static void MapStationQr(this IEndpointRouteBuilder app) => app.MapGet("/sandbox/qr/{code}.svg", (string code, HttpContext context) =>
        DemoMode.IsOn(context) && StationCode.TryRead(code, out var parsed)
            ? Results.Text(QrPicture.Svg($"{context.Request.Scheme}://{context.Request.Host}/s/{parsed}"), "image/svg+xml")
            : Results.NotFound())
        .ExcludeFromDescription();
}
