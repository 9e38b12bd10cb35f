namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The deputy accepts the agency's answer, or says that a promise was kept.</summary>
public sealed record AcceptCommand(string? Note, Grade? Handling = null, Grade? Result = null) : CaseCommand(Move.Accept)
{
    /// <summary>While the verdict is awaited, and after a second rejection: what a supervisor brought about may content the deputy. A lapsed one stays lapsed.</summary>
    public static bool MayNow(MoveContext now) => now.State.LookBackOpen || now.State.AwaitsVerdict
        || now.State is { Verdict.Kind: VerdictKind.Rejected, ReplyAccepted: false, Status: CaseStatus.Replied or CaseStatus.Evaluated };

    /// <summary>A result that does not satisfy is not accepted; that the agency never called may be said of one that does.</summary>
    public override Refusal? Check(MoveContext now)
    {
        if (!DeputyVerdict.IsMark(Handling))
            return Refusal.OfField("handling", CaseRefusals.GradeOutOfRange);
        if (!DeputyVerdict.IsMark(Result))
            return Refusal.OfField("result", CaseRefusals.GradeOutOfRange);

        return Result == Grade.Unsatisfied ? Refusal.OfField("result", CaseRefusals.AcceptedUnsatisfied) : null;
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Accepted(Note) { Handling = Handling, Result = Result }];
}

public sealed record Accepted(string? Note) : Fact
{
    public Grade? Handling { get; init; }

    public Grade? Result { get; init; }

    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Ends;

    /// <summary>A promise is judged once, and nothing is accepted after it.</summary>
    public override IReadOnlyList<News> Tells(Case after) => after.PromiseKeptAt is null
        ? [News.Work(Audience.Lead, "accepted")]
        : [News.Work(Audience.Lead, "promiseKept"), News.Progress("promiseKept")];

    /// <summary>A kept promise is a word on the answer as well while that is awaited; the word that was given before, or was not, stays.</summary>
    public override Case ApplyTo(Case state, DateTimeOffset at) => state.EndVerdict(at) with
    {
        ReplyAccepted = true,
        Verdict = state is { AwaitsVerdict: false, LookBackOpen: true } ? state.Verdict : new DeputyVerdict(VerdictKind.Accepted, Handling, Result, Note, at),
        LookBackOpen = false,
        PromiseKeptAt = state.LookBackOpen ? at : state.PromiseKeptAt,
    };
}
