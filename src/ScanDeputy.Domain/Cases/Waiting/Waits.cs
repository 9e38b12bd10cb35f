using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Waiting;

/// <summary>
/// What waits for whom, since when, until when: the one definition behind work lists, counts, digests and the top of a case. A function of the
/// case and the rules alone. What is no state of a case (content to release, messages that could not be delivered) is counted beside it.
/// </summary>
public static class Waits
{
    /// <summary>All of them; whose turn it is first.</summary>
    public static IReadOnlyList<Wait> Of(CaseDates counted) => [.. TurnOf(counted) is { } turn ? [turn] : Array.Empty<Wait>(), .. Beside(counted)];

    /// <summary>Whose turn it is; null when the case waits for nobody.</summary>
    public static Wait? TurnOf(CaseDates counted)
    {
        var state = counted.State;
        if (state.OpenStage is { } stage)
            return new Wait(state.AwaitsVerdict ? WaitKind.Verdict : WaitKind.Stage, stage.Owner.Role, stage.Owner.Id, stage.StartedAt, DateOf(counted));

        return state switch
        {
            _ when LookBackOf(counted) is { } lookBack => lookBack,
            { SupervisionRequired: true, SupervisionRequiredAt: { } requiredAt } => new Wait(WaitKind.Supervision, Role.Supervisor, null, requiredAt, null),
            _ when PromiseOf(state) is { } promise => promise,
            { IsOwn: false, Status: CaseStatus.Replied or CaseStatus.Answered, AnsweredAt: { } at } =>
                new Wait(WaitKind.Evaluation, Role.Resident, state.ResidentId, state.PromiseKeptAt ?? at, new CaseMoves(counted.Rules).EvaluationEndsOn(state)),
            _ => null,
        };
    }

    private static IEnumerable<Wait> Beside(CaseDates counted)
    {
        var state = counted.State;
        if (state.OpenStage is { } stage)
        {
            if (state is { OpenPauseRequest: not null, PauseAskedAt: { } pauseAt })
                yield return new Wait(WaitKind.PauseDecision, Role.GovernmentOffice, null, pauseAt, DateOf(counted));
            if (state is { OpenExtensionRequest: not null, ExtensionAskedAt: { } extensionAt })
                yield return new Wait(WaitKind.ExtensionDecision, Role.GovernmentOffice, null, extensionAt, DateOf(counted));
            foreach (var agency in OpinionsToGive(state))
                yield return new Wait(WaitKind.Opinion, Role.AgencyHandler, agency, stage.StartedAt, OpinionDateOf(counted, stage));
            if (state is { SupervisionRequired: true, SupervisionRequiredAt: { } requiredAt })
                yield return new Wait(WaitKind.Supervision, Role.Supervisor, null, requiredAt, null);
        }

        foreach (var asked in SignaturesToGive(state))
            yield return new Wait(WaitKind.CoSignature, Role.Deputy, asked.DeputyId, asked.AskedAt, null);

        // The deputy's word on the answer and the one on its promise are each their own.
        if (state.AwaitsVerdict && LookBackOf(counted) is { } lookBack)
            yield return lookBack;
        if (PromiseOf(state) is { } promise && promise != TurnOf(counted))
            yield return promise;
        if (state is { OpenSupervision: { } order, OrderedAt: { } orderedAt })
        {
            yield return Answering(state, orderedAt, order.AnswerBy);
            yield return new Wait(WaitKind.OrderUnanswered, Role.Supervisor, null, ChinaTime.StartOf(order.AnswerBy.AddDays(1)), order.AnswerBy);
        }
    }

    private static Wait? LookBackOf(CaseDates counted) => counted.State is { LookBackOpen: true, LookedBackAt: { } at } state
        ? ForDeputy(state, WaitKind.LookBack, at, CaseReminders.LookBackEndsOn(at, counted.Rules.Calendar))
        : null;

    private static Wait? PromiseOf(Case state) => state is
    {
        LookedBackAt: null, Reply: { Outcome: Outcome.InProgress, PromisedOn: { } promisedOn }, AnsweredAt: { } at, LeadAgencyId: { } lead,
        Status: CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed,
    }
        ? new Wait(WaitKind.Promise, Role.AgencyHandler, lead, at, promisedOn)
        : null;

    /// <summary>Whoever has the case, else who did the work last.</summary>
    private static Wait Answering(Case state, DateTimeOffset since, DateOnly by) => state switch
    {
        { StageOwnerAnswersOrders: true, OpenStage: { } stage } => new Wait(WaitKind.Order, stage.Owner.Role, stage.Owner.Id, since, by),
        { LeadAgencyId: { } lead } => new Wait(WaitKind.Order, Role.AgencyHandler, lead, since, by),
        _ => ForDeputy(state, WaitKind.Order, since, by),
    };

    /// <summary>Where no deputy is left, the committee office has to find one.</summary>
    private static Wait ForDeputy(Case state, WaitKind kind, DateTimeOffset since, DateOnly? until) =>
        new(kind, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy, state.DeputyId, since, until);

    private static IEnumerable<string> OpinionsToGive(Case state) => state.OpenStage is { Kind: StageKind.Handling } ? state.CoAgencyIds.Except(state.OpinionsGiven) : [];

    private static IEnumerable<CoSigner> SignaturesToGive(Case state) =>
        state.TakesCoSigners ? state.CoSigners.Where(one => one.Standing == CoSignerStanding.Asked) : [];

    /// <summary>While the clock stands still the date will move, and nobody knows how far.</summary>
    private static DateOnly? DateOf(CaseDates counted) => counted.Open is { ClockStopped: false } dates ? dates.DueOn : null;

    private static DateOnly? OpinionDateOf(CaseDates counted, Stage stage) => DateOf(counted) is null ? null : counted.CoOpinionDueOn(stage);
}
