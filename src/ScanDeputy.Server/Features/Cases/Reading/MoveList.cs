using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>The names of the moves that people make.</summary>
public sealed class MoveList : IClosedList
{
    private MoveList()
    {
    }

    public static IReadOnlyList<string> Values { get; } = [.. MoveEndpoints.All.Keys.Select(MoveNames.NameOf)];
}
