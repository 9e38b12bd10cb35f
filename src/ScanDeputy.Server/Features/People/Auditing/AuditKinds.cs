namespace ScanDeputy.Server.Features.People.Auditing;

/// <summary>What the audit trail tells of; stored, for ever.</summary>
public static class AuditKinds
{
    public const string SignIn = "signIn";
    public const string SignInFailed = "signInFailed";
    public const string SignOut = "signOut";
    public const string Refused = "refused";
    public const string ContactViewed = "contactViewed";
    public const string Downloaded = "downloaded";
    public const string DataChanged = "dataChanged";
    public const string AccountChanged = "accountChanged";
    public const string PolicyChanged = "policyChanged";
    public const string CalendarChanged = "calendarChanged";
    public const string ConsentWithdrawn = "consentWithdrawn";
    public const string Pruned = "pruned";

    /// <summary>What was done on the server itself: a backup, a restore, other keys.</summary>
    public const string Operated = "operated";

    public static IReadOnlyList<string> All { get; } = [SignIn, SignInFailed, SignOut, Refused, ContactViewed, Downloaded, DataChanged, AccountChanged, PolicyChanged, CalendarChanged, ConsentWithdrawn, Pruned, Operated];
}
