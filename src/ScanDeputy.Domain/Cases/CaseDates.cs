using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases;

/// <summary>The dates of one case's stages under the rules of its jurisdiction; each is counted once, however many ask for it. For one caller at a time.</summary>
public sealed class CaseDates(Case state, DateRules rules)
{
    private readonly StageClock _clock = new(rules, state.CategoryId);
    private readonly StageDates?[] _counted = new StageDates?[state.Stages.Count];

    public Case State => state;

    public DateRules Rules => rules;

    /// <summary>Of the open stage; null when none is.</summary>
    public StageDates? Open => state.OpenStage is { } stage ? Of(stage) : null;

    public StageDates Of(Stage stage) => _counted[stage.Sequence - 1] ??= _clock.DatesOf(stage, state.Stages);

    /// <summary>
    /// The last day, inclusive, on which the deputy's verdict is taken: that of its stage's last alert, so that none lapses unannounced. Null when none is awaited.
    /// </summary>
    public DateOnly? VerdictEndsOn =>
        state is { AwaitsVerdict: true, OpenStage: { } stage } ? new AlertLadder(rules.Calendar).EndsOn(Of(stage).DueOn, rules.Policies.Of(stage)) : null;

    /// <summary>When the co-agencies' opinions on a stage of handling are due.</summary>
    public DateOnly CoOpinionDueOn(Stage stage) => _clock.CoOpinionDueOn(stage, Of(stage).DueOn);
}
