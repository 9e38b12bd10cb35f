using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>导入区划: a list of the county's districts is compared with what is stored, and taken over; by the way that the API takes.</summary>
[FileForm(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1)]
public sealed class DistrictImportPage(ImportDistricts.Handler import, ImportReports reports) : PageModel
{
    public FormErrors Errors { get; private set; } = new();

    /// <summary>Of the form that was sent just now.</summary>
    public ImportReports.Told? Told { get; private set; }

    /// <summary>There was a report, which is not shown any more.</summary>
    public bool IsOver { get; private set; }

    public bool Complete { get; private set; } = true;

    public static string TextOf(DistrictChangeKind kind) => RegisterTexts.Of($"district.{kind}");

    public async Task OnGetAsync([FromQuery] string? report, [FromQuery] bool? complete, CancellationToken ct)
    {
        (Told, Complete) = (await reports.FindAsync(this, report, ct), complete ?? true);
        IsOver = report is not null && Told is null;
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? step, [FromForm] bool complete, CancellationToken ct)
    {
        Complete = complete;
        if (Request.Form.Files is not [{ Length: > 0 } sent, ..])
            return Again(Refusal.OfField("file", "field_file_missing"));

        var read = await FileForms.BytesOfAsync(sent, ImportCounty.LargestFile, ct);
        if (read.Refusal is { } refusal)
            return Again(refusal);

        var done = await import.HandleAsync(new ImportFile(read.Value.Name, read.Value.Bytes), complete, step != "take", this.SignedInUser(), ct);
        return Redirect($"/admin/setup/districts/import?complete={(complete ? "true" : "false")}&report={await reports.KeepAsync(this, done, step == "take")}");
    }

    private IActionResult Again(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
