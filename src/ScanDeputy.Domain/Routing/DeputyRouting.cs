namespace ScanDeputy.Domain.Routing;

/// <summary>A deputy of the station, as far as the choice needs it.</summary>
/// <param name="Id">The deputy.</param>
/// <param name="Level">Shown in the explanation; takes no part in the choice, deputies of all levels answer alike.</param>
/// <param name="Order">Place in the station's published list; the lower comes first.</param>
/// <param name="OpenCases">Cases now with the deputy that still wait for an answer.</param>
/// <param name="AlwaysOnDuty">Stationed here (驻站代表): on duty every day, whatever the reception dates say.</param>
/// <param name="ReceptionOn">The published reception dates, Asia/Shanghai.</param>
public sealed record DeputyCandidate(
    string Id, DistrictLevel Level, int Order, int OpenCases, bool AlwaysOnDuty, IReadOnlyCollection<DateOnly> ReceptionOn)
{
    public bool IsOnDuty(DateOnly on) => AlwaysOnDuty || ReceptionOn.Contains(on);
}

/// <summary>The rule that set the chosen deputy apart from the next one in the ranking.</summary>
public enum DeputyChoiceReason
{
    /// <summary>The station has no deputy: the case goes to the station's committee office.</summary>
    NoDeputies,
    OnlyDeputy,
    OnDuty,
    FewestOpenCases,
    StationOrder,
}

/// <summary>A candidate in the order of preference, with what the order was made of.</summary>
public sealed record RankedDeputy(DeputyCandidate Deputy, bool OnDuty);

/// <summary>Who gets the case, by which rule, and the whole ranking; nobody is chosen only for <see cref="DeputyChoiceReason.NoDeputies"/>.</summary>
public sealed record DeputyChoice(DeputyChoiceReason Reason, IReadOnlyList<RankedDeputy> Ranking)
{
    public DeputyCandidate? Chosen => Ranking.Count == 0 ? null : Ranking[0].Deputy;
}

/// <summary>
/// Which of a station's deputies a new case goes to: on duty that date first, then the fewest open cases, then the station's
/// order, then the id. The rule is ours; the same input in any order gives the same answer.
/// </summary>
public static class DeputyRouting
{
    /// <param name="deputies">The station's deputies in office.</param>
    /// <param name="receivedOn">The date the case was received, Asia/Shanghai.</param>
    public static DeputyChoice Choose(IEnumerable<DeputyCandidate> deputies, DateOnly receivedOn)
    {
        var ranking = deputies.Select(deputy => new RankedDeputy(deputy, deputy.IsOnDuty(receivedOn)))
            .OrderByDescending(ranked => ranked.OnDuty)
            .ThenBy(ranked => ranked.Deputy.OpenCases)
            .ThenBy(ranked => ranked.Deputy.Order)
            .ThenBy(ranked => ranked.Deputy.Id, StringComparer.Ordinal)
            .ToArray();
        return new DeputyChoice(ReasonFor(ranking), ranking);
    }

    private static DeputyChoiceReason ReasonFor(RankedDeputy[] ranking) => ranking switch
    {
        [] => DeputyChoiceReason.NoDeputies,
        [_] => DeputyChoiceReason.OnlyDeputy,
        [var first, var next, ..] when first.OnDuty != next.OnDuty => DeputyChoiceReason.OnDuty,
        [var first, var next, ..] when first.Deputy.OpenCases != next.Deputy.OpenCases => DeputyChoiceReason.FewestOpenCases,
        _ => DeputyChoiceReason.StationOrder,
    };
}
