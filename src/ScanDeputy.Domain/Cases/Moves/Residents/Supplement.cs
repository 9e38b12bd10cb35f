namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The resident, or the deputy whose own suggestion it is, adds text and photos while the case is open.</summary>
public sealed record SupplementCommand(string Text, IReadOnlyList<string> AttachmentIds) : CaseCommand(Move.Supplement)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Supplemented(Text, AttachmentIds)];
}

public sealed record Supplemented(string Text, IReadOnlyList<string> AttachmentIds) : Fact
{
    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.StageOwner, after.IsOwn ? "own.supplemented" : "supplemented")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state;
}
