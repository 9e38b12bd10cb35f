using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>The audit lines of accounts, e.g. whose phone or WeChat changed hands: written with the change, never altered.</summary>
public static class AccountChanges
{
    public const string PhoneReleased = "phoneReleased";
    public const string WeChatReleased = "weChatReleased";
    public const string PhoneRegistered = "phoneRegistered";
    public const string Joined = "joined";
    public const string PasswordChanged = "passwordChanged";
    public const string PasswordReset = "passwordReset";
    public const string TotpEnrolled = "totpEnrolled";
    public const string TotpRemoved = "totpRemoved";
    public const string TotpReset = "totpReset";
    public const string CodesRenewed = "codesRenewed";
    public const string SessionsEnded = "sessionsEnded";
    public const string Invited = "invited";
    public const string Created = "created";
    public const string Changed = "changed";
    public const string Closed = "closed";
    public const string Reopened = "reopened";
    public const string RolesProposed = "rolesProposed";
    public const string RolesConfirmed = "rolesConfirmed";
    public const string RolesRefused = "rolesRefused";
    public const string Erased = "erased";

    /// <param name="userId">The account that changed.</param>
    /// <param name="by">Who did it: an administrator, or whoever verified the phone.</param>
    public static void Write(WriteScope scope, TimeProvider clock, string userId, string kind, string by, string? reason = null)
    {
        scope.Later(Insert, new { Id = Ids.New(clock), userId, kind, reason, by, Now = clock.GetUtcNow() });
        AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.AccountChanged, null, by)
        {
            Object = "staff",
            ObjectId = userId,
            Person = userId,
            Details = reason is null ? [new AuditDetail("kind", null, kind)] : [new AuditDetail("kind", null, kind), new AuditDetail("reason", null, reason)],
        });
    }

    private const string Insert = """
        insert into account_changes (id, user_id, kind, reason, made_by, made_at) values (@Id, @userId, @kind, @reason, @by, @Now)
        """;
}
