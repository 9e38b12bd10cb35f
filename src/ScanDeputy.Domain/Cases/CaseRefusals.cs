namespace ScanDeputy.Domain.Cases;

/// <summary>Codes of what a case refuses, and keys of the field texts that go with <c>invalid</c>. Append-only.</summary>
public static class CaseRefusals
{
    public const string MoveNotAllowed = "move_not_allowed";
    public const string UrgeTooEarly = "move_not_allowed_urge_too_early";
    public const string UrgedBefore = "move_not_allowed_urged_before";
    public const string UrgeWhilePaused = "move_not_allowed_urge_while_paused";
    public const string LeadAmongCoAgencies = "field_lead_among_co_agencies";
    public const string MergeIntoItself = "field_merge_into_itself";
    public const string SameDeputy = "field_same_deputy";
    public const string CoSignerIsProposer = "field_co_signer_is_proposer";
    public const string CoSignerAsked = "field_co_signer_asked";
    public const string CoSignersTooMany = "field_co_signers_too_many";
    public const string CoSignedBefore = "field_co_signed_before";
    public const string ExtensionTooLong = "field_extension_too_long";
    public const string PromiseNeeded = "field_promise_needed";
    public const string DateInThePast = "field_date_in_the_past";
    public const string DateLongAgo = "field_date_long_ago";
    public const string DateAhead = "field_date_ahead";
    public const string DateTooFar = "field_date_too_far";
    public const string GradeOutOfRange = "field_grade_out_of_range";
    public const string AcceptedUnsatisfied = "field_accepted_unsatisfied";
    public const string RejectedSatisfied = "field_rejected_satisfied";
    public const string LevelOutOfRange = "field_level_out_of_range";
}
