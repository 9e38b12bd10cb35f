namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The deputy answers at once (即知即办).</summary>
public sealed record AnswerCommand(string Text) : CaseCommand(Move.Answer)
{
    /// <summary>There is nobody to be answered where the deputy has written the matter.</summary>
    public static bool MayNow(MoveContext now) => !now.State.IsOwn;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Answered(Text)];
}

public sealed record Answered(string Text) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) => [News.Progress("answered")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at) with
    {
        Status = CaseStatus.Answered,
        DeputyAnswer = Text,
        AnsweredAt = at,
        Evaluation = null,
        EvaluatedAt = null,
    };
}
