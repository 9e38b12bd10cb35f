using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The resident takes the report back before a deputy has acted on it; a deputy their own suggestion until it is handed over.</summary>
public sealed record WithdrawCommand(string? Reason) : CaseCommand(Move.Withdraw)
{
    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Withdrawn(Reason)];
}

public sealed record Withdrawn(string? Reason) : Fact
{
    public override FactReaders Readers() => FactReaders.Author;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) => after.IsOwn
        ? [News.Work(Audience.Committee, "own.withdrawn"), News.Work(Audience.CoSigners, "own.withdrawn")]
        : News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.End(at, StageEnd.Cancelled) with { Status = CaseStatus.Withdrawn };
}
