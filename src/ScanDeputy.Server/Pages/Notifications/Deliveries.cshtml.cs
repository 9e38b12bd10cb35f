using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Notifications;

/// <summary>消息送达: what did not leave the program, for administrators, who may have it sent again.</summary>
public sealed class DeliveriesPage(ListDeliveries.Handler deliveries, RetryDelivery.Handler retries) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Status { get; set; } = "failed";

    public Page<ListDeliveries.Item> Deliveries { get; private set; } = new([], null);

    public string? More => Deliveries.Next is { } next ? $"/admin/deliveries?status={Status}&after={next}" : null;

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        var found = await deliveries.HandleAsync(this.SignedInUser(), Status, null, after, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Deliveries = found.Value;
        return Page();
    }

    /// <summary>One that was sent meanwhile is on no list any more, which is what was wanted.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] string id, CancellationToken ct) =>
        await retries.HandleAsync(id, this.SignedInUser(), ct) is { Refusal: { Code: not NoticeErrors.DeliveryNotFailed } refusal } ? this.Refused(refusal.Code) : RedirectToPage(new { Status, done = "retried" });
}
