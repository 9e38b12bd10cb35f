using ScanDeputy.Server.Features.People.SmsSignIn;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>The way in by phone, for the partial <c>_PhoneDoor</c>: the field for the number, and what it is used for.</summary>
/// <param name="Kept">A form that waits for the sign-in, carried along.</param>
public sealed record PhoneDoor(FormErrors Errors, string? Phone, string? ReturnUrl, string? Kept)
{
    /// <summary>There is no door where no gateway sends codes.</summary>
    public static bool IsOpen(HttpContext context) => context.RequestServices.GetRequiredService<ITextMessages>().IsOn;

    /// <summary>WeChat's own browser says so; who is in it needs no code.</summary>
    public static bool IsInWeChat(HttpContext context) => context.Request.Headers.UserAgent.ToString().Contains("MicroMessenger", StringComparison.OrdinalIgnoreCase);
}
