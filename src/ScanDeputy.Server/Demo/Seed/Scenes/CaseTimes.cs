using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>The instants of one case's events: working hours for people, the first minutes of a day for sweeps, one after the other.</summary>
internal sealed class CaseTimes
{
    private readonly WorkDays _days;
    private readonly Dictionary<Step, DateTimeOffset> _at = new(ReferenceEqualityComparer.Instance);
    private readonly int _minutesAgo;

    public CaseTimes(CasePlan plan, WorkDays days, Dice dice)
    {
        _days = days;
        _minutesAgo = 5 + dice.Below(60);
        Steps = plan.Story.Steps;
        var number = plan.ReportedOn;
        var events = new List<(Step? Step, int Day)> { (null, number) };
        foreach (var step in Steps.Where(step => step.Time == StepTime.AfterWorkingDays))
            events.Add((step, number += step.Wait));

        // What happens on one day shares its hours, in order.
        foreach (var day in events.GroupBy(entry => entry.Day))
        {
            var shared = day.ToList();
            for (var i = 0; i < shared.Count; i++)
            {
                var at = days.Instant(day.Key, (i + 0.15 + (0.7 * dice.Fraction())) / shared.Count);
                if (shared[i].Step is { } step)
                    _at[step] = at;
                else
                    ReportedAt = at;
            }
        }
    }

    public DateTimeOffset ReportedAt { get; }

    public IReadOnlyList<Step> Steps { get; }

    /// <exception cref="InvalidOperationException">The story reaches beyond now.</exception>
    public DateTimeOffset At(Step step, Case state)
    {
        var at = step.Time switch
        {
            StepTime.AfterWorkingDays => _at[step],
            StepTime.JustNow => _days.JustNow(_minutesAgo),
            _ => FirstDayFor(state),
        };
        return at <= _days.Now ? at : throw new InvalidOperationException($"A {state.Status} case would go on at {at:O}, after now.");
    }

    /// <summary>The day after the last one of waiting, as the sweep has it.</summary>
    private static DateTimeOffset FirstDayFor(Case state)
    {
        var day = state switch
        {
            { Status: CaseStatus.Evaluated, AwaitsVerdict: true } => new CaseDates(state, DateRules.Default).VerdictEndsOn!.Value,
            { Status: CaseStatus.Evaluated, Verdict: { Kind: VerdictKind.NotGiven, At: var lapsedAt } } => ChinaTime.DateOf(lapsedAt).AddDays(-1),
            { Status: CaseStatus.Evaluated } => ChinaTime.DateOf(state.EvaluatedAt!.Value),
            _ => ChinaTime.DateOf(state.AnsweredAt!.Value).AddDays(PolicyHistory.Default.At(state.AnsweredAt.Value).EvaluationDays),
        };
        return ChinaTime.At(day.AddDays(1), new TimeOnly(0, 1));
    }
}
