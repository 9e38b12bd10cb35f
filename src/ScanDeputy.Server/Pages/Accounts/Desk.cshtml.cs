using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.DeskSignIn;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>
/// The desk's side of signing in by phone: shows a code, waits, and goes on when it was confirmed. A script asks every two seconds; without it there is a
/// button. Which sign-in is this browser's stands in a cookie of its own that nothing else can read.
/// </summary>
public sealed class DeskPage(DeskSignIns desks, CodeAddress address, SignInLimits limits) : PageModel
{
    private const string Cookie = "scandeputy-desk";

    [BindProperty]
    public string? ReturnUrl { get; set; }

    /// <summary>A form that waits for this sign-in.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>The code as a picture; null when there is none to scan any more.</summary>
    public string? Picture { get; private set; }

    public string Number { get; private set; } = "";

    /// <summary>In the demo, where a phone would come by scanning.</summary>
    public string? DemoAddress { get; private set; }

    public static int ValidMinutes => (int)DeskSignIns.ValidFor.TotalMinutes;

    public IActionResult OnGet() => LocalRedirect("/login");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await limits.TakeAsync(HttpContext) is { } refusal)
            return Refuse(refusal);

        var code = await desks.BeginAsync(
            DeskDevice.NameOf(Request.Headers.UserAgent), DeskDevice.NetworkOf(HttpContext.Connection.RemoteIpAddress), ct);
        Response.Cookies.Append(Cookie, $"{code.Id}.{code.Secret}.{code.Number}", CookieOptions());
        Show(code);
        return this.Unwritten();
    }

    /// <summary>For the script: whether there is something to go on with.</summary>
    public async Task<IActionResult> OnGetStateAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        var status = Read() is { } code ? await desks.StatusOfAsync(code.Id, code.Secret, ct) : DeskStatus.Ended;
        return new JsonResult(new { waiting = status == DeskStatus.Waiting });
    }

    public async Task<IActionResult> OnPostEnterAsync(CancellationToken ct)
    {
        var code = Read();
        var status = code is null ? DeskStatus.Ended : await desks.StatusOfAsync(code.Id, code.Secret, ct);
        if (status == DeskStatus.Confirmed && await desks.EnterAsync(code!.Id, code.Secret, ct) is { } session)
            return await GoOnAsync(session);

        if (status == DeskStatus.Waiting)
            Show(code!);
        return Refuse(new Refusal(ErrorOf(status)));
    }

    private static string ErrorOf(DeskStatus status) => status switch
    {
        DeskStatus.Waiting => PeopleErrors.DeskWaits,
        DeskStatus.Refused => PeopleErrors.DeskRefused,
        _ => PeopleErrors.DeskCodeInvalid,
    };

    private async Task<IActionResult> GoOnAsync(string sessionId)
    {
        Response.Cookies.Delete(Cookie, CookieOptions());
        await HttpContext.SignInPageAsync(sessionId);
        if (KeptForm.Parse(Kept) is { } kept)
            return await KeptForms.GoOnAsync(this, kept, sessionId);

        await Sessions.EnterAsync(HttpContext, sessionId);
        return this.GoOn(ReturnUrl, "/work");
    }

    private void Show(DeskCode code)
    {
        var scanned = $"{address.Host(Request)}/d/{code.Id}";
        (Picture, Number) = (QrPicture.Svg(scanned), code.Number);
        DemoAddress = HttpContext.RequestServices.GetService<Personas>() is not null ? $"/d/{code.Id}" : null;
    }

    private DeskCode? Read() => Request.Cookies[Cookie]?.Split('.') is [{ Length: 32 } id, { Length: 32 } secret, { Length: 2 } number] ? new DeskCode(id, secret, number) : null;

    private CookieOptions CookieOptions() => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = Request.IsHttps,
        Path = "/login/desk",
        MaxAge = DeskSignIns.ValidFor,
        IsEssential = true,
    };

    private IActionResult Refuse(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
