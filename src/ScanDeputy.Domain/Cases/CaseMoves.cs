using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases.Facts;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// Decides: a case, a command, and what the asker is to the case → the facts that follow, or a refusal. Pure; the only door
/// through which a case changes, so that an illegal move is impossible and not only hidden in a page (handbook §3).
/// </summary>
public sealed class CaseMoves(CalendarHistory calendars, PolicyHistory policies)
{
    private readonly StageClock _clock = new(calendars, policies);

    public CaseMoves(DateRules rules)
        : this(rules.Calendars, rules.Policies)
    {
    }

    /// <summary>The last day, inclusive, on which the resident may evaluate the last answer; null without an answer (handbook §3: 15 days).</summary>
    public DateOnly? EvaluationEndsOn(Case state) => state.AnsweredAt is { } answeredAt
        ? ChinaTime.DateOf(answeredAt).AddDays(policies.At(answeredAt).EvaluationDays)
        : null;

    public Result<IReadOnlyList<Fact>> Decide(Case state, CaseCommand command, IReadOnlyCollection<Party> asker, DateTimeOffset at)
    {
        var by = asker.Where(party => MoveTable.Allows(command.Move, party, state.Status)).ToList();
        if (by.Count == 0)
            return new Refusal(CaseRefusals.MoveNotAllowed);

        return Check(state, command, by, at) is { } refusal ? refusal : Facts(state, command, by);
    }

    /// <summary>The moves this asker may make now, in the order of the table. The program's own moves are never among them.</summary>
    public IReadOnlyList<Move> Allowed(Case state, IReadOnlyCollection<Party> asker, DateTimeOffset at) =>
    [
        .. MoveTable.Rows
            .Where(row => row.From.Contains(state.Status))
            .Where(row => row.By.Any(party => asker.Contains(party) && PossibleFor(state, row.Move, party, at)))
            .Select(row => row.Move)
            .Distinct(),
    ];

    /// <summary>Conditions that hold or fail whatever the command says; the rest is checked in <see cref="Check"/>.</summary>
    private bool PossibleFor(Case state, Move move, Party by, DateTimeOffset at) => move switch
    {
        Move.Transfer => state.Status == CaseStatus.Received || (state.DeputyId is null && NeedsDeputy(state)),
        Move.HandOn => NeedsDeputy(state),
        Move.ReturnToOffice => MayReturn(state, at),
        Move.Pause => by == Party.Government ? !IsPaused(state) : !IsPaused(state) && state.OpenPauseRequest is null,
        Move.Resume => IsPaused(state),
        Move.RequestExtension => state.OpenExtensionRequest is null && !state.ExtensionGranted && !IsOverdue(state, at),
        Move.DecideExtension => state.OpenExtensionRequest is not null,
        Move.Accept => state.LookBackOpen || (state.Reply is not null && !state.ReplyAccepted && state.Status != CaseStatus.Closed),
        Move.Reject => state.LookBackOpen || (state.Status == CaseStatus.Replied && !state.ReplyAccepted && state.Rejections < 2),
        Move.Evaluate => ChinaTime.DateOf(at) <= EvaluationEndsOn(state),
        Move.ExpireEvaluation => ChinaTime.DateOf(at) > EvaluationEndsOn(state),
        Move.LookBack => MayLookBack(state, at),
        Move.Close => !state.SupervisionRequired && state.OpenSupervision is null,
        Move.AnswerSupervision => state.OpenSupervision is not null,
        Move.Supervise => state.OpenSupervision is null,
        _ => true,
    };

