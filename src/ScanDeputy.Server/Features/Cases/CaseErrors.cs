using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Refusals about cases; what a move refuses is named in <see cref="CaseRefusals"/>.</summary>
public sealed class CaseErrors : IErrorCodes
{
    public const string CategoryStopped = "category_stopped";

    /// <summary>Used before, or too old.</summary>
    public const string RatingLinkEnded = "rating_link_ended";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [RatingLinkEnded] = Status410Gone,
        [CategoryStopped] = Status422UnprocessableEntity,
        [CaseRefusals.MoveNotAllowed] = Status409Conflict,
    };
}
