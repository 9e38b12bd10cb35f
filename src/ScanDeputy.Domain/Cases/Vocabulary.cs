using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases;

/// <summary>Where a case stands (handbook §3). The order is that of the main road, not of time.</summary>
public enum CaseStatus
{
    Received,
    Answered,
    Redirected,
    Merged,
    Withdrawn,
    Adopted,
    HandedOver,
    Assigned,
    Handling,
    Replied,
    Evaluated,
    Closed,
}

/// <summary>What somebody is to one particular case. A right to a move hangs on this, never on the role alone.</summary>
public enum Party
{
    Resident,
    Keeper,
    Deputy,

    /// <summary>The deputy whose own suggestion it is; such a deputy is the case's <see cref="Deputy"/> as well.</summary>
    Proposer,

    /// <summary>附议人: a deputy who was asked to sign another deputy's own suggestion.</summary>
    CoSigner,
    Committee,
    Government,
    LeadAgency,
    CoAgency,
    Supervisor,
    System,
}

/// <summary>Everything that can be done to a case (handbook §3). Names on the wire are in <see cref="MoveNames"/>.</summary>
public enum Move
{
    Answer,
    Adopt,
    Redirect,
    Transfer,
    Merge,
    HandOver,
    ReturnToDeputy,
    Assign,
    Sign,
    ReturnToOffice,
    CoOpinion,
    Pause,
    PauseDecision,
    Resume,
    LogContact,
    Extension,
    ExtensionDecision,
    Reply,
    Accept,
    Reject,
    Evaluate,
    Supplement,
    Withdraw,
    AskCoSigners,
    CoSign,
    Urge,
    Supervise,
    SupervisionAnswer,
    LookBack,
    ExpireEvaluation,
    LapseVerdict,
    Close,
    HandOn,
}

/// <summary>Who did something. <see cref="Id"/> is the account, or the name of the sweep for <see cref="Role.System"/>.</summary>
public sealed record Actor(string Id, Role Role)
{
    public static Actor Program(string sweep) => new(sweep, Role.System);
}

/// <summary>What became of the matter, in the agency's words: A 已解决, B 正在解决或列入计划, C 暂不能解决 (handbook §3).</summary>
public enum Outcome
{
    Solved,
    InProgress,
    NotNow,
}

/// <summary>What a deputy's own suggestion is: 建议, 批评, 意见.</summary>
public enum SuggestionKind
{
    Suggestion,
    Criticism,
    Opinion,
}

/// <summary>三见面 (handbook §3): when an agency spoke with those concerned.</summary>
public enum ContactPhase
{
    Before,
    During,
    After,
}

/// <summary>How it spoke with them.</summary>
public enum ContactWay
{
    Visit,
    Meeting,
    Phone,
    Message,
}

/// <summary>With whom.</summary>
public enum ContactWith
{
    Deputy,
    Resident,
    Both,
}

/// <summary>A mark of the resident, or of the deputy on handling and result; <see cref="NotGiven"/> is set by the program when the resident's time has run out (handbook §3).</summary>
public enum Grade
{
    Satisfied,
    BasicallySatisfied,
    Unsatisfied,
    NotGiven,
}
