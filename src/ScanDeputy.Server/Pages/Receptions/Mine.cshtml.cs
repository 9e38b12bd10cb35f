using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Receptions;

/// <summary>我的预约.</summary>
public sealed class MyBookingsPage(ListBookings.Handler bookings, BookReception.Handler booking, TimeProvider clock) : PageModel
{
    public Page<Booking> Bookings { get; private set; } = new([], null);

    public string? More => Bookings.Next is { } next ? $"/my/bookings?after={next}" : null;

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync([FromQuery] string? after, CancellationToken ct)
    {
        var found = await bookings.HandleAsync(null, after, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Bookings = found.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? reception, [FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var done = await booking.CancelAsync(reception ?? "", user, WriteContext.OfPage(user.Id, Request.Path, null, key), ct);
        return done.Refusal is { } refusal ? this.Refused(refusal.Code) : RedirectToPage(new { done = "cancelled" });
    }
}
