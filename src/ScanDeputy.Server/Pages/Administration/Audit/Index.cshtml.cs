using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using ScanDeputy.Server.Features.Administration.Audit;

namespace ScanDeputy.Server.Pages.Administration.Audit;

/// <summary>The audit trail, looked through by what happened, who did it, whose data it was about, the thing that was touched and the days.</summary>
public sealed class AuditPage(ListAudit.Handler audit) : PageModel
{
    private const string Address = "/admin/audit";
    private const string PageLength = "50";

    public AuditFilter Filter { get; private set; } = new(null, null, null, null, null, null, null);

    public IReadOnlyList<ListAudit.Item> Items { get; private set; } = [];

    public string? More { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(
        string? kind, string? register, string? row, string? by, string? person, string? from, string? until, string? after, CancellationToken ct)
    {
        Filter = new AuditFilter(kind, register, row, by, person, from, until);
        var page = await audit.ListAsync(Filter, PageLength, after, this.SignedInUser(), ct);
        if (page.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        (Items, More) = (page.Value.Items, page.Value.Next is { } next ? With(("after", next)) : null);
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(
        string? kind, string? register, string? row, string? by, string? person, string? from, string? until, string? format, CancellationToken ct) =>
        this.Download(await audit.ExportAsync(new AuditFilter(kind, register, row, by, person, from, until), format, this.SignedInUser(), ct));

    public string ExportOf(string format) => With(("handler", "export"), ("format", format));

    /// <summary>The same look, narrowed by one more.</summary>
    public string Of(string name, string value) => With((name, value));

    private string With(params (string Name, string Value)[] more)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["kind"] = Filter.Kind,
            ["register"] = Filter.Register,
            ["row"] = Filter.Row,
            ["by"] = Filter.By,
            ["person"] = Filter.Person,
            ["from"] = Filter.From,
            ["until"] = Filter.Until,
        };
        foreach (var (name, value) in more)
            values[name] = value;
        return QueryHelpers.AddQueryString(Address, values.Where(value => !string.IsNullOrEmpty(value.Value)));
    }
}
