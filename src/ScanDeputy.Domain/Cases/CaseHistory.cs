using ScanDeputy.Domain.Cases.Facts;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases;

/// <summary>Turns events into a <see cref="Case"/>. Applying never refuses: what is in the ledger has happened.</summary>
public static class CaseHistory
{
    /// <exception cref="ArgumentException">No events.</exception>
    public static Case Fold(IReadOnlyList<CaseEvent> events)
    {
        if (events.Count == 0)
            throw new ArgumentException("A case begins with an event.", nameof(events));

        return events.Aggregate(new Case { Id = events[0].CaseId }, Apply);
    }

    public static Case Apply(Case state, CaseEvent entry) =>
        Apply(state, entry.Fact, entry.At) with { Version = entry.Sequence };

    private static Case Apply(Case state, Fact fact, DateTimeOffset at) => fact switch
    {
        Submitted f => Received(state, f, at),
        Transferred f => ToDeputy(state, f.DeputyId) with { StationId = f.StationId ?? state.StationId },
        HandedOn f => ToDeputy(state, f.DeputyId),
        Answered f => state.End(at) with { Status = CaseStatus.Answered, DeputyAnswer = f.Text, AnsweredAt = at, Evaluation = null, EvaluatedAt = null },
        Redirected f => state.End(at) with { Status = CaseStatus.Redirected, Redirection = f },
        Merged f => state.End(at, MergeEnds(state)) with { Status = CaseStatus.Merged, MergedIntoId = f.IntoCaseId },
        Withdrawn => state.End(at, StageEnd.Cancelled) with { Status = CaseStatus.Withdrawn },
        Adopted f => ToCommittee(state, at) with { Status = CaseStatus.Adopted, SuggestionTitle = f.SuggestionTitle },
        ReturnedToDeputy => BackToDeputy(state, at),
        HandedOver => state.End(at).Open(StageKind.Assignment, Offices.Government, at) with { Status = CaseStatus.HandedOver },
        AgencyAssigned f => Assigned(state, f, at),
        ReturnedToOffice => BackToOffice(state, at),
        Signed => state with { Status = CaseStatus.Handling },
        PauseRequested f => state with { OpenPauseRequest = f },
        Paused => Pause(state, at),
        Resumed => Resume(state, at),
        ExtensionRequested f => state with { OpenExtensionRequest = f },
        ExtensionDecided f => Extended(state, f),
        Replied f => Answered(state.End(at), f, at),
        AnswerAccepted => state with { ReplyAccepted = true, LookBackOpen = false },
        AnswerRejected when state.LookBackOpen => state with { LookBackOpen = false },
        AnswerRejected => state with { Rejections = state.Rejections + 1 },
        LookedBack => state with { LookedBackAt = at, LookBackOpen = true },
        Evaluated f => state with
        {
            Status = CaseStatus.Evaluated,
            Evaluation = f,
            EvaluatedAt = at,
            Dissatisfactions = state.Dissatisfactions + (f.Grade == Grade.Unsatisfied ? 1 : 0),
        },
        RoundOpened => NextRound(state, at),
        SupervisionRequired => state with { SupervisionRequired = true },
        SupervisionOrdered f => state with { OpenSupervision = f, SupervisionRequired = false },
        SupervisionAnswered => state with { OpenSupervision = null },
        Closed => state with { Status = CaseStatus.Closed },
        CoOpinionGiven or Supplemented => state,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "A fact without a rule."),
    };

    private static Case Received(Case state, Submitted f, DateTimeOffset at) =>
        (state with
        {
            Status = CaseStatus.Received,
            Jurisdiction = f.Jurisdiction,
            StationId = f.StationId,
            District = f.District,
            CategoryId = f.CategoryId,
            ResidentId = f.ResidentId,
            DeputyId = f.DeputyId,
        }).Open(StageKind.Triage, DeputyOwner(f.DeputyId), at);

    private static Case BackToDeputy(Case state, DateTimeOffset at) =>
        state.End(at).Open(StageKind.Triage, DeputyOwner(state.DeputyId), at, state.RoundsOf(StageKind.Triage) + 1) with { Status = CaseStatus.Received };

    private static Case ToCommittee(Case state, DateTimeOffset at) =>
        state.End(at).Open(StageKind.Handover, Offices.Committee, at, state.RoundsOf(StageKind.Handover) + 1);

    private static Case Assigned(Case state, AgencyAssigned f, DateTimeOffset at) =>
        state.End(at).Open(StageKind.Handling, new StageOwner(Role.AgencyHandler, f.LeadAgencyId), at, state.Round) with
        {
            Status = CaseStatus.Assigned,
            LeadAgencyId = f.LeadAgencyId,
            CoAgencyIds = f.CoAgencyIds,
            OpenPauseRequest = null,
            OpenExtensionRequest = null,
            ExtensionGranted = false,
        };

    /// <summary>The agency's clock is cancelled, not judged; the office goes on with what it had left (handbook §3).</summary>
    private static Case BackToOffice(Case state, DateTimeOffset at)
    {
        var resumed = state.Stages.Last(stage => stage.Kind == StageKind.Assignment);
        return state.End(at, StageEnd.Cancelled).Open(StageKind.Assignment, Offices.Government, at, resumed.Round, resumed.Sequence) with
        {
            Status = CaseStatus.HandedOver,
            LeadAgencyId = null,
            CoAgencyIds = [],
            ReturnsByAgencies = state.ReturnsByAgencies + 1,
            OpenPauseRequest = null,
            OpenExtensionRequest = null,
        };
    }

    /// <summary>A new answer of the agency: what was said about the one before (accepted, evaluated, looked back at) is no longer about this one.</summary>
    private static Case Answered(Case state, Replied f, DateTimeOffset at) => state with
    {
        Status = CaseStatus.Replied,
        Reply = f,
        AnsweredAt = at,
        ReplyAccepted = false,
        Evaluation = null,
        EvaluatedAt = null,
        LookedBackAt = null,
        LookBackOpen = false,
        OpenPauseRequest = null,
        OpenExtensionRequest = null,
    };

    private static Case NextRound(Case state, DateTimeOffset at)
    {
        if (state.AnsweredByDeputyAlone)
            return state.Open(StageKind.Triage, DeputyOwner(state.DeputyId), at, state.RoundsOf(StageKind.Triage) + 1) with { Status = CaseStatus.Received };

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

    private static Case Pause(Case state, DateTimeOffset at) => (state with { OpenPauseRequest = null }).ChangeOpenStage(
        stage => stage with { Pauses = [.. stage.Pauses, new Pause(at, null)] });

    private static Case Resume(Case state, DateTimeOffset at) => state.ChangeOpenStage(
        stage => stage with { Pauses = [.. stage.Pauses.SkipLast(1), stage.Pauses[^1] with { Until = at }] });

    private static Case Extended(Case state, ExtensionDecided f) => f.Granted
        ? state.ChangeOpenStage(stage => stage with { ExtensionDays = stage.ExtensionDays + f.WorkingDays }) with { OpenExtensionRequest = null, ExtensionGranted = true }
        : state with { OpenExtensionRequest = null };

    /// <summary>The clock of a triage goes on with its new owner; a stage of anybody else stays theirs.</summary>
    private static Case ToDeputy(Case state, string? deputyId) => (state.OpenStage is { Kind: StageKind.Triage }
        ? state.ChangeOpenStage(stage => stage with { Owner = DeputyOwner(deputyId) })
        : state) with
    { DeputyId = deputyId };

    /// <summary>Merging is the deputy's work done; for a stage of anybody else the matter has gone away.</summary>
    private static StageEnd MergeEnds(Case state) =>
        state.OpenStage is { Kind: StageKind.Triage } ? StageEnd.Completed : StageEnd.Cancelled;

    private static StageOwner DeputyOwner(string? deputyId) =>
        deputyId is null ? Offices.Committee : new StageOwner(Role.Deputy, deputyId);
}

