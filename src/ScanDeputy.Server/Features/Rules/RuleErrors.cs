using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>Refusals about calendars.</summary>
public sealed class RuleErrors : IErrorCodes
{
    public const string CalendarUnpublished = "calendar_unpublished";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [CalendarUnpublished] = Status404NotFound,
    };
}
