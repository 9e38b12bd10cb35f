using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>Refusals about notices.</summary>
public sealed class NoticeErrors : IErrorCodes
{
    public const string DeliveryNotFailed = "delivery_not_failed";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [DeliveryNotFailed] = Status409Conflict,
    };
}
