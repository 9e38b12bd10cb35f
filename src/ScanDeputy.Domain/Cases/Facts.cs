using System.Text.Json.Serialization;

namespace ScanDeputy.Domain.Cases.Facts;

/// <summary>
/// What happened, without who and when (<see cref="CaseEvent"/> adds these). The set is append-only: a stored fact is never
/// rewritten, so properties may be added with a default but not renamed. Personal data never enters a fact; the report's text
/// and photos are held by their fingerprint, so that a lawful deletion does not break the chain.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Adopted), "adopted")]
[JsonDerivedType(typeof(Redirected), "redirected")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(Merged), "merged")]
[JsonDerivedType(typeof(HandedOver), "handedOver")]
[JsonDerivedType(typeof(ReturnedToDeputy), "returnedToDeputy")]
[JsonDerivedType(typeof(AgencyAssigned), "assigned")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(ReturnedToOffice), "returnedToOffice")]
[JsonDerivedType(typeof(CoOpinionGiven), "coOpinion")]
[JsonDerivedType(typeof(PauseRequested), "pauseRequested")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(ExtensionRequested), "extensionRequested")]
[JsonDerivedType(typeof(ExtensionDecided), "extensionDecided")]
[JsonDerivedType(typeof(Replied), "replied")]
[JsonDerivedType(typeof(AnswerAccepted), "accepted")]
[JsonDerivedType(typeof(AnswerRejected), "rejected")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(RoundOpened), "roundOpened")]
[JsonDerivedType(typeof(SupervisionRequired), "supervisionRequired")]
[JsonDerivedType(typeof(SupervisionOrdered), "supervisionOrdered")]
[JsonDerivedType(typeof(SupervisionAnswered), "supervisionAnswered")]
[JsonDerivedType(typeof(Supplemented), "supplemented")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(LookedBack), "lookedBack")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(HandedOn), "handedOn")]
public abstract record Fact;

/// <summary>A report came in. <see cref="EnteredByKeeper"/>: a station keeper wrote it down for a visitor.</summary>
public sealed record Submitted(
    string Jurisdiction, string StationId, string District, string CategoryId, string ResidentId, string? DeputyId,
    string Fingerprint, bool EnteredByKeeper = false) : Fact;

public sealed record Answered(string Text) : Fact;

public sealed record Adopted(string SuggestionTitle, string? Note) : Fact;

/// <summary>Never a silent refusal: a reason code and where to go instead.</summary>
public sealed record Redirected(string Reason, string Destination, string Text) : Fact;

public sealed record Transferred(string DeputyId, string? StationId, string? Note) : Fact;

public sealed record Merged(string IntoCaseId, string? Note) : Fact;

public sealed record HandedOver(string? Note) : Fact;

public sealed record ReturnedToDeputy(string Reason) : Fact;

public sealed record AgencyAssigned(string LeadAgencyId, IReadOnlyList<string> CoAgencyIds, string? Note) : Fact;

public sealed record Signed : Fact;

public sealed record ReturnedToOffice(string AgencyId, string Reason, string? ProposedAgencyId) : Fact;

public sealed record CoOpinionGiven(string AgencyId, string Text) : Fact;

public sealed record PauseRequested(string Reason, DateOnly? Until) : Fact;

public sealed record Paused(string Reason, DateOnly? Until) : Fact;

public sealed record Resumed : Fact;

public sealed record ExtensionRequested(int WorkingDays, string Reason) : Fact;

public sealed record ExtensionDecided(bool Granted, int WorkingDays, string? Note) : Fact;

/// <summary><see cref="PublicText"/> is for the resident and the deputy, <see cref="InternalNote"/> for officials only.</summary>
public sealed record Replied(
    Outcome Outcome, string PublicText, string? InternalNote, DateOnly? PromisedOn, IReadOnlyList<string> AttachmentIds) : Fact;

public sealed record AnswerAccepted(string? Note) : Fact;

public sealed record AnswerRejected(string Reason) : Fact;

public sealed record Evaluated(Grade Grade, string? Text) : Fact;

/// <summary>One more round of the stage that answers: the agency's, or the deputy's when the deputy answered alone.</summary>
public sealed record RoundOpened(RoundCause Cause) : Fact;

public enum RoundCause
{
    RejectedByDeputy,
    UnsatisfiedResident,
    PromiseNotKept,
}

public sealed record SupervisionRequired(SupervisionCause Cause) : Fact;

public enum SupervisionCause
{
    RejectedTwice,
    UnsatisfiedTwice,
    /// <summary>Three times, or as often as the policy allows; the ledger knows it by this name.</summary>
    ReturnedThreeTimes,
}

public sealed record SupervisionOrdered(int Level, string Text, DateOnly AnswerBy) : Fact;

public sealed record SupervisionAnswered(string Text) : Fact;

public sealed record Supplemented(string Text, IReadOnlyList<string> AttachmentIds) : Fact;

public sealed record Withdrawn(string? Reason) : Fact;

public sealed record LookedBack : Fact;

/// <summary>The deputy left and the case went to another one; null when there is nobody, and the committee office has it (handbook §6).</summary>
public sealed record HandedOn(string? DeputyId) : Fact;

public sealed record Closed : Fact;
