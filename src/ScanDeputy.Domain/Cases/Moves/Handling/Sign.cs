namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The lead agency signs for receipt [000:1257]; its clock has run since it was named.</summary>
public sealed record SignCommand() : CaseCommand(Move.Sign)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Signed()];
}

public sealed record Signed : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { Status = CaseStatus.Handling };
}
