using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Waiting;

/// <summary>For what a case waits.</summary>
public enum WaitKind
{
    /// <summary>The work of the open stage, but for a verdict.</summary>
    Stage,

    /// <summary>Whether a promise was kept is for the deputy to say (回头看).</summary>
    LookBack,

    /// <summary>The deputy's word on the agency's answer: the stage that comes last, with its date.</summary>
    Verdict,

    /// <summary>A supervisor has to look at the case.</summary>
    Supervision,

    /// <summary>The resident's mark.</summary>
    Evaluation,

    /// <summary>What an agency has promised is still to be done.</summary>
    Promise,

    /// <summary>A pause that the agency asked for is to be granted or refused.</summary>
    PauseDecision,

    /// <summary>More working days that the agency asked for are to be granted or refused.</summary>
    ExtensionDecision,

    /// <summary>Whether a deputy signs another deputy's own suggestion (附议), which can be said until it is handed over.</summary>
    CoSignature,

    /// <summary>A co-agency's opinion.</summary>
    Opinion,

    /// <summary>The answer to a supervision order.</summary>
    Order,

    /// <summary>A supervision order whose date has passed without an answer: back with the supervisors.</summary>
    OrderUnanswered,

    /// <summary>The committee office has to look at content before the public sees it. No state of the case: it is added to what its events say.</summary>
    Content,
}

/// <summary>That a case waits for somebody: what for, since when, until when.</summary>
/// <param name="Role">Of whoever it waits for.</param>
/// <param name="Id">The deputy, the agency or the resident; null for an office or the supervisors, which are one per jurisdiction.</param>
/// <param name="Until">The last day, inclusive, Asia/Shanghai; null where nothing sets a date, or while the clock stands still.</param>
public sealed record Wait(WaitKind Kind, Role Role, string? Id, DateTimeOffset Since, DateOnly? Until)
{
    public bool IsLate(DateOnly today) => today > Until;

    /// <summary>It is the open stage that waits.</summary>
    public bool IsOfStage => Kind is WaitKind.Stage or WaitKind.Verdict;

    /// <summary>
    /// Whether it is in the list of what waits for such a person on that day. A supervisor is shown as well every stage whose date has passed.
    /// </summary>
    /// <param name="id">The person's deputy, agency or account, as the role has it.</param>
    public bool IsFor(Role role, string? id, DateOnly today) =>
        (role == Role && (Id is null || Id == id) && (Kind != WaitKind.OrderUnanswered || IsLate(today)))
        || (role == Role.Supervisor && IsOfStage && IsLate(today));
}
