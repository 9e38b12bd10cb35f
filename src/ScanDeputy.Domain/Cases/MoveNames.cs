namespace ScanDeputy.Domain.Cases;

/// <summary>The moves' fixed names on the wire, in addresses and in a case's <c>actions</c>.</summary>
public static class MoveNames
{
    private static readonly Dictionary<Move, string> Names = new()
    {
        [Move.Answer] = "answer",
        [Move.Adopt] = "adopt",
        [Move.Redirect] = "redirect",
        [Move.Transfer] = "transfer",
        [Move.Merge] = "merge",
        [Move.HandOver] = "handover",
        [Move.ReturnToDeputy] = "return-to-deputy",
        [Move.Assign] = "assign",
        [Move.Sign] = "sign",
        [Move.ReturnToOffice] = "return-to-office",
        [Move.CoOpinion] = "co-opinion",
        [Move.Pause] = "pause",
        [Move.PauseDecision] = "pause-decision",
        [Move.Resume] = "resume",
        [Move.LogContact] = "log-contact",
        [Move.Extension] = "extension",
        [Move.ExtensionDecision] = "extension-decision",
        [Move.Reply] = "reply",
        [Move.Accept] = "accept",
        [Move.Reject] = "reject",
        [Move.Evaluate] = "evaluate",
        [Move.Supplement] = "supplement",
        [Move.Withdraw] = "withdraw",
        [Move.AskCoSigners] = "ask-co-signers",
        [Move.CoSign] = "co-sign",
        [Move.Urge] = "urge",
        [Move.Supervise] = "supervise",
        [Move.SupervisionAnswer] = "supervision-answer",
        [Move.LookBack] = "look-back",
        [Move.ExpireEvaluation] = "expire-evaluation",
        [Move.LapseVerdict] = "lapse-verdict",
        [Move.Close] = "close",
        [Move.HandOn] = "hand-on",
    };

    public static string NameOf(Move move) => Names[move];
}
