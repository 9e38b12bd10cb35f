using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Whose turn it is and until when (<see cref="Waits.TurnOf"/>): kept in the case's row, so that a list or a sweep is one walk along an index.</summary>
/// <param name="ExpiresOn">
/// Last day of waiting for the deputy's verdict, for an evaluation, for the closing that follows them, or for a promised date to come; a sweep acts the day after.
/// </param>
public sealed record CaseSummary(string? WaitingRole, string? WaitingId, string? StageKind, DateOnly? DueOn, DateOnly? ExpiresOn)
{
    /// <summary>The sequence of the stage that runs.</summary>
    public int? OpenStage { get; private init; }

    /// <summary>Whether that stage's clock stands still.</summary>
    public bool ClockStopped { get; private init; }

    /// <summary>Nothing is left to be done by anybody, and no date is waited for.</summary>
    public bool IsEnded { get; private init; }

    public static CaseSummary Of(CaseDates counted)
    {
        var state = counted.State;
        if (state.OpenStage is { } stage)
        {
            return new CaseSummary(stage.Owner.Role.ToString(), stage.Owner.Id, stage.Kind.ToString(), counted.Of(stage).DueOn, ExpiryOf(counted))
            {
                OpenStage = stage.Sequence,
                ClockStopped = counted.Of(stage).ClockStopped,
            };
        }

        var turn = Waits.TurnOf(counted);
        // The resident is the case's own.
        var expires = ExpiryOf(counted);
        return new CaseSummary(turn?.Role.ToString(), turn?.Role == Role.Resident ? null : turn?.Id, null, null, expires)
        {
            IsEnded = turn is null && expires is null && state.Status is (CaseStatus.Closed or CaseStatus.Redirected or CaseStatus.Merged or CaseStatus.Withdrawn),
        };
    }

    /// <summary>The first of what is waited for beside the stages of the chain.</summary>
    private static DateOnly? ExpiryOf(CaseDates counted)
    {
        // The look-back is due on the promised date itself, so its waiting ends the day before.
        DateOnly?[] waited = [counted.VerdictEndsOn, EndOf(counted.State, counted.Rules), LookBackOn(counted.State)?.AddDays(-1)];
        return waited.Min();
    }

    /// <summary>The promised date that has not been looked back at; null when there is none.</summary>
    private static DateOnly? LookBackOn(Case state) => state is
    {
        LookedBackAt: null, Reply: { Outcome: Outcome.InProgress, PromisedOn: { } promisedOn },
        Status: CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed,
    }
        ? promisedOn
        : null;

    private static DateOnly? EndOf(Case state, DateRules rules) => state.Status switch
    {
        CaseStatus.Replied when state.IsOwn => IsJudged(state) && (state.PromiseKeptAt ?? state.Verdict?.At) is { } said ? ChinaTime.DateOf(said) : null,
        CaseStatus.Answered or CaseStatus.Replied => new CaseMoves(rules).EvaluationEndsOn(state),
        CaseStatus.Evaluated when IsJudged(state) && state.EvaluatedAt is { } at => ChinaTime.DateOf(at),
        _ => null,
    };

    /// <summary>A case under supervision stays open until the supervisor has an answer, one with a promise or without a verdict until the deputy has judged.</summary>
    private static bool IsJudged(Case state) => state is { SupervisionRequired: false, OpenSupervision: null, HasOpenPromise: false, AwaitsVerdict: false };
}
