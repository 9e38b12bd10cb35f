using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>What a check or an import has found and done, for the page that follows.</summary>
public sealed class ImportReports(AnswersToShow answers)
{
    /// <summary>Faults that a page lists; the marked copy has all of them.</summary>
    public const int MostShown = 200;

    /// <param name="Taken">Written, not only checked.</param>
    /// <param name="Faults">How many there are; the report has the first of them.</param>
    public sealed record Told(ImportCounty.Report Report, bool Taken, int Faults);

    public Task<string> KeepAsync(PageModel page, ImportCounty.Report report, bool taken) => answers.KeepAsync(
        page.HttpContext, page.SignedInUser().SessionId, new Told(report with { Faults = [.. report.Faults.Take(MostShown)] }, taken && report.Accepted, report.Faults.Count));

    public async Task<Told?> FindAsync(PageModel page, string? id, CancellationToken ct)
    {
        var told = await answers.FindAsync<Told>(page.HttpContext, page.SignedInUser().SessionId, id, ct);
        if (told is { Report.Accepted: false })
            page.ViewData[PageAnswers.Failed] = true;
        return told;
    }
}
