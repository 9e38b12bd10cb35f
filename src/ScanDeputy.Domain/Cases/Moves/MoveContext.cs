using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>What a move is decided on: the case, as what it is asked, when, and the rules that dates are counted with.</summary>
/// <param name="By">What the asker is to the case, as far as the table knows the move for it.</param>
public sealed record MoveContext(Case State, IReadOnlyCollection<Party> By, DateTimeOffset At, DateRules Rules)
{
    public DateOnly Today => ChinaTime.DateOf(At);

    /// <summary>The policy that holds for the open stage; the newest when there is none.</summary>
    public DeadlinePolicy Policy => State.OpenStage is { } stage ? Rules.Policies.Of(stage) : Rules.Policies.At(DateTimeOffset.MaxValue);

    public bool IsPaused => State.OpenStage is { IsPaused: true };

    public bool IsOverdue => new CaseDates(State, Rules).Open?.IsOverdue(Today) == true;

    /// <summary>The last day, inclusive, on which the resident may evaluate the last answer; null without an answer, or while its promise is open (handbook §3: 15 days).</summary>
    public DateOnly? EvaluationEndsOn => EvaluateCommand.EndsOn(State, Rules.Policies);

    /// <summary>A closed case asks nothing more of a deputy, unless a promise has to be looked back at or judged.</summary>
    public bool NeedsDeputy => State.Status != CaseStatus.Closed || State.LookBackOpen
        || State is { LookedBackAt: null, Reply: { Outcome: Outcome.InProgress, PromisedOn: not null } };

    /// <summary>Assumption: a date more than ten years ahead is a slip of the hand.</summary>
    public Refusal? CheckDate(string field, DateOnly on, DateOnly earliest)
    {
        if (on < earliest)
            return Refusal.OfField(field, CaseRefusals.DateInThePast);

        return on > Today.AddYears(10) ? Refusal.OfField(field, CaseRefusals.DateTooFar) : null;
    }
}
