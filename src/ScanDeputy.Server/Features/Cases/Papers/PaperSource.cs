using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>A case as seen by the one who prints, and the events that papers are made from.</summary>
/// <param name="View">Holds the contact only where the printer may see it.</param>
/// <param name="County">The name of the jurisdiction.</param>
/// <param name="Official">Words between offices are printed for officials only.</param>
internal sealed record PaperSource(CaseView View, IReadOnlyList<CaseEvent> Events, bool Official, string County)
{
    public (CaseEvent Entry, T Fact)? Last<T>()
        where T : Fact => Events.LastOrDefault(entry => entry.Fact is T) is { Fact: T fact } entry ? (entry, fact) : null;

    /// <summary>Which papers this reader can have now: residents the two that are about them.</summary>
    public IReadOnlyList<PaperKind> Kinds() => [.. Enum.GetValues<PaperKind>().Where(kind => OrdinalOf(kind) > 0 && (Official || IsForResidents(kind)))];

    /// <summary>
    /// The paper's number: the case's, the kind, and which one of that kind it is. A function of the ledger, so that printing twice gives the
    /// same number and none is ever given to two papers.
    /// </summary>
    public string NumberOf(PaperKind kind) => FormattableString.Invariant($"{View.Number}-{PaperNames.LettersOf(kind)}{OrdinalOf(kind):00}");

    /// <summary>An order or a letter is given each time anew; a form says how things stand.</summary>
    private int OrdinalOf(PaperKind kind)
    {
        var count = Events.Count(entry => FactPapers.Gives(entry.Fact, kind));
        return kind is PaperKind.VoterFeedback or PaperKind.DeputyHandling ? Math.Min(1, count) : count;
    }

    private static bool IsForResidents(PaperKind kind) => kind is PaperKind.VoterFeedback or PaperKind.ReplyLetter;
}
