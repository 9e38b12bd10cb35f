using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>届次和换届: terms are ended after what follows from it was counted and seen. They are entered and changed as rows of their register.</summary>
public sealed class TermsPage(CongressTerms.Handler terms, RegisterLists lists, TimeProvider clock) : PageModel
{
    public Page<TermRegister.Item> Terms { get; private set; } = new([], null);

    /// <summary>What the end of a term would mean, to be confirmed.</summary>
    public CongressTerms.Consequences? Counted { get; private set; }

    /// <summary>The term whose end is asked about.</summary>
    public string? Counting { get; private set; }

    public string? LastOn { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public string? More => Terms.Next is { } next ? $"/admin/terms?after={Uri.EscapeDataString(next)}" : null;

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync([FromRoute] string? step, [FromQuery] string? count, [FromQuery] string? lastOn, [FromQuery] string? after, CancellationToken ct)
    {
        Done = step switch { "ended" => "已办理届满：到期自动移交在办事项。", _ => null };
        (Counting, LastOn) = (count, lastOn);
        if (count is not null)
        {
            var counted = lastOn is { Length: > 0 } ? await terms.CountAsync(count, lastOn, this.SignedInUser(), ct) : Refusal.OfField("lastOn", "field_term_days");
            if (counted.Refusal is { } refusal)
                return refusal.Code == ErrorCodes.NotFound ? this.Refused(refusal.Code) : await AgainAsync(refusal, ct);
            Counted = counted.Value;
        }

        return await ShowAsync(after, ct);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string? step, CancellationToken ct)
    {
        var (user, form) = (this.SignedInUser(), Request.Form);
        var write = WriteContext.OfPage(user.Id, Request.Path, null, form["key"]);
        if (step != "end")
            return this.Refused(ErrorCodes.NotFound);

        var last = DayOf(form["lastOn"].ToString());
        int? deputies = int.TryParse(form["deputies"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;
        var ended = await terms.EndAsync(form["id"].ToString(), new CongressTerms.EndRequest(last, deputies), user, write, ct);
        if (ended.Refusal is not { } wrong)
            return RedirectToPage(new { step = "ended" });
        return wrong.Code == ErrorCodes.NotFound ? this.Refused(wrong.Code) : await AgainAsync(wrong, ct);
    }

    private static DateOnly? DayOf(string typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<IActionResult> AgainAsync(Refusal refusal, CancellationToken ct)
    {
        Errors = new FormErrors(refusal);
        var page = await ShowAsync(null, ct);
        return page is PageResult ? this.Again(Errors) : page;
    }

    private async Task<IActionResult> ShowAsync(string? after, CancellationToken ct)
    {
        var found = await lists.ListAsync(TermRegister.Instance, null, null, null, "50", after, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Terms = found.Value;
        return Page();
    }
}
