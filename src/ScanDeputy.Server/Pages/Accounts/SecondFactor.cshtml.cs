using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Somebody sets up an authenticator, whenever they like, or because they come no further before; or makes new recovery codes, or gives it up.</summary>
public sealed class SecondFactorPage(
    EnrolTotp.Handler totp, ChangePassword.Handler passwords, IValidator<EnrolTotp.Begin> beginning, IValidator<EnrolTotp.Proof> proving, SignInLimits limits) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>A form that waits for it.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public EnrolTotp.View? View { get; private set; }

    /// <summary>Waits for its first code.</summary>
    public EnrolTotp.Begun? Begun { get; private set; }

    /// <summary>On the page that follows, for ten minutes, and nowhere else.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    public bool WasBegun { get; private set; }

    public bool HasPassword { get; private set; }

    /// <summary>The form that was just refused.</summary>
    public string? Tried { get; private set; }

    public bool IsForced => this.SignedInUser().MustEnrolTotp;

    public string Picture => QrPicture.Svg(Begun!.Uri);

    public string SpacedSecret => string.Join(' ', Begun!.Secret.Chunk(4).Select(part => new string(part)));

    public async Task OnGetAsync(bool removed, string? shown, CancellationToken ct)
    {
        if (await Answers.FindAsync<Shown>(HttpContext, this.SignedInUser().SessionId, shown, ct) is { } codes)
            (Codes, WasBegun, Kept) = (codes.Codes, codes.WasBegun, codes.Kept);
        Done = removed ? "两步验证已关闭。" : null;
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostBeginAsync([FromForm] string? password, CancellationToken ct)
    {
        var request = new EnrolTotp.Begin(password);
        var refusal = beginning.Check(request) ?? await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var begun = await totp.BeginAsync(request, this.SignedInUser(), limits.NetworkOf(HttpContext), ct);
            if (begun.Refusal is null)
            {
                // Nothing that counts: that it does not before its first code was given.
                Begun = begun.Value;
                return this.Unwritten();
            }

            refusal = begun.Refusal;
        }

        return await AgainAsync("begin", refusal, ct);
    }

    public async Task<IActionResult> OnPostConfirmAsync([FromForm(Name = "totp")] string? code, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var refusal = proving.Check(new EnrolTotp.Proof(code)) ?? await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var confirmed = await totp.ConfirmAsync(new EnrolTotp.Proof(code), user);
            if (confirmed.Refusal is null)
            {
                return await ShowCodesAsync(new Shown(confirmed.Value.RecoveryCodes, true, Kept));
            }

            refusal = confirmed.Refusal;
        }

        Begun = await totp.FindBegunAsync(user, ct);
        return await AgainAsync("confirm", refusal, ct);
    }

    public async Task<IActionResult> OnPostCodesAsync([FromForm(Name = "totp")] string? code, CancellationToken ct)
    {
        var request = new EnrolTotp.Proof(code);
        var refusal = proving.Check(request) ?? await limits.TakeAsync(HttpContext);
        if (refusal is null)
        {
            var renewed = await totp.RenewCodesAsync(request, this.SignedInUser(), limits.NetworkOf(HttpContext), ct);
            if (renewed.Refusal is null)
            {
                return await ShowCodesAsync(new Shown(renewed.Value.RecoveryCodes, false, null));
            }

            refusal = renewed.Refusal;
        }

        return await AgainAsync("codes", refusal, ct);
    }

    public async Task<IActionResult> OnPostRemoveAsync([FromForm(Name = "totp")] string? code, CancellationToken ct)
    {
        var request = new EnrolTotp.Proof(code);
        var refusal = proving.Check(request) ?? await limits.TakeAsync(HttpContext) ?? (await totp.RemoveAsync(request, this.SignedInUser(), limits.NetworkOf(HttpContext), ct)).Refusal;
        return refusal is null ? LocalRedirect($"{SignInGate.SecondFactorPage}?removed=true") : await AgainAsync("remove", refusal, ct);
    }

    /// <summary>The recovery codes are kept: on to where they wanted to go.</summary>
    public async Task<IActionResult> OnPostOnAsync()
    {
        var user = this.SignedInUser();
        return KeptForm.Parse(Kept) is { } kept && !user.IsHeldUp ? await KeptForms.GoOnAsync(this, kept, user.SessionId) : this.GoOn(ReturnUrl, "/work");
    }

    /// <summary>On the page that follows, for ten minutes, and nowhere else.</summary>
    private async Task<IActionResult> ShowCodesAsync(Shown shown)
    {
        var address = $"{SignInGate.SecondFactorPage}?shown={await Answers.KeepAsync(HttpContext, this.SignedInUser().SessionId, shown)}";
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? $"{address}&returnUrl={Uri.EscapeDataString(ReturnUrl!)}" : address);
    }

    private AnswersToShow Answers => HttpContext.RequestServices.GetRequiredService<AnswersToShow>();

    /// <param name="Kept">A form that waits, which cannot stand in an address.</param>
    private sealed record Shown(IReadOnlyList<string> Codes, bool WasBegun, string? Kept);

    private async Task<IActionResult> AgainAsync(string form, Refusal refusal, CancellationToken ct)
    {
        (Tried, Errors) = (form, new FormErrors(refusal, form is "codes" or "remove" ? $"{form}-" : ""));
        await LoadAsync(ct);
        return this.Again(Errors);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        View = await totp.ViewAsync(user, ct);
        HasPassword = View.Enrolled || await passwords.HasPasswordAsync(user, ct);
    }
}
