using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Demo;
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

    public IReadOnlyList<PersonaGroups.Group> Groups { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var request = new SignInWithPassword.Request(UserName, Password);
        var refusal = validator.Check(request) ?? await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var session = await signIn.OpenSessionAsync(request, ct);
            refusal = session.Refusal;
            if (refusal is null)
            {
                await HttpContext.SignInPageAsync(session.Value);
                return KeptForm.Parse(Kept) is { } kept ? await KeptForms.GoOnAsync(this, kept, session.Value) : this.GoOn(ReturnUrl, "/work");
            }
        }

        await LoadAsync(ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        if (HttpContext.RequestServices.GetService<Personas>() is { } personas)
            Groups = PersonaGroups.Of(await personas.ListAsync(ct));
    }
}
