using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.People;

/// <summary>Refusals about accounts and signing in.</summary>
public sealed class PeopleErrors : IErrorCodes
{
    public const string SignInFailed = "sign_in_failed";
    public const string WeChatCodeInvalid = "wechat_code_invalid";
    public const string WeChatUserRefused = "wechat_user_refused";
    public const string WeChatUnavailable = "wechat_unavailable";
    public const string SmsNotOffered = "sms_not_offered";
    public const string SmsUnavailable = "sms_unavailable";
    public const string SmsCodeInvalid = "sms_code_invalid";
    public const string SmsNotEnough = "sms_not_enough";
    public const string DeskCodeInvalid = "desk_code_invalid";
    public const string DeskWaits = "desk_waits";
    public const string DeskRefused = "desk_refused";
    public const string TicketInvalid = "ticket_invalid";
    public const string InvitationInvalid = "invitation_invalid";
    public const string NoMobile = "no_mobile";
    public const string PasswordMustChange = "password_must_change";
    public const string TotpRequired = "totp_required";
    public const string TotpInvalid = "totp_invalid";
    public const string TotpMustEnrol = "totp_must_enrol";
    public const string TotpEnrolled = "totp_enrolled";
    public const string TotpNotBegun = "totp_not_begun";
    public const string NoPassword = "no_password";
    public const string PhoneInUse = "phone_in_use";
    public const string AccountClosed = "account_closed";
    public const string AccountOpen = "account_open";
    public const string HasAdministrator = "has_administrator";
    public const string LastAdministrator = "last_administrator";
    public const string LastSecurityAdministrator = "last_security_administrator";
    public const string OwnProposal = "own_proposal";
    public const string OwnAccount = "own_account";
    public const string DeputyInOffice = "deputy_in_office";
    public const string LastHandler = "last_handler";
    public const string AccountInOffice = "account_in_office";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [SignInFailed] = Status401Unauthorized,
        [WeChatCodeInvalid] = Status401Unauthorized,
        [WeChatUserRefused] = Status403Forbidden,
        [WeChatUnavailable] = Status503ServiceUnavailable,
        // Not 503, which says that it will be there soon.
        [SmsNotOffered] = Status501NotImplemented,
        [SmsUnavailable] = Status503ServiceUnavailable,
        [SmsCodeInvalid] = Status401Unauthorized,
        [SmsNotEnough] = Status403Forbidden,
        [DeskCodeInvalid] = Status404NotFound,
        [DeskWaits] = Status409Conflict,
        [DeskRefused] = Status403Forbidden,
        [TicketInvalid] = Status410Gone,
        [InvitationInvalid] = Status410Gone,
        [NoMobile] = Status409Conflict,
        [PasswordMustChange] = Status403Forbidden,
        [TotpRequired] = Status401Unauthorized,
        [TotpInvalid] = Status401Unauthorized,
        [TotpMustEnrol] = Status403Forbidden,
        [TotpEnrolled] = Status409Conflict,
        [TotpNotBegun] = Status409Conflict,
        [NoPassword] = Status409Conflict,
        [PhoneInUse] = Status409Conflict,
        [AccountClosed] = Status409Conflict,
        [AccountOpen] = Status409Conflict,
        [HasAdministrator] = Status409Conflict,
        [LastAdministrator] = Status409Conflict,
        [LastSecurityAdministrator] = Status409Conflict,
        [OwnProposal] = Status409Conflict,
        [OwnAccount] = Status409Conflict,
        [DeputyInOffice] = Status409Conflict,
        [LastHandler] = Status409Conflict,
        [AccountInOffice] = Status409Conflict,
    };
}
