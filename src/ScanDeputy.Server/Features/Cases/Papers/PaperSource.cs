using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>A case as seen by the one who prints, and the events that papers are made from.</summary>
/// <param name="View">Holds the contact only where the printer may see it.</param>
/// <param name="Official">Words between offices are printed for officials only.</param>
internal sealed record PaperSource(CaseView View, IReadOnlyList<CaseEvent> Events, bool Official)
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

    private int OrdinalOf(PaperKind kind) => kind switch
    {
        PaperKind.VoterFeedback => 1,
        PaperKind.DeputyHandling => Math.Min(1, Count(fact => fact is Answered or Adopted or Redirected)),
        PaperKind.HandoverOrder => Count(fact => fact is HandedOver),
        PaperKind.AssignmentOrder => Count(fact => fact is Assigned),
        PaperKind.ReplyLetter => Count(fact => fact is Replied),
        PaperKind.SupervisionOrder => Count(fact => fact is Supervised),
        _ => 0,
    };

    private static bool IsForResidents(PaperKind kind) => kind is PaperKind.VoterFeedback or PaperKind.ReplyLetter;

    private int Count(Func<Fact, bool> matches) => Events.Count(entry => matches(entry.Fact));
}
