using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Demo;
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
            var session = await signIn.OpenSessionAsync(request, limits.NetworkOf(HttpContext), ct);
            refusal = session.Refusal;
            if (refusal is null)
            {
                await HttpContext.SignInPageAsync(session.Value);
                await Sessions.EnterAsync(HttpContext, session.Value);
                if (HttpContext.Features.Get<CurrentUser>() is { MustChangePassword: true })
                    return ToPassword();
                return KeptForm.Parse(Kept) is { } kept ? await KeptForms.GoOnAsync(this, kept, session.Value) : this.GoOn(ReturnUrl, "/work");
            }
        }

        await LoadAsync(ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }

    /// <summary>A form that waits cannot stand in an address: it goes into the form for the password, on this page.</summary>
    private IActionResult ToPassword()
    {
        if (KeptForm.Parse(Kept) is null)
            return LocalRedirect(PasswordGate.AddressFor(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null));

        Password = null;
        NewPassword = new PasswordForm(Errors, true, ReturnUrl, Kept);
        return Page();
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        if (HttpContext.RequestServices.GetService<Personas>() is { } personas)
            Groups = PersonaGroups.Of(await personas.ListAsync(ct));
    }
}
