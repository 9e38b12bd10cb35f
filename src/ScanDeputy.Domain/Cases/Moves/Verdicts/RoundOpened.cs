using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>One more round of the stage that answers: the agency's, or the deputy's when the deputy answered alone.</summary>
public sealed record RoundOpened(RoundCause Cause) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Opens;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.WorkIn(after, "reopened"), News.Progress(Cause == RoundCause.PromiseNotKept ? "promiseBroken" : "reopened")];

    public override Case ApplyTo(Case state, DateTimeOffset at)
    {
        if (state.AnsweredByDeputyAlone)
            return state.TriageAgain(at);

        var round = state.Round + 1;
        return state.Open(StageKind.Handling, new StageOwner(Role.AgencyHandler, state.LeadAgencyId), at, round) with
        {
            Status = CaseStatus.Handling,
            Round = round,
            ExtensionGranted = false,
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
