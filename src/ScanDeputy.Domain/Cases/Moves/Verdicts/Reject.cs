namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>
/// The first rejection opens another round of handling, the second one goes to supervision [000:1257]. A promise that was
/// looked back at and not kept goes back to the agency whatever was rejected before (回头看).
/// </summary>
public sealed record RejectCommand(string Reason) : CaseCommand(Move.Reject)
{
    public static bool MayNow(MoveContext now) =>
        now.State.LookBackOpen || now.State is { Status: CaseStatus.Replied, ReplyAccepted: false, Rejections: < 2 };

    public override IReadOnlyList<Fact> Facts(MoveContext now) => now.State switch
    {
        { LookBackOpen: true } => [new Rejected(Reason), new RoundOpened(RoundCause.PromiseNotKept)],
        { Rejections: 0 } => [new Rejected(Reason), new RoundOpened(RoundCause.RejectedByDeputy)],
        _ => [new Rejected(Reason), new SupervisionRequired(SupervisionCause.RejectedTwice)],
    };
}

/// <summary>Tells nobody: what follows from it does (<see cref="RoundOpened"/>, <see cref="SupervisionRequired"/>).</summary>
public sealed record Rejected(string Reason) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.LookBackOpen
        ? state with { LookBackOpen = false }
        : state with { Rejections = state.Rejections + 1 };
}