    private Refusal? Check(Case state, CaseCommand command, List<Party> by, DateTimeOffset at)
    {
        if (!by.Exists(party => PossibleFor(state, command.Move, party, at)))
            return new Refusal(CaseRefusals.MoveNotAllowed);

        var today = ChinaTime.DateOf(at);
        return command switch
        {
            AssignCase c when c.CoAgencyIds.Contains(c.LeadAgencyId) => Refusal.OfField("coAgencyIds", CaseRefusals.LeadAmongCoAgencies),
            GiveCoOpinion c when !state.CoAgencyIds.Contains(c.AgencyId) => new Refusal(CaseRefusals.MoveNotAllowed),
            MergeCase c when c.IntoCaseId == state.Id => Refusal.OfField("intoCaseId", CaseRefusals.MergeIntoItself),
            HandCaseOn c when c.DeputyId == state.DeputyId => Refusal.OfField("deputyId", CaseRefusals.SameDeputy),
            TransferCase c when c.DeputyId == state.DeputyId => Refusal.OfField("deputyId", CaseRefusals.SameDeputy),
            RequestExtension c when c.WorkingDays < 1 || c.WorkingDays > PolicyOf(state).LongestExtension =>
                Refusal.OfField("days", CaseRefusals.ExtensionTooLong),
            ReplyToCase { Outcome: Outcome.InProgress, PromisedOn: null } => Refusal.OfField("promisedOn", CaseRefusals.PromiseNeeded),
            ReplyToCase { Outcome: Outcome.InProgress, PromisedOn: { } on } when on <= today => Refusal.OfField("promisedOn", CaseRefusals.DateInThePast),
            ReplyToCase { Outcome: Outcome.InProgress, PromisedOn: { } on } when IsTooFar(on, today) => Refusal.OfField("promisedOn", CaseRefusals.DateTooFar),
            PauseCase { Until: { } until } when until <= today => Refusal.OfField("until", CaseRefusals.DateInThePast),
            PauseCase { Until: { } until } when IsTooFar(until, today) => Refusal.OfField("until", CaseRefusals.DateTooFar),
            EvaluateCase { Grade: not (Grade.Satisfied or Grade.BasicallySatisfied or Grade.Unsatisfied) } => Refusal.OfField("grade", CaseRefusals.GradeOutOfRange),
            SuperviseCase c when c.AnswerBy < today => Refusal.OfField("answerBy", CaseRefusals.DateInThePast),
            SuperviseCase c when IsTooFar(c.AnswerBy, today) => Refusal.OfField("answerBy", CaseRefusals.DateTooFar),
            SuperviseCase c when c.Level is < 1 or > 3 => Refusal.OfField("level", CaseRefusals.LevelOutOfRange),
            _ => null,
        };
    }

    private Result<IReadOnlyList<Fact>> Facts(Case state, CaseCommand command, List<Party> by)
    {
        IReadOnlyList<Fact> facts = command switch
        {
            AnswerCase c => [new Answered(c.Text)],
            AdoptCase c => [new Adopted(c.SuggestionTitle, c.Note)],
            RedirectCase c => [new Redirected(c.Reason, c.Destination, c.Text)],
            TransferCase c => [new Transferred(c.DeputyId, c.StationId, c.Note)],
            HandCaseOn c => [new HandedOn(c.DeputyId)],
            MergeCase c => [new Merged(c.IntoCaseId, c.Note)],
            HandOverCase c => [new HandedOver(c.Note)],
            ReturnCaseToDeputy c => [new ReturnedToDeputy(c.Reason)],
            AssignCase c => [new AgencyAssigned(c.LeadAgencyId, [.. c.CoAgencyIds.Distinct()], c.Note)],
            SignCase => [new Signed()],
            ReturnCaseToOffice c => ReturnFacts(state, c, PolicyOf(state)),
            GiveCoOpinion c => [new CoOpinionGiven(c.AgencyId, c.Text)],
            PauseCase c => by.Contains(Party.Government) ? [new Paused(c.Reason, c.Until)] : [new PauseRequested(c.Reason, c.Until)],
            ResumeCase => [new Resumed()],
            RequestExtension c => [new ExtensionRequested(c.WorkingDays, c.Reason)],
            DecideExtension c => [new ExtensionDecided(c.Granted, c.Granted ? state.OpenExtensionRequest!.WorkingDays : 0, c.Note)],
            ReplyToCase c => [new Replied(c.Outcome, c.PublicText, c.InternalNote, c.Outcome == Outcome.InProgress ? c.PromisedOn : null, c.AttachmentIds)],
            AcceptReply c => [new AnswerAccepted(c.Note)],
            RejectReply c => RejectFacts(state, c),
            EvaluateCase c => EvaluationFacts(state, c),
            SupplementCase c => [new Supplemented(c.Text, c.AttachmentIds)],
            WithdrawCase c => [new Withdrawn(c.Reason)],
            SuperviseCase c => [new SupervisionOrdered(c.Level, c.Text, c.AnswerBy)],
            AnswerSupervision c => [new SupervisionAnswered(c.Text)],
            LookBackAtPromise => [new LookedBack()],
            ExpireEvaluation => [new Evaluated(Grade.NotGiven, null)],
            CloseCase => [new Closed()],
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without a rule."),
        };
        return Result.Of(facts);
    }

