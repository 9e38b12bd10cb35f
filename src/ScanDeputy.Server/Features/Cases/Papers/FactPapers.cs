using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>Which paper a fact gives rise to. A fact without one is listed as such: a new fact that nobody thought of fails a test.</summary>
public static class FactPapers
{
    private static readonly IReadOnlyDictionary<Type, PaperKind> Given = new Dictionary<Type, PaperKind>
    {
        [typeof(Submitted)] = PaperKind.VoterFeedback,
        [typeof(Suggested)] = PaperKind.DeputyHandling,
        [typeof(Answered)] = PaperKind.DeputyHandling,
        [typeof(Adopted)] = PaperKind.DeputyHandling,
        [typeof(Redirected)] = PaperKind.DeputyHandling,
        [typeof(HandedOver)] = PaperKind.HandoverOrder,
        [typeof(Assigned)] = PaperKind.AssignmentOrder,
        [typeof(Replied)] = PaperKind.ReplyLetter,
        [typeof(Supervised)] = PaperKind.SupervisionOrder,
    };

    private static readonly IReadOnlySet<Type> None = new HashSet<Type>
    {
        typeof(Withdrawn), typeof(Supplemented), typeof(Merged), typeof(Transferred), typeof(HandedOn), typeof(ReturnedToDeputy), typeof(LookedBack), typeof(Evaluated),
        typeof(Rejected), typeof(RoundOpened), typeof(Closed), typeof(Accepted), typeof(Resumed), typeof(CoOpinionGiven), typeof(PauseRequested), typeof(Paused), typeof(PauseRefused),
        typeof(ReturnedToOffice), typeof(ExtensionDecided), typeof(Signed), typeof(ExtensionRequested), typeof(SupervisionAnswered), typeof(SupervisionRequired), typeof(Urged),
        typeof(VerdictLapsed), typeof(ContactLogged), typeof(CoSignersAsked), typeof(CoSigned),
    };

    public static bool Gives(Fact fact, PaperKind kind) => Given.TryGetValue(fact.GetType(), out var given) && given == kind;

    public static bool Knows(Fact fact) => Given.ContainsKey(fact.GetType()) || None.Contains(fact.GetType());
}
