using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>转办: the government office names exactly one lead agency and any number of co-agencies.</summary>
public sealed record AssignCommand(string LeadAgencyId, IReadOnlyList<string> CoAgencyIds, string? Note) : CaseCommand(Move.Assign)
{
    public override Refusal? Check(MoveContext now) =>
        CoAgencyIds.Contains(LeadAgencyId) ? Refusal.OfField("coAgencyIds", CaseRefusals.LeadAmongCoAgencies) : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Assigned(LeadAgencyId, [.. CoAgencyIds.Distinct()], Note)];
}

public sealed record Assigned(string LeadAgencyId, IReadOnlyList<string> CoAgencyIds, string? Note) : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Passes;

    public override IReadOnlyList<News> Tells(Case after) =>
        [News.WorkIn(after, "assigned"), News.Work(Audience.CoAgencies, "coAssigned"), News.Progress("assigned"), .. News.OfOwn(after, "assigned")];

    public override IReadOnlyList<Mention> Mentions() => [new("leadAgency", LeadAgencyId)];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        state.End(at).Open(StageKind.Handling, new StageOwner(Role.AgencyHandler, LeadAgencyId), at, state.Round) with
        {
            Status = CaseStatus.Assigned,
            LeadAgencyId = LeadAgencyId,
            CoAgencyIds = CoAgencyIds,
            OpinionsGiven = [],
            ContactsInRound = 0,
            OpenPauseRequest = null,
            OpenExtensionRequest = null,
            ExtensionGranted = false,
        };
}
