using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>What facts do to the stages of a case.</summary>
internal static class StageSteps
{
    public static readonly StageOwner Committee = new(Role.CommitteeOffice, null);

    public static readonly StageOwner Government = new(Role.GovernmentOffice, null);

    public static StageOwner DeputyOwner(string? deputyId) => deputyId is null ? Committee : new StageOwner(Role.Deputy, deputyId);

    public static int RoundsOf(this Case state, StageKind kind) => state.Stages.Count(stage => stage.Kind == kind);

    public static Case End(this Case state, DateTimeOffset at, StageEnd end = StageEnd.Completed) =>
        state.OpenStage is null ? state : state.ChangeOpenStage(stage => stage with { EndedAt = at, End = end, Pauses = Ended(stage.Pauses, at) });

    /// <summary>Ends the deputy's stage, if it is open, and no other.</summary>
    public static Case EndVerdict(this Case state, DateTimeOffset at, StageEnd end = StageEnd.Completed) => state.AwaitsVerdict ? state.End(at, end) : state;

    public static Case Open(this Case state, StageKind kind, StageOwner owner, DateTimeOffset at, int round = 1, int? resumes = null) =>
        state with
        {
            Stages = [.. state.Stages, new Stage(state.Stages.Count + 1, kind, round, owner, at, null, null, [], 0, resumes)],
        };

    public static Case ChangeOpenStage(this Case state, Func<Stage, Stage> change) =>
        state with { Stages = [.. state.Stages.SkipLast(1), change(state.Stages[^1])] };

    /// <summary>Another round of triage, with days of its own.</summary>
    public static Case TriageAgain(this Case state, DateTimeOffset at) =>
        state.Open(StageKind.Triage, DeputyOwner(state.DeputyId), at, state.RoundsOf(StageKind.Triage) + 1) with { Status = CaseStatus.Received };

    /// <summary>The clock of a deputy's stage goes on with its new owner; a stage of anybody else stays theirs. Nobody signs their own suggestion twice.</summary>
    public static Case ToDeputy(this Case state, string? deputyId) => (state.OpenStage is { Kind: StageKind.Triage or StageKind.Verdict }
        ? state.ChangeOpenStage(stage => stage with { Owner = DeputyOwner(deputyId) })
        : state) with
    { DeputyId = deputyId, CoSigners = [.. state.CoSigners.Where(one => one.DeputyId != deputyId)] };

    private static IReadOnlyList<ClockPause> Ended(IReadOnlyList<ClockPause> pauses, DateTimeOffset at) =>
        pauses is [.., { Until: null } last] ? [.. pauses.SkipLast(1), last with { Until = at }] : pauses;
}
