using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>The work list of deputies and officials.</summary>
public sealed class WorkPage(ListCases.Handler cases, OwnStationCodes stationCodes, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Overdue { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Page<ListCases.Item> Cases { get; private set; } = new([], null);

    public FormErrors Errors { get; private set; } = new();

    /// <summary>A keeper's own stations, to write down what a visitor says.</summary>
    public IReadOnlyList<OwnStationCodes.Item> OwnCodes { get; private set; } = [];

    public DateOnly Today { get; } = ChinaTime.Today(clock);

    public bool IsInbox => Role != "all";

    public bool IsFiltered => !string.IsNullOrEmpty(Status + Stage + Overdue + Q);

    public string? More => Cases.Next is { } next ? Address(next) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        if (Overdue is not (null or "" or "true"))
        {
            Errors = new FormErrors(Refusal.OfField("overdue", "field_tick"));
            return this.Again(Errors);
        }

        var query = new ListCases.Query { Role = IsInbox ? "inbox" : "all", Status = Status, Stage = Stage, Overdue = Overdue == "true" ? true : null, Q = Q, After = After };
        var found = await cases.HandleAsync(query, user, ct);
        OwnCodes = await stationCodes.FindAsync(user, ct);
        if (found.Refusal is { } refusal)
        {
            Errors = new FormErrors(refusal);
            return this.Again(Errors);
        }

        Cases = found.Value;
        return Page();
    }

    private string Address(string after)
    {
        var query = new QueryBuilder { { "role", IsInbox ? "inbox" : "all" } };
        foreach (var (name, value) in new[] { ("status", Status), ("stage", Stage), ("overdue", Overdue), ("q", Q), ("after", after) })
        {
            if (value is not null)
                query.Add(name, value);
        }

        return $"/work{query}";
    }
}
