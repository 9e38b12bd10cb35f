namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>The form in which somebody begins to set up an authenticator, for the partial <c>_SecondFactorBegin</c>.</summary>
/// <param name="Forced">They can do nothing else before.</param>
/// <param name="Kept">A form that waits for it, carried along.</param>
public sealed record SecondFactorForm(FormErrors Errors, bool Forced, string? ReturnUrl, string? Kept);
