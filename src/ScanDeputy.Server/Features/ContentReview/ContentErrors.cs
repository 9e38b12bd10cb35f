using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>Refusals about texts and photos.</summary>
public sealed class ContentErrors : IErrorCodes
{
    public const string NotAPhoto = "not_a_photo";
    public const string ReportNotHeld = "report_not_held";
    public const string PhotoNotHeld = "photo_not_held";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [NotAPhoto] = Status415UnsupportedMediaType,
        [ReportNotHeld] = Status409Conflict,
        [PhotoNotHeld] = Status409Conflict,
    };
}
