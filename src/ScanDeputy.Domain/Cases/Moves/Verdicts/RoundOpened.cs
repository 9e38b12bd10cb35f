using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>One more round of the stage that answers: the agency's, or the deputy's when the deputy answered alone.</summary>
public sealed record RoundOpened(RoundCause Cause) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.WorkIn(after, "reopened"), News.Progress(Cause == RoundCause.PromiseNotKept ? "promiseBroken" : "reopened")];

    /// <summary>The answer is taken back: a verdict on it that has not been given is cancelled, not judged.</summary>
    public override Case ApplyTo(Case state, DateTimeOffset at)
    {
        if (state.AnsweredByDeputyAlone)
            return state.TriageAgain(at);

        var round = state.Round + 1;
        return state.EndVerdict(at, StageEnd.Cancelled).Open(StageKind.Handling, new StageOwner(Role.AgencyHandler, state.LeadAgencyId), at, round) with
        {
            Status = CaseStatus.Handling,
            Round = round,
            ExtensionGranted = false,
            ContactsInRound = 0,
            ReplyAccepted = false,
            LookBackOpen = false,
        };
    }
}

public enum RoundCause
{
    RejectedByDeputy,
    UnsatisfiedResident,
    PromiseNotKept,
}
