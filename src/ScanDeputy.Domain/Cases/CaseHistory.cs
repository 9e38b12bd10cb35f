using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Domain.Cases;

/// <summary>Turns events into a <see cref="Case"/>. What a fact does to the case stands with the fact (<see cref="Fact.ApplyTo"/>).</summary>
public static class CaseHistory
{
    /// <exception cref="ArgumentException">No events.</exception>
    public static Case Fold(IReadOnlyList<CaseEvent> events)
    {
        if (events.Count == 0)
            throw new ArgumentException("A case begins with an event.", nameof(events));

        return events.Aggregate(new Case { Id = events[0].CaseId }, Apply);
    }

    public static Case Apply(Case state, CaseEvent entry) => entry.Fact.ApplyTo(state, entry.At) with { Version = entry.Sequence };
}
