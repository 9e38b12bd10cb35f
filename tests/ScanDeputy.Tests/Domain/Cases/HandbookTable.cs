using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>
/// Handbook §3 once more, written down apart from the domain's own table: move, who, from where.
/// Both tests and the reference model read it; a change of the domain's table has to be made here too, on purpose.
/// </summary>
internal static class HandbookTable
{
    private const string Text = """
        Answer            | Deputy                                   | Received
        Adopt             | Deputy                                   | Received
        Redirect          | Deputy                                   | Received
        Redirect          | Committee                                | Received Adopted
        Transfer          | Deputy Committee                         | Received
        Merge             | Deputy                                   | Received
        Merge             | Committee                                | Received Adopted
        HandOver          | Committee                                | Adopted
        ReturnToDeputy    | Committee                                | Adopted
        Assign            | Government                               | HandedOver
        Sign              | LeadAgency                               | Assigned
        ReturnToOffice    | LeadAgency                               | Assigned Handling
        CoOpinion         | CoAgency                                 | Assigned Handling
        Pause             | LeadAgency Government                    | Handling
        PauseDecision     | Government                               | Handling
        Resume            | LeadAgency Government                    | Handling
        Extension         | LeadAgency                               | Assigned Handling
        ExtensionDecision | Government                               | Assigned Handling
        LogContact        | LeadAgency CoAgency                      | Assigned Handling Replied Evaluated
        Reply             | LeadAgency                               | Handling
        Accept            | Deputy                                   | Replied Evaluated Closed
        Reject            | Deputy                                   | Replied Evaluated Closed
        Evaluate          | Resident                                 | Answered Replied
        ExpireEvaluation  | System                                   | Answered Replied
        LapseVerdict      | System                                   | Replied Evaluated
        Supplement        | Resident Keeper Proposer                 | Received Adopted HandedOver Assigned Handling
        Withdraw          | Resident Keeper                          | Received
        Withdraw          | Proposer                                 | Received Adopted
        AskCoSigners      | Proposer                                 | Received Adopted
        CoSign            | CoSigner                                 | Received Adopted
        Urge              | Resident                                 | Received Adopted HandedOver Assigned Handling Replied Evaluated
        Urge              | Proposer                                 | Adopted HandedOver Assigned Handling
        Supervise         | Supervisor                               | Received Adopted HandedOver Assigned Handling Replied Evaluated
        SupervisionAnswer | Deputy Committee Government LeadAgency   | Received Answered Redirected Merged Withdrawn Adopted HandedOver Assigned Handling Replied Evaluated
        LookBack          | System                                   | Replied Evaluated Closed
        Close             | System                                   | Replied Evaluated
        Transfer          | Committee                                | Answered Adopted HandedOver Assigned Handling Replied Evaluated Closed
        HandOn            | System                                   | Received Answered Adopted HandedOver Assigned Handling Replied Evaluated Closed
        """;

    private static readonly HashSet<(Move, Party, CaseStatus)> Entries =
    [
        .. from line in Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let cells = line.Split('|', StringSplitOptions.TrimEntries)
           from party in cells[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
           from status in cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select (Enum.Parse<Move>(cells[0]), Enum.Parse<Party>(party), Enum.Parse<CaseStatus>(status)),
    ];

    public static bool Allows(Move move, Party by, CaseStatus from) => Entries.Contains((move, by, from));
}
