using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The first 不满意 opens one more round, the second one goes to supervision; the old answer stays in the ledger.</summary>
public sealed record EvaluateCommand(Grade Grade, string? Text) : CaseCommand(Move.Evaluate)
{
    public static bool MayNow(MoveContext now) => now.State.HasOpenPromise || now.Today <= now.EvaluationEndsOn;

    /// <summary>The last day, inclusive, on which the resident may evaluate the last answer; null without an answer (handbook §3: 15 days).</summary>
    /// <remarks>After an answer that promises something the days begin when the deputy has judged the promise, and none is the last before.</remarks>
    public static DateOnly? EndsOn(Case state, PolicyHistory policies) => !state.IsOwn && !state.HasOpenPromise && (state.PromiseKeptAt ?? state.AnsweredAt) is { } from
        ? ChinaTime.DateOf(from).AddDays(policies.At(from).EvaluationDays)
        : null;

    public override Refusal? Check(MoveContext now) => Grade is Grade.Satisfied or Grade.BasicallySatisfied or Grade.Unsatisfied
        ? null
        : Refusal.OfField("grade", CaseRefusals.GradeOutOfRange);

    public override IReadOnlyList<Fact> Facts(MoveContext now)
    {
        var evaluated = new Evaluated(Grade, Text);
        if (Grade != Grade.Unsatisfied)
            return [evaluated];

        return now.State.Dissatisfactions == 0
            ? [evaluated, new RoundOpened(RoundCause.UnsatisfiedResident)]
            : [evaluated, new SupervisionRequired(SupervisionCause.UnsatisfiedTwice)];
    }
}

public sealed record Evaluated(Grade Grade, string? Text) : Fact
{
    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with
    {
        Status = CaseStatus.Evaluated,
        Evaluation = this,
        EvaluatedAt = at,
        Dissatisfactions = state.Dissatisfactions + (Grade == Grade.Unsatisfied ? 1 : 0),
    };
}
