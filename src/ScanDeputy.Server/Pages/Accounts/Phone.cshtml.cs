using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>
/// Residents sign in with their phone, in two steps that need no script: the number, then the code. The number goes in forms only, never in an
/// address: those stand in histories and logs.
/// </summary>
public sealed class PhonePage(SendSmsCode.Handler send, SignInWithSms.Handler signIn, SignInLimits limits) : PageModel
{
    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? ReturnUrl { get; set; }

    /// <summary>A form that waits for this sign-in.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>Whether a code may be on its way.</summary>
    public bool IsSent { get; private set; }

    public int ValidMinutes => (int)SmsCodes.ValidFor.TotalMinutes;

    /// <summary>In the demo, what the phone shows.</summary>
    public string? DemoText => HttpContext.RequestServices.GetService<SandboxTexts>()?.All().LastOrDefault(text => text.Phone == Phone)?.Text;

    public IActionResult OnGet() => LocalRedirect("/login");

    public async Task<IActionResult> OnPostAsync([FromServices] IValidator<SendSmsCode.Request> validator, CancellationToken ct)
    {
        var request = new SendSmsCode.Request(Phone);
        if (validator.Check(request) is { } wrong)
            return Refuse(wrong);

        Phone = PhoneNumber.Parse(Phone)!.ToString();
        var sent = await send.HandleAsync(request, HttpContext, ct);
        // Who asks again too soon has a code: its field stays.
        IsSent = sent.Refusal is null or { TextCode: SendSmsCode.TooSoonText };
        return sent.Refusal is { } refusal ? Refuse(refusal) : this.Unwritten();
    }

    public async Task<IActionResult> OnPostCodeAsync([FromServices] IValidator<SignInWithSms.Request> validator, [FromForm] string? code, CancellationToken ct)
    {
        var request = new SignInWithSms.Request(Phone, code);
        var refusal = validator.Check(request) ?? await limits.TakeAsync(HttpContext);
        IsSent = PhoneNumber.Parse(Phone) is { IsMainlandMobile: true };
        if (refusal is null)
        {
            var session = await signIn.OpenSessionAsync(request, ct);
            if (!session.IsRefused)
                return await GoOnAsync(session.Value);
            refusal = session.Refusal!;
            IsSent = refusal.Code != PeopleErrors.SmsNotEnough;
        }

        return Refuse(refusal);
    }

    private async Task<IActionResult> GoOnAsync(string sessionId)
    {
        await HttpContext.SignInPageAsync(sessionId);
        if (KeptForm.Parse(Kept) is { } kept)
            return await KeptForms.GoOnAsync(this, kept, sessionId);

        await Sessions.EnterAsync(HttpContext, sessionId);
        var isOfficial = HttpContext.Features.Get<CurrentUser>() is { } user && Rights.Allows(Rights.Official, user);
        return this.GoOn(ReturnUrl, isOfficial ? "/work" : "/my");
    }

    private IActionResult Refuse(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
