using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>并案: the case ends and goes on as another, leading one.</summary>
public sealed record MergeCommand(string IntoCaseId, string? Note) : CaseCommand(Move.Merge)
{
    public override Refusal? Check(MoveContext now) =>
        IntoCaseId == now.State.Id ? Refusal.OfField("intoCaseId", CaseRefusals.MergeIntoItself) : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Merged(IntoCaseId, Note)];
}

public sealed record Merged(string IntoCaseId, string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) => [News.Progress("merged"), .. News.OfOwn(after, "merged")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at, EndOf(state)) with { Status = CaseStatus.Merged, MergedIntoId = IntoCaseId };

    /// <summary>Merging is the deputy's work done; for a stage of anybody else the matter has gone away.</summary>
    private static StageEnd EndOf(Case state) =>
        state.OpenStage is { Kind: StageKind.Triage } ? StageEnd.Completed : StageEnd.Cancelled;
}
