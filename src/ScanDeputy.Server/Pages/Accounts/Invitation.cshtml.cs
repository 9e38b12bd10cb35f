using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Invitations;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>
/// Where the link of an invitation leads. Opening it changes nothing: programs that look at links before people do must not use it up.
/// </summary>
public sealed class InvitationPage(AcceptInvitation.Handler accept, IValidator<AcceptInvitation.Request> validator, SignInLimits limits) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    public Invited? Invited { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        (Invited = await accept.FindAsync(Token, ct)) is null ? this.Refused(PeopleErrors.InvitationInvalid) : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? newPassword, [FromForm] string? again, CancellationToken ct)
    {
        var request = new AcceptInvitation.Request(Token, newPassword);
        var wrong = FormErrors.Join(validator.Check(request), again == newPassword ? null : Refusal.OfField("again", "field_password_again"));
        var refusal = wrong ?? await limits.TakeAsync(HttpContext) ?? (await accept.HandleAsync(request, ct)).Refusal;
        if (refusal is null)
            return LocalRedirect("/login?done=invited");
        if (refusal.Code == PeopleErrors.InvitationInvalid || (Invited = await accept.FindAsync(Token, ct)) is null)
            return this.Refused(PeopleErrors.InvitationInvalid);

        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
