using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The lead agency sends the case back; the third return goes to a supervisor, or whichever the jurisdiction's policy names (handbook §3).</summary>
public sealed record ReturnToOfficeCommand(string Reason, string? ProposedAgencyId) : CaseCommand(Move.ReturnToOffice)
{
    /// <summary>
    /// Before it is signed for, or within a few working days. A later round is the agency's own work done again; it cannot be handed back as
    /// somebody else's.
    /// </summary>
    public static bool MayNow(MoveContext now) => now.State.Status == CaseStatus.Assigned
        || (now.State is { Round: 1, AssignedAt: { } assignedAt }
            && now.Rules.Calendar.CountBetween(ChinaTime.DateOf(assignedAt), now.Today) <= now.Policy.ReturnWindow);

    public override IReadOnlyList<Fact> Facts(MoveContext now)
    {
        var returned = new ReturnedToOffice(now.State.LeadAgencyId!, Reason, ProposedAgencyId);
        return now.State.ReturnsByAgencies + 1 >= now.Policy.SupervisedReturn
            ? [returned, new SupervisionRequired(SupervisionCause.ReturnedThreeTimes)]
            : [returned];
    }
}

/// <summary>The agency's clock is cancelled, not judged; the office goes on with what it had left (handbook §3).</summary>
public sealed record ReturnedToOffice(string AgencyId, string Reason, string? ProposedAgencyId) : Fact
{
    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) => [News.WorkIn(after, "returned")];

    public override IReadOnlyList<Mention> Mentions() => [new("agency", AgencyId), new("proposedAgency", ProposedAgencyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at)
    {
        var resumed = state.Stages.Last(stage => stage.Kind == StageKind.Assignment);
        return state.End(at, StageEnd.Cancelled).Open(StageKind.Assignment, StageSteps.Government, at, resumed.Round, resumed.Sequence) with
        {
            Status = CaseStatus.HandedOver,
            LeadAgencyId = null,
            CoAgencyIds = [],
            ReturnsByAgencies = state.ReturnsByAgencies + 1,
            OpenPauseRequest = null,
            OpenExtensionRequest = null,
        };
    }
}
