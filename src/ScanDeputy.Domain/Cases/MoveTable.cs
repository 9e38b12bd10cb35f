using System.Collections.Frozen;
using static ScanDeputy.Domain.Cases.CaseStatus;
using static ScanDeputy.Domain.Cases.Party;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// The state machine as a table: who may make which move from which status. It is the only place that says so; pages and
/// the API read it. A further condition ("only within two working days") is named by the row and stands with the move.
/// Source: handbook §3.
/// </summary>
public static class MoveTable
{
    /// <param name="When">What must hold beside, whatever the command says; null when nothing more must.</param>
    public sealed record Row(Move Move, IReadOnlyList<Party> By, IReadOnlyList<CaseStatus> From, Func<Moves.MoveContext, bool>? When = null);

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(Move.Answer, [Deputy], [Received], When: Moves.AnswerCommand.MayNow),
        new(Move.Adopt, [Deputy], [Received]),
        new(Move.Redirect, [Deputy], [Received], When: Moves.RedirectCommand.MayNow),
        new(Move.Redirect, [Committee], [Received, Adopted]),
        new(Move.Transfer, [Deputy, Committee], [Received], When: Moves.TransferCommand.MayNow),
        // Only of a case whose deputy left and nobody followed.
        new(Move.Transfer, [Committee], [Answered, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated, Closed],
            When: Moves.TransferCommand.NobodyHasIt),
        new(Move.Merge, [Deputy], [Received]),
        new(Move.Merge, [Committee], [Received, Adopted]),
        new(Move.HandOver, [Committee], [Adopted]),
        new(Move.ReturnToDeputy, [Committee], [Adopted]),
        new(Move.Assign, [Government], [HandedOver]),
        new(Move.Sign, [LeadAgency], [Assigned]),
        new(Move.ReturnToOffice, [LeadAgency], [Assigned, Handling], When: Moves.ReturnToOfficeCommand.MayNow),
        new(Move.CoOpinion, [CoAgency], [Assigned, Handling]),
        new(Move.Pause, [LeadAgency, Government], [Handling], When: Moves.PauseCommand.MayNow),
        new(Move.PauseDecision, [Government], [Handling], When: Moves.PauseDecisionCommand.MayNow),
        new(Move.Resume, [LeadAgency, Government], [Handling], When: Moves.ResumeCommand.MayNow),
        new(Move.Extension, [LeadAgency], [Assigned, Handling], When: Moves.ExtensionCommand.MayNow),
        new(Move.ExtensionDecision, [Government], [Assigned, Handling], When: Moves.ExtensionDecisionCommand.MayNow),
        new(Move.LogContact, [LeadAgency, CoAgency], [Assigned, Handling, Replied, Evaluated], When: Moves.LogContactCommand.MayNow),
        new(Move.Reply, [LeadAgency], [Handling]),
        new(Move.Accept, [Deputy], [Replied, Evaluated, Closed], When: Moves.AcceptCommand.MayNow),
        new(Move.Reject, [Deputy], [Replied, Evaluated, Closed], When: Moves.RejectCommand.MayNow),
        new(Move.Evaluate, [Party.Resident], [Answered, Replied], When: Moves.EvaluateCommand.MayNow),
        new(Move.Supplement, [Party.Resident, Keeper, Proposer], [Received, Adopted, HandedOver, Assigned, Handling]),
        new(Move.Withdraw, [Party.Resident, Keeper], [Received]),
        new(Move.Withdraw, [Proposer], [Received, Adopted]),
        new(Move.AskCoSigners, [Proposer], [Received, Adopted]),
        new(Move.CoSign, [Party.CoSigner], [Received, Adopted], When: Moves.CoSignCommand.MayNow),
        new(Move.Urge, [Party.Resident], [Received, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated], When: Moves.UrgeCommand.MayNow),
        // What is late with the deputy is not for the deputy to urge.
        new(Move.Urge, [Proposer], [Adopted, HandedOver, Assigned, Handling], When: Moves.UrgeCommand.MayNow),
        new(Move.Supervise, [Supervisor], [Received, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated], When: Moves.SuperviseCommand.MayNow),
        new(Move.SupervisionAnswer, [Deputy, Committee, Government, LeadAgency], [Received, Answered, Redirected, Merged, Withdrawn, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated],
            When: Moves.SupervisionAnswerCommand.MayNow),
        new(Move.LookBack, [Party.System], [Replied, Evaluated, Closed], When: Moves.LookBackCommand.MayNow),
        new(Move.ExpireEvaluation, [Party.System], [Answered, Replied], When: Moves.ExpireEvaluationCommand.MayNow),
        new(Move.LapseVerdict, [Party.System], [Replied, Evaluated], When: Moves.LapseVerdictCommand.MayNow),
        new(Move.Close, [Party.System], [Evaluated], When: Moves.CloseCommand.MayNow),
        // Nobody rates what no resident has reported.
        new(Move.Close, [Party.System], [Replied], When: Moves.CloseCommand.MayOwnNow),
        new(Move.HandOn, [Party.System], [Received, Answered, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated, Closed],
            When: Moves.HandOnCommand.MayNow),
    ];

    private static readonly FrozenSet<(Move, Party, CaseStatus)> Allowed =
        (from row in Rows from party in row.By from status in row.From select (row.Move, party, status)).ToFrozenSet();

    public static bool Allows(Move move, Party by, CaseStatus from) => Allowed.Contains((move, by, from));
}
