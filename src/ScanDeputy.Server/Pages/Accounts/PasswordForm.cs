namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>The form in which somebody sets a password of their own, for the partial <c>_PasswordForm</c>.</summary>
/// <param name="Forced">They can do nothing else before.</param>
/// <param name="Kept">A form that waits for it, carried along.</param>
public sealed record PasswordForm(FormErrors Errors, bool Forced, string? ReturnUrl, string? Kept);
