using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Templates;

/// <summary>The names of the moves that have templates.</summary>
public sealed class TemplateMoves : IClosedList
{
    private TemplateMoves()
    {
    }

    public static IReadOnlyList<string> Values { get; } = [.. AnswerTemplate.Moves.Select(MoveNames.NameOf)];

    public static Move? Find(string? name) => AnswerTemplate.Moves.Cast<Move?>().FirstOrDefault(move => MoveNames.NameOf(move!.Value) == name);
}
