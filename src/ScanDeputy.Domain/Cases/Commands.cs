namespace ScanDeputy.Domain.Cases;

/// <summary>What somebody asks to be done to a case. Texts are checked for length before they get here; rules of the matter here.</summary>
public abstract record CaseCommand(Move Move);

public sealed record AnswerCase(string Text) : CaseCommand(Move.Answer);

public sealed record AdoptCase(string SuggestionTitle, string? Note) : CaseCommand(Move.Adopt);

public sealed record RedirectCase(string Reason, string Destination, string Text) : CaseCommand(Move.Redirect);

public sealed record TransferCase(string DeputyId, string? StationId, string? Note) : CaseCommand(Move.Transfer);

public sealed record MergeCase(string IntoCaseId, string? Note) : CaseCommand(Move.Merge);

public sealed record HandOverCase(string? Note) : CaseCommand(Move.HandOver);

public sealed record ReturnCaseToDeputy(string Reason) : CaseCommand(Move.ReturnToDeputy);

public sealed record AssignCase(string LeadAgencyId, IReadOnlyList<string> CoAgencyIds, string? Note) : CaseCommand(Move.Assign);

public sealed record SignCase() : CaseCommand(Move.Sign);

public sealed record ReturnCaseToOffice(string Reason, string? ProposedAgencyId) : CaseCommand(Move.ReturnToOffice);

/// <param name="AgencyId">The co-agency that speaks.</param>
public sealed record GiveCoOpinion(string AgencyId, string Text) : CaseCommand(Move.CoOpinion);

/// <summary>From the agency it asks for a pause; from the government office it grants one.</summary>
public sealed record PauseCase(string Reason, DateOnly? Until) : CaseCommand(Move.Pause);

public sealed record ResumeCase() : CaseCommand(Move.Resume);

public sealed record RequestExtension(int WorkingDays, string Reason) : CaseCommand(Move.RequestExtension);

public sealed record DecideExtension(bool Granted, string? Note) : CaseCommand(Move.DecideExtension);

public sealed record ReplyToCase(
    Outcome Outcome, string PublicText, string? InternalNote, DateOnly? PromisedOn, IReadOnlyList<string> AttachmentIds) : CaseCommand(Move.Reply);

public sealed record AcceptReply(string? Note) : CaseCommand(Move.Accept);

public sealed record RejectReply(string Reason) : CaseCommand(Move.Reject);

public sealed record EvaluateCase(Grade Grade, string? Text) : CaseCommand(Move.Evaluate);

public sealed record SupplementCase(string Text, IReadOnlyList<string> AttachmentIds) : CaseCommand(Move.Supplement);

public sealed record WithdrawCase(string? Reason) : CaseCommand(Move.Withdraw);

public sealed record SuperviseCase(int Level, string Text, DateOnly AnswerBy) : CaseCommand(Move.Supervise);

public sealed record AnswerSupervision(string Text) : CaseCommand(Move.AnswerSupervision);

public sealed record LookBackAtPromise() : CaseCommand(Move.LookBack);

/// <param name="DeputyId">Null when nobody can take it.</param>
public sealed record HandCaseOn(string? DeputyId) : CaseCommand(Move.HandOn);

public sealed record ExpireEvaluation() : CaseCommand(Move.ExpireEvaluation);

public sealed record CloseCase() : CaseCommand(Move.Close);
