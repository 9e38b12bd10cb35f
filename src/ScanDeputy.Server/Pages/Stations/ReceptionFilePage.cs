using ScanDeputy.Server.Features.Network.Receptions;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>The station's receptions for calendars on phones.</summary>
internal static class ReceptionFilePage
{
    public static void MapReceptionFile(this WebApplication app) => app.MapGet("/s/{code}/receptions.ics", async (
        string code, HttpRequest request, ReceptionFile.Handler file, CancellationToken ct) =>
    {
        var written = await file.HandleAsync(code, request, ct);
        return written.IsRefused ? Results.NotFound() : Results.Text(written.Value, ReceptionFile.MediaType);
    }).ExcludeFromDescription();
}
