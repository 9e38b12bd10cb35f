using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Somebody sets a password of their own, whenever they like, or because they come no further before.</summary>
public sealed class PasswordPage(ChangePassword.Handler change, IValidator<ChangePassword.Request> validator, SignInLimits limits) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>A form that waits for the new password.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Instead of the page: what comes next.</summary>
    public SecondFactorForm? NewSecondFactor { get; private set; }

    public bool HasPassword { get; private set; }

    public bool IsDone { get; private set; }

    public bool IsForced => this.SignedInUser().MustChangePassword;

    public async Task OnGetAsync(bool done, CancellationToken ct)
    {
        IsDone = done;
        HasPassword = await change.HasPasswordAsync(this.SignedInUser(), ct);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? oldPassword, [FromForm] string? newPassword, [FromForm] string? again, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var request = new ChangePassword.Request(oldPassword, newPassword);
        var wrong = FormErrors.Join(validator.Check(request), again == newPassword ? null : Refusal.OfField("again", "field_password_again"));
        var refusal = wrong ?? await limits.TakeAsync(HttpContext) ?? (await change.HandleAsync(request, user, limits.NetworkOf(HttpContext), ct)).Refusal;
        if (refusal is not null)
        {
            (HasPassword, Errors) = (refusal.Code != PeopleErrors.NoPassword, new FormErrors(refusal));
            return this.Again(Errors);
        }

        if (!user.MustChangePassword)
            return LocalRedirect($"{SignInGate.PasswordPage}?done=true");
        if (user.MustEnrolTotp)
            return ToSecondFactor(user);
        return KeptForm.Parse(Kept) is { } kept ? await KeptForms.GoOnAsync(this, kept, user.SessionId) : this.GoOn(ReturnUrl, "/work");
    }

    /// <summary>What they set now is followed by the authenticator; a form that waits goes along.</summary>
    private IActionResult ToSecondFactor(CurrentUser user)
    {
        if (KeptForm.Parse(Kept) is null)
            return LocalRedirect(SignInGate.AddressFor(user with { MustChangePassword = false }, Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null));

        NewSecondFactor = new SecondFactorForm(Errors, true, ReturnUrl, Kept);
        return this.Unwritten();
    }
}
