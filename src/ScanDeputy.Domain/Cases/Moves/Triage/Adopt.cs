using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The deputy makes the matter a deputy suggestion (代表建议); the committee office has it next.</summary>
public sealed record AdoptCommand(string SuggestionTitle, string? Note) : CaseCommand(Move.Adopt)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Adopted(SuggestionTitle, Note)];
}

public sealed record Adopted(string SuggestionTitle, string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "adopted"), News.Progress("adopted")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at).Open(StageKind.Handover, StageSteps.Committee, at, state.RoundsOf(StageKind.Handover) + 1) with
    {
        Status = CaseStatus.Adopted,
        SuggestionTitle = SuggestionTitle,
    };
}
