using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>交办: the committee office hands the suggestion to the government office.</summary>
public sealed record HandOverCommand(string? Note) : CaseCommand(Move.HandOver)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new HandedOver(Note)];
}

public sealed record HandedOver(string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "handedOver"), News.Progress("handedOver"), .. News.OfOwn(after, "handedOver")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        state.End(at).Open(StageKind.Assignment, StageSteps.Government, at) with { Status = CaseStatus.HandedOver };
}