    /// <summary>The third return goes to a supervisor, or whichever the jurisdiction's policy names (handbook §3).</summary>
    private static IReadOnlyList<Fact> ReturnFacts(Case state, ReturnCaseToOffice c, DeadlinePolicy policy)
    {
        var returned = new ReturnedToOffice(state.LeadAgencyId!, c.Reason, c.ProposedAgencyId);
        return state.ReturnsByAgencies + 1 >= policy.SupervisedReturn ? [returned, new SupervisionRequired(SupervisionCause.ReturnedThreeTimes)] : [returned];
    }

    /// <summary>
    /// The first rejection opens another round of handling, the second one goes to supervision [000:1257]. A promise that was
    /// looked back at and not kept goes back to the agency whatever was rejected before (回头看).
    /// </summary>
    private static IReadOnlyList<Fact> RejectFacts(Case state, RejectReply c) => state switch
    {
        { LookBackOpen: true } => [new AnswerRejected(c.Reason), new RoundOpened(RoundCause.PromiseNotKept)],
        { Rejections: 0 } => [new AnswerRejected(c.Reason), new RoundOpened(RoundCause.RejectedByDeputy)],
        _ => [new AnswerRejected(c.Reason), new SupervisionRequired(SupervisionCause.RejectedTwice)],
    };

    /// <summary>The first 不满意 opens one more round, the second one goes to supervision; the old answer stays in the ledger.</summary>
    private static IReadOnlyList<Fact> EvaluationFacts(Case state, EvaluateCase c)
    {
        var evaluated = new Evaluated(c.Grade, c.Text);
        if (c.Grade != Grade.Unsatisfied)
            return [evaluated];

        return state.Dissatisfactions == 0
            ? [evaluated, new RoundOpened(RoundCause.UnsatisfiedResident)]
            : [evaluated, new SupervisionRequired(SupervisionCause.UnsatisfiedTwice)];
    }

    private bool MayReturn(Case state, DateTimeOffset at)
    {
        if (state.Status == CaseStatus.Assigned)
            return true;

        // A later round is the agency's own work done again; it cannot be handed back as somebody else's.
        return state.Round == 1 && state.AssignedAt is { } assignedAt
            && calendars.Latest.CountBetween(ChinaTime.DateOf(assignedAt), ChinaTime.DateOf(at)) <= PolicyOf(state).ReturnWindow;
    }

    /// <summary>A closed case asks nothing more of a deputy, unless a promise has to be looked back at or judged.</summary>
    private static bool NeedsDeputy(Case state) =>
        state.Status != CaseStatus.Closed || state.LookBackOpen || state is { LookedBackAt: null, Reply: { Outcome: Outcome.InProgress, PromisedOn: not null } };

    /// <summary>Once for each promise, from the promised date on (handbook §3).</summary>
    private static bool MayLookBack(Case state, DateTimeOffset at) =>
        state.LookedBackAt is null && state.Reply is { Outcome: Outcome.InProgress, PromisedOn: { } promisedOn } && promisedOn <= ChinaTime.DateOf(at);

    /// <summary>Ours: what nobody of today will see is a slip of the hand.</summary>
    private static bool IsTooFar(DateOnly on, DateOnly today) => on > today.AddYears(10);

    private DeadlinePolicy PolicyOf(Case state) => state.OpenStage is { } stage ? policies.Of(stage) : policies.At(DateTimeOffset.MaxValue);

    private static bool IsPaused(Case state) => state.OpenStage is { IsPaused: true };

    private bool IsOverdue(Case state, DateTimeOffset at) =>
        state.OpenStage is { } stage && _clock.DatesOf(stage, state.Stages).IsOverdue(ChinaTime.DateOf(at));
}
