using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>联络站和二维码: the stations of the administrator's jurisdiction, to be found by name, address or town.</summary>
public sealed class StationsPage(
    ListOwnStations.Handler stations, IssueManyCodes.Handler many, IValidator<AdministerCodes.Issue> issues, PrintPlates.Handler plates, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only stations whose codes nobody opened for a month.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Unscanned { get; set; }

    /// <summary>Only stations whose codes are mostly opened far away.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Elsewhere { get; set; }

    public Page<ListOwnStations.Item> Stations { get; private set; } = new([], null);

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Stations in use that have no code.</summary>
    public int Missing { get; private set; }

    public string? Placement { get; private set; }

    public string? Done { get; private set; }

    public string NewKey() => Ids.New(clock);

    public string? More => Stations.Next is { } next ? $"/admin/stations?q={Uri.EscapeDataString(Q ?? "")}{(Unscanned ? "&unscanned=true" : "")}{(Elsewhere ? "&elsewhere=true" : "")}&after={next}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, int? issued, CancellationToken ct)
    {
        Done = issued is { } count ? $"已为 {count} 个联络站发放二维码，可以打印站牌了。" : null;
        return await ShowAsync(after, ct);
    }

    public async Task<IActionResult> OnPostIssueAsync([FromForm] string? placement, [FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Placement = placement;
        if (issues.Check(new AdministerCodes.Issue(placement)) is { } wrong)
            return await AgainAsync(wrong, ct);

        var done = await many.IssueMissingAsync(placement!, user, WriteContext.OfPage(user.Id, Request.Path, null, key), Request, ct);
        return done.Refusal is { } refusal ? await AgainAsync(refusal, ct) : Redirect($"/admin/stations?issued={done.Value.Items.Count}");
    }

    public async Task<IActionResult> OnPostPlatesAsync([FromForm] string? format, [FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var asked = await plates.PrintAllAsync(format, user, WriteContext.OfPage(user.Id, Request.Path, null, key), Request, ct);
        return asked.Refusal is { } refusal ? await AgainAsync(refusal, ct) : Redirect($"/admin/jobs/{asked.Value.JobId}");
    }

    private async Task<IActionResult> AgainAsync(Refusal refusal, CancellationToken ct)
    {
        Errors = new FormErrors(refusal);
        var page = await ShowAsync(null, ct);
        return page is PageResult ? this.Again(Errors) : page;
    }

    private async Task<IActionResult> ShowAsync(string? after, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var found = await stations.HandleAsync(Q, new ListOwnStations.Attention(Unscanned, Elsewhere), null, after, user, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Stations = found.Value;
        Missing = await many.CountMissingAsync(user, ct);
        return Page();
    }
}
