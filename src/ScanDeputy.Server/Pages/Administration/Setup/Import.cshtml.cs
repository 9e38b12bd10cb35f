using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>导入资料: a county's workbook is checked, marked or taken over; by the way that the API takes.</summary>
[FileForm(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1)]
public sealed class ImportPage(ImportCounty.Handler import, StaffFiles.Handler staff, ImportReports reports) : PageModel
{
    public const string Name = "/Administration/Setup/Import";

    private const string Staff = "staff";

    public FormErrors Errors { get; private set; } = new();

    public bool IsStaff => IsOfStaff(Request);

    /// <summary>A list of accounts alone, whatever the file is called. By the address, for the page as for its door: what is handed in is taken for what was let in.</summary>
    public static bool IsOfStaff(HttpRequest request) => request.Query["only"] == Staff;

    /// <summary>Of the form that was sent just now.</summary>
    public ImportReports.Told? Told { get; private set; }

    /// <summary>There was a report, which is not shown any more.</summary>
    public bool IsOver { get; private set; }

    public bool Passwords { get; private set; }

    /// <summary>What a table holds, in Chinese.</summary>
    public string TitleOf(string table) => SheetDefinition.TitleOfTable(table);

    public async Task OnGetAsync([FromQuery] string? report, CancellationToken ct)
    {
        Told = await reports.FindAsync(this, report, ct);
        IsOver = report is not null && Told is null;
    }

    public FileContentResult OnGetTemplate() => File(ImportTemplate.Write(), WorkbookFile.MediaType, ImportCounty.TemplateName);

    public async Task<IActionResult> OnPostAsync([FromForm] string? step, [FromForm] bool passwords, CancellationToken ct)
    {
        Passwords = passwords;
        var file = await FileAsync(ct);
        if (step == "mark")
        {
            var marked = await import.MarkAsync(file, this.SignedInUser(), ct);
            return marked.Refusal is { } notMarked ? Again(notMarked) : File(marked.Value, WorkbookFile.MediaType, ImportCounty.MarkedName);
        }

        var done = IsStaff && !file.IsRefused
            ? await staff.ImportAsync(file.Value, step != "take", passwords, this.SignedInUser(), ct)
            : await import.HandleAsync(file, step != "take", passwords, this.SignedInUser(), ct);
        if (done.Refusal is { } refusal)
            return Again(refusal);

        return Redirect($"/admin/import?{(IsStaff ? "only=staff&" : null)}report={await reports.KeepAsync(this, done.Value, step == "take")}");
    }

    private async Task<Result<ImportFile>> FileAsync(CancellationToken ct)
    {
        if (Request.Form.Files is not [{ Length: > 0 } sent, ..])
            return Refusal.OfField("file", "field_file_missing");

        var read = await FileForms.BytesOfAsync(sent, ImportCounty.LargestFile, ct);
        return read.Refusal is { } refusal ? refusal : new ImportFile(read.Value.Name, read.Value.Bytes);
    }

    private IActionResult Again(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
