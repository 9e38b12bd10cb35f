using ScanDeputy.Server.Platform.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>The registers' refusals.</summary>
public sealed class RegisterErrors : IErrorCodes
{
    /// <summary>A row that something else still needs; the text says what to do first.</summary>
    public const string StillNeeded = "still_needed";

    public static IReadOnlyDictionary<string, int> Statuses { get; } = new Dictionary<string, int>(StringComparer.Ordinal) { [StillNeeded] = Status409Conflict };
}
