using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.PageEntry;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Where the mini-program's web-view comes in with its ticket; goes on to the page at once.</summary>
public sealed class TicketPage(WebTickets tickets) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string ticket, CancellationToken ct)
    {
        if (await tickets.SpendAsync(ticket, HttpContext.Features.Get<CurrentUser>()?.Id, ct) is not { } entry)
            return this.Refused(PeopleErrors.TicketInvalid);

        if (entry.SessionId is { } session)
            await HttpContext.SignInPageAsync(session);
        // Nobody on the way keeps where the ticket led.
        Response.Headers.CacheControl = "no-store";
        return LocalRedirect(entry.Path);
    }
}
