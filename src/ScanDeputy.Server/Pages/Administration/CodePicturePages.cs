using ScanDeputy.Server.Features.Network;
using ScanDeputy.Server.Features.Network.Bulk;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Documents;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The pictures and plates of codes for pages, by the same endpoints as the API's.</summary>
internal static class CodePicturePages
{
    public static void MapCodePictures(this WebApplication app)
    {
        var codes = app.MapGroup("/admin/stations/{id}/codes").RequireAuthorization(Rights.Administer).ExcludeFromDescription();
        CodePictures.MapPictures(codes);
        app.MapGet("/admin/jobs/{id}/file", (string id, CurrentUser user, HttpContext context, BulkJobs.Handler jobs, CancellationToken ct) =>
            BulkJobs.FileAsync(id, user, context, jobs, ct)).RequireAuthorization(Rights.Administer).ExcludeFromDescription();
        codes.MapGet("/{code}/plate", (string id, string code, string? format, CurrentUser user, HttpContext context, CodePictures.Handler pictures, CancellationToken ct) =>
            CodePictures.PlateAsync(id, code, format, user, context, pictures, Bar(id), ct));
    }

    /// <summary>Above a plate on the screen; not printed.</summary>
    private static string Bar(string id) =>
        $"<nav class=\"bar\"><a href=\"/admin/stations/{PrintHtml.Encode(id)}\">{NetworkTexts.Of("plate.back")}</a><span>{NetworkTexts.Of("plate.print")}</span></nav>\n";
}
