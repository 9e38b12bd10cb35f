namespace ScanDeputy.Server.Features.Publication.Open311;

/// <summary>The addresses of GeoReport v2. A standard of others, so it stands beside our own API and not in its description.</summary>
internal static class GeoReportPages
{
    public static void MapGeoReport(this IEndpointRouteBuilder app)
    {
        var open311 = app.MapGroup("/open311/v2").ExcludeFromDescription();
        foreach (var format in (string[])[GeoReportAnswers.Json, GeoReportAnswers.Xml])
        {
            open311.MapGet($"/services.{format}", (HttpContext context, GeoReport report, CancellationToken ct) => InAsync(context, report, format, async jurisdiction =>
                GeoReportAnswers.Of(context, format, "services", "service", await report.ServicesAsync(jurisdiction, ct)), ct));
            open311.MapGet($"/requests.{format}", (HttpContext context, GeoReport report, CancellationToken ct) => InAsync(context, report, format, async jurisdiction =>
                await RequestsAsync(context, report, format, jurisdiction, ct), ct));
            open311.MapGet($"/requests/{{number}}.{format}", (string number, HttpContext context, GeoReport report, CancellationToken ct) => InAsync(context, report, format, async jurisdiction =>
                Found(context, format, await report.FindAsync(jurisdiction, number, context.Request, ct)), ct));
        }
    }

    private static async Task<IResult> InAsync(HttpContext context, GeoReport report, string format, Func<string, Task<IResult>> answer, CancellationToken ct)
    {
        var (jurisdiction, error) = await report.PlaceAsync(context.Request.Query["jurisdiction_id"], ct);
        return error is not null ? GeoReportAnswers.Of(format, error) : await answer(jurisdiction!);
    }

    private static async Task<IResult> RequestsAsync(HttpContext context, GeoReport report, string format, string jurisdiction, CancellationToken ct)
    {
        var asked = context.Request.Query;
        if (asked["service_request_id"].ToString() is { Length: > 0 } numbers)
            return Found(context, format, await report.FindAsync(jurisdiction, numbers, context.Request, ct), whenNone: true);

        var (requests, error) = await report.RequestsAsync(
            jurisdiction, new GeoReport.Query(asked["status"], asked["service_code"], asked["start_date"], asked["end_date"], asked["page"], asked["page_size"]), ct);
        return error is not null ? GeoReportAnswers.Of(format, error) : Found(context, format, requests, whenNone: true);
    }

    private static IResult Found(HttpContext context, string format, IReadOnlyList<ServiceRequest> requests, bool whenNone = false) => requests.Count > 0 || whenNone
        ? GeoReportAnswers.Of(context, format, "service_requests", "request", requests)
        : GeoReportAnswers.Of(format, GeoReport.Error(StatusCodes.Status404NotFound, "service_request_id was not found"));
}
