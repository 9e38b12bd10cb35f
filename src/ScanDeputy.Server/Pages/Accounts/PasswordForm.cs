using ScanDeputy.Server.Features.People.Passwords;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>The form in which somebody sets a password of their own, for the partial <c>_PasswordForm</c>.</summary>
/// <param name="Forced">They can do nothing else before.</param>
/// <param name="Kept">A form that waits for it, carried along.</param>
public sealed record PasswordForm(FormErrors Errors, bool Forced, string? ReturnUrl, string? Kept)
{
    /// <summary>What a good one is.</summary>
    public static string Hint { get; } = $"至少 {PasswordRules.Least} 个字，可以用一句只有自己记得的话，不要求数字或符号；不要用用户名、手机号和常见密码。";
}
