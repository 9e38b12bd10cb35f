using System.Collections.Frozen;
using static ScanDeputy.Domain.Cases.CaseStatus;
using static ScanDeputy.Domain.Cases.Party;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// The state machine as a table: who may make which move from which status. It is the only place that says so; pages and
/// the API read it. Further conditions of single moves ("only within two working days") stand with the move in <see cref="CaseMoves"/>.
/// Source: handbook §3.
/// </summary>
public static class MoveTable
{
    public sealed record Row(Move Move, IReadOnlyList<Party> By, IReadOnlyList<CaseStatus> From);

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(Move.Answer, [Deputy], [Received]),
        new(Move.Adopt, [Deputy], [Received]),
        new(Move.Redirect, [Deputy], [Received]),
        new(Move.Redirect, [Committee], [Received, Adopted]),
        new(Move.Transfer, [Deputy, Committee], [Received]),
        // Only of a case whose deputy left and nobody followed.
        new(Move.Transfer, [Committee], [Answered, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated, Closed]),
        new(Move.Merge, [Deputy], [Received]),
        new(Move.Merge, [Committee], [Received, Adopted]),
        new(Move.HandOver, [Committee], [Adopted]),
        new(Move.ReturnToDeputy, [Committee], [Adopted]),
        new(Move.Assign, [Government], [HandedOver]),
        new(Move.Sign, [LeadAgency], [Assigned]),
        new(Move.ReturnToOffice, [LeadAgency], [Assigned, Handling]),
        new(Move.CoOpinion, [CoAgency], [Assigned, Handling]),
        new(Move.Pause, [LeadAgency, Government], [Handling]),
        new(Move.Resume, [LeadAgency, Government], [Handling]),
        new(Move.RequestExtension, [LeadAgency], [Assigned, Handling]),
        new(Move.DecideExtension, [Government], [Assigned, Handling]),
        new(Move.Reply, [LeadAgency], [Handling]),
        new(Move.Accept, [Deputy], [Replied, Evaluated, Closed]),
        new(Move.Reject, [Deputy], [Replied, Evaluated, Closed]),
        new(Move.Evaluate, [Party.Resident], [Answered, Replied]),
        new(Move.Supplement, [Party.Resident, Keeper], [Received, Adopted, HandedOver, Assigned, Handling]),
        new(Move.Withdraw, [Party.Resident, Keeper], [Received]),
        new(Move.Supervise, [Supervisor], [Received, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated]),
        new(Move.AnswerSupervision, [Deputy, Committee, Government, LeadAgency], [Received, Answered, Redirected, Merged, Withdrawn, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated]),
        new(Move.LookBack, [Party.System], [Replied, Evaluated, Closed]),
        new(Move.ExpireEvaluation, [Party.System], [Answered, Replied]),
        new(Move.Close, [Party.System], [Evaluated]),
        new(Move.HandOn, [Party.System], [Received, Answered, Adopted, HandedOver, Assigned, Handling, Replied, Evaluated, Closed]),
    ];

    private static readonly FrozenSet<(Move, Party, CaseStatus)> Allowed =
        (from row in Rows from party in row.By from status in row.From select (row.Move, party, status)).ToFrozenSet();

    public static bool Allows(Move move, Party by, CaseStatus from) => Allowed.Contains((move, by, from));
}
