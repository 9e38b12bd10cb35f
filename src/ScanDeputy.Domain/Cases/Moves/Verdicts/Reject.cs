namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>
/// The first rejection opens another round of handling, the second one goes to supervision [000:1257]. A promise that was
/// looked back at and not kept goes back to the agency whatever was rejected before (回头看).
/// </summary>
public sealed record RejectCommand(string Reason, Grade? Handling = null, Grade? Result = null) : CaseCommand(Move.Reject)
{
    /// <summary>While the verdict is awaited, whatever mark the resident has given meanwhile.</summary>
    public static bool MayNow(MoveContext now) => now.State.LookBackOpen || now.State.AwaitsVerdict;

    /// <summary>Marks, once given, say what is rejected.</summary>
    public override Refusal? Check(MoveContext now)
    {
        if (!DeputyVerdict.IsMark(Handling))
            return Refusal.OfField("handling", CaseRefusals.GradeOutOfRange);
        if (!DeputyVerdict.IsMark(Result))
            return Refusal.OfField("result", CaseRefusals.GradeOutOfRange);

        return (Handling ?? Result) is not null && Handling != Grade.Unsatisfied && Result != Grade.Unsatisfied
            ? Refusal.OfField("result", CaseRefusals.RejectedSatisfied)
            : null;
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now)
    {
        var rejected = new Rejected(Reason) { Handling = Handling, Result = Result };
        return now.State switch
        {
            { LookBackOpen: true } => [rejected, new RoundOpened(RoundCause.PromiseNotKept)],
            { Rejections: 0 } => [rejected, new RoundOpened(RoundCause.RejectedByDeputy)],
            _ => [rejected, new SupervisionRequired(SupervisionCause.RejectedTwice)],
        };
    }
}

/// <summary>Tells nobody: what follows from it does (<see cref="RoundOpened"/>, <see cref="SupervisionRequired"/>).</summary>
public sealed record Rejected(string Reason) : Fact
{
    public Grade? Handling { get; init; }

    public Grade? Result { get; init; }

    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    public override IReadOnlyList<News> Tells(Case after) => News.Nobody;

    public override Case ApplyTo(Case state, DateTimeOffset at) => state.EndVerdict(at) with
    {
        Verdict = state is { AwaitsVerdict: false, LookBackOpen: true } ? state.Verdict : new DeputyVerdict(VerdictKind.Rejected, Handling, Result, Reason, at),
        LookBackOpen = false,
        Rejections = state.Rejections + (state.LookBackOpen ? 0 : 1),
    };
}
