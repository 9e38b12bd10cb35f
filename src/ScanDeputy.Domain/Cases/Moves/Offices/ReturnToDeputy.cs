namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The committee office does not admit the suggestion and says why.</summary>
public sealed record ReturnToDeputyCommand(string Reason) : CaseCommand(Move.ReturnToDeputy)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new ReturnedToDeputy(Reason)];
}

public sealed record ReturnedToDeputy(string Reason) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "returned")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at).TriageAgain(at);
}
