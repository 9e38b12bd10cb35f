using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Pages.Demo;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Staff sign in with a password, residents and deputies with their phone; the demo also offers its people.</summary>
public sealed class LoginPage(SignInWithPassword.Handler signIn, IValidator<SignInWithPassword.Request> validator, SignInLimits limits) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? UserName { get; set; }

    /// <summary>A form that waits for this sign-in.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Instead of the page: they are in, and set a password of their own first.</summary>
    public PasswordForm? NewPassword { get; private set; }

    /// <summary>Instead of the page: they are in, and set up an authenticator first.</summary>
    public SecondFactorForm? NewSecondFactor { get; private set; }

    /// <summary>Instead of the page: the password was right, and the code comes next.</summary>
    public string? Pending { get; private set; }

    public IReadOnlyList<PersonaGroups.Group> Groups { get; private set; } = [];

    /// <summary>They come from the link of an invitation and have set their password.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new SignInWithPassword.Request(UserName, Password);
        var refusal = validator.Check(request) ?? await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var network = limits.NetworkOf(HttpContext);
            var match = await signIn.CheckAsync(request, network, ct);
            if (match is { Refusal: null, Value.HasTotp: true })
                return ToSecondStep(signIn.StepOf(match.Value));
            if (match.Refusal is null)
                return await EnterAsync(await signIn.OpenSessionAsync(match.Value, network, ct));
            refusal = match.Refusal;
        }

        await LoadAsync(ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }

    /// <summary>The code, after the password.</summary>
    public async Task<IActionResult> OnPostCodeAsync([FromForm] string? pending, [FromForm] string? totp, CancellationToken ct)
    {
        var refusal = await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var session = await signIn.FinishAsync(pending, totp, limits.NetworkOf(HttpContext), ct);
            if (session.Refusal is null)
                return await EnterAsync(session.Value);
            refusal = session.Refusal;
        }

        Errors = new FormErrors(refusal);
        if (refusal.Code == PeopleErrors.SignInFailed)
            await LoadAsync(ct);
        else
            Pending = pending;
        return this.Again(Errors);
    }

    private IActionResult ToSecondStep(string pending)
    {
        (Pending, Password) = (pending, null);
        return this.Unwritten();
    }

    private async Task<IActionResult> EnterAsync(string session)
    {
        await HttpContext.SignInPageAsync(session);
        await Sessions.EnterAsync(HttpContext, session);
        if (HttpContext.Features.Get<CurrentUser>() is { IsHeldUp: true } user)
            return HoldUp(user);
        return KeptForm.Parse(Kept) is { } kept ? await KeptForms.GoOnAsync(this, kept, session) : this.GoOn(ReturnUrl, "/work");
    }

    /// <summary>A form that waits cannot stand in an address: it goes into the form for what is to be done first, on this page.</summary>
    private IActionResult HoldUp(CurrentUser user)
    {
        if (KeptForm.Parse(Kept) is null)
            return LocalRedirect(SignInGate.AddressFor(user, Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null));

        Password = null;
        if (user.MustChangePassword)
            NewPassword = new PasswordForm(Errors, true, ReturnUrl, Kept);
        else
            NewSecondFactor = new SecondFactorForm(Errors, true, ReturnUrl, Kept);
        return this.Unwritten();
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        if (HttpContext.RequestServices.GetService<Personas>() is { } personas)
            Groups = PersonaGroups.Of(await personas.ListAsync(ct));
    }
}
