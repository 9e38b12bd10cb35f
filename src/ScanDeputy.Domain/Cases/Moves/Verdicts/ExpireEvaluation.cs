namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The resident's time has run out; the mark is that none was given.</summary>
public sealed record ExpireEvaluationCommand() : CaseCommand(Move.ExpireEvaluation)
{
    public static bool MayNow(MoveContext now) => now.Today > now.EvaluationEndsOn;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Evaluated(Grade.NotGiven, null)];
}
