using System.Collections.Frozen;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>The error codes of one area with their HTTP statuses; found by <see cref="ErrorCodes.All"/>.</summary>
public interface IErrorCodes
{
    static abstract IReadOnlyDictionary<string, int> Statuses { get; }
}

/// <summary>
/// The error codes of every area, and the list of all. Append-only: the mini-program switches on codes. Texts are in <c>Errors.resx</c>; the
/// list for other programs is <c>miniprogram-contracts/errors.json</c>, which a test holds equal to this one.
/// </summary>
public sealed class ErrorCodes : IErrorCodes
{
    public const string Malformed = "malformed";
    public const string Invalid = "invalid";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string VersionRequired = "version_required";
    public const string VersionStale = "version_stale";
    public const string IdempotencyKeyReused = "idempotency_key_reused";
    public const string TooLarge = "too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string TooManyRequests = "too_many_requests";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Malformed] = Status400BadRequest,
        [Invalid] = Status422UnprocessableEntity,
        [Unauthenticated] = Status401Unauthorized,
        [Forbidden] = Status403Forbidden,
        [NotFound] = Status404NotFound,
        [MethodNotAllowed] = Status405MethodNotAllowed,
        [VersionRequired] = Status428PreconditionRequired,
        [VersionStale] = Status412PreconditionFailed,
        [IdempotencyKeyReused] = Status422UnprocessableEntity,
        [TooLarge] = Status413PayloadTooLarge,
        [UnsupportedMediaType] = Status415UnsupportedMediaType,
        [TooManyRequests] = Status429TooManyRequests,
        [Unavailable] = Status503ServiceUnavailable,
        [Internal] = Status500InternalServerError,
    };

    /// <summary>Every area's.</summary>
    public static FrozenDictionary<string, int> All { get; } = (
        from type in typeof(ErrorCodes).Assembly.GetTypes()
        where type is { IsInterface: false } && typeof(IErrorCodes).IsAssignableFrom(type)
        from pair in (IReadOnlyDictionary<string, int>)type.GetProperty(nameof(Statuses))!.GetValue(null)!
        select pair).ToFrozenDictionary(StringComparer.Ordinal);

    private ErrorCodes()
    {
    }

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
