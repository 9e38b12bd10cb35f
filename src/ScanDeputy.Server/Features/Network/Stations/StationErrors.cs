using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>The station codes' refusals.</summary>
public sealed class StationErrors : IErrorCodes
{
    public const string StationCodeUnknown = "station_code_unknown";
    public const string StationCodeRevoked = "station_code_revoked";
    public const string StationCodeEnded = "station_code_ended";
    public const string MiniProgramCodeUnavailable = "mini_program_code_unavailable";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [StationCodeUnknown] = Status404NotFound,
        [StationCodeRevoked] = Status410Gone,
        [StationCodeEnded] = Status409Conflict,
        [MiniProgramCodeUnavailable] = Status503ServiceUnavailable,
    };
}
