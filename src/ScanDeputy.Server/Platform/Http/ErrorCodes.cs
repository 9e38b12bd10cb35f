using System.Collections.Frozen;
using ScanDeputy.Domain.Cases;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// Every error code with its status. Append-only: the mini-program switches on codes. Texts are in <c>ErrorTexts.resx</c>; the
/// list for other programs is <c>miniprogram-contracts/errors.json</c>, which a test holds equal to this one.
/// </summary>
public static class ErrorCodes
{
    public const string Malformed = "malformed";
    public const string Invalid = "invalid";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string StationCodeUnknown = "station_code_unknown";
    public const string StationCodeRevoked = "station_code_revoked";
    public const string CalendarUnpublished = "calendar_unpublished";
    public const string VersionRequired = "version_required";
    public const string VersionStale = "version_stale";
    public const string IdempotencyKeyReused = "idempotency_key_reused";
    public const string TooLarge = "too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string NotAPhoto = "not_a_photo";
    public const string TooManyRequests = "too_many_requests";
    public const string SignInFailed = "sign_in_failed";
    public const string WeChatCodeInvalid = "wechat_code_invalid";
    public const string WeChatUserRefused = "wechat_user_refused";
    public const string WeChatUnavailable = "wechat_unavailable";
    public const string PhoneInUse = "phone_in_use";
    public const string CategoryStopped = "category_stopped";
    public const string ClockRunsForward = "clock_runs_forward";
    public const string DeliveryNotFailed = "delivery_not_failed";
    public const string OwnAccount = "own_account";
    public const string DeputyInOffice = "deputy_in_office";
    public const string LastHandler = "last_handler";
    public const string ReportNotHeld = "report_not_held";
    public const string PhotoNotHeld = "photo_not_held";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    public static FrozenDictionary<string, int> All { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Malformed] = Status400BadRequest,
        [Invalid] = Status422UnprocessableEntity,
        [Unauthenticated] = Status401Unauthorized,
        [Forbidden] = Status403Forbidden,
        [NotFound] = Status404NotFound,
        [MethodNotAllowed] = Status405MethodNotAllowed,
        [StationCodeUnknown] = Status404NotFound,
        [StationCodeRevoked] = Status410Gone,
        [CalendarUnpublished] = Status404NotFound,
        [CaseRefusals.MoveNotAllowed] = Status409Conflict,
        [VersionRequired] = Status428PreconditionRequired,
        [VersionStale] = Status412PreconditionFailed,
        [IdempotencyKeyReused] = Status422UnprocessableEntity,
        [TooLarge] = Status413PayloadTooLarge,
        [UnsupportedMediaType] = Status415UnsupportedMediaType,
        [NotAPhoto] = Status415UnsupportedMediaType,
        [TooManyRequests] = Status429TooManyRequests,
        [SignInFailed] = Status401Unauthorized,
        [WeChatCodeInvalid] = Status401Unauthorized,
        [WeChatUserRefused] = Status403Forbidden,
        [WeChatUnavailable] = Status503ServiceUnavailable,
        [PhoneInUse] = Status409Conflict,
        [CategoryStopped] = Status422UnprocessableEntity,
        [ClockRunsForward] = Status409Conflict,
        [DeliveryNotFailed] = Status409Conflict,
        [OwnAccount] = Status409Conflict,
        [DeputyInOffice] = Status409Conflict,
        [LastHandler] = Status409Conflict,
        [ReportNotHeld] = Status409Conflict,
        [PhotoNotHeld] = Status409Conflict,
        [Unavailable] = Status503ServiceUnavailable,
        [Internal] = Status500InternalServerError,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static int StatusOf(string code) => All[code];

    /// <summary>The code for an answer that the framework gave without one.</summary>
    public static string Of(int status) => status switch
    {
        Status400BadRequest => Malformed,
        Status401Unauthorized => Unauthenticated,
        Status403Forbidden => Forbidden,
        Status404NotFound => NotFound,
        Status405MethodNotAllowed => MethodNotAllowed,
        Status413PayloadTooLarge => TooLarge,
        Status415UnsupportedMediaType => UnsupportedMediaType,
        Status429TooManyRequests => TooManyRequests,
        Status503ServiceUnavailable => Unavailable,
        _ => Internal,
    };
}
