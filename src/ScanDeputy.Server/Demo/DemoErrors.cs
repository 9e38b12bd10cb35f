using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Demo;

/// <summary>Refusals of the sandbox.</summary>
public sealed class DemoErrors : IErrorCodes
{
    public const string ClockRunsForward = "clock_runs_forward";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [ClockRunsForward] = Status409Conflict,
    };
}