file static class Offices
{
    public static readonly StageOwner Committee = new(Role.CommitteeOffice, null);

    public static readonly StageOwner Government = new(Role.GovernmentOffice, null);
}

file static class StageSteps
{
    public static int RoundsOf(this Case state, StageKind kind) => state.Stages.Count(stage => stage.Kind == kind);

    public static Case End(this Case state, DateTimeOffset at, StageEnd end = StageEnd.Completed) =>
        state.OpenStage is null ? state : state.ChangeOpenStage(stage => stage with { EndedAt = at, End = end, Pauses = Ended(stage.Pauses, at) });

    public static Case Open(this Case state, StageKind kind, StageOwner owner, DateTimeOffset at, int round = 1, int? resumes = null) =>
        state with
        {
            Stages = [.. state.Stages, new Stage(state.Stages.Count + 1, kind, round, owner, at, null, null, [], 0, resumes)],
        };

    public static Case ChangeOpenStage(this Case state, Func<Stage, Stage> change) =>
        state with { Stages = [.. state.Stages.SkipLast(1), change(state.Stages[^1])] };

    private static IReadOnlyList<Pause> Ended(IReadOnlyList<Pause> pauses, DateTimeOffset at) =>
        pauses is [.., { Until: null } last] ? [.. pauses.SkipLast(1), last with { Until = at }] : pauses;
}
