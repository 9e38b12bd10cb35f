using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>The stories of the demo's matters: the main road of 2-3-10 and what happens beside it.</summary>
internal static class Stories
{
    public static readonly Story Received = Story.Reported;
    public static readonly Story Supplemented = Received.Then(0, Party.Resident, Says.Supplement);
    public static readonly Story Answered = Received.Then(1, Party.Deputy, Says.Answer);
    public static readonly Story AnsweredAtOnce = Received.Then(0, Party.Deputy, Says.Answer);
    public static readonly Story Redirected = Received.Then(1, Party.Deputy, Says.Redirect);
    public static readonly Story Withdrawn = Received.Then(1, Party.Resident, Says.Withdraw);
    public static readonly Story Merged = Received.Then(1, Party.Deputy, Says.Merge);
    public static readonly Story ClosedByDeputy = Answered.Then(2, Party.Resident, Says.Evaluate).Close();
    public static readonly Story ClosedUnrated = Answered.Then(StepTime.BySweep, Party.System, (_, _) => new ExpireEvaluationCommand()).Close();
    public static readonly Story RatedJustNow = Answered.Then(StepTime.JustNow, Party.Resident, Says.Evaluate);

    public static readonly Story Adopted = Received.Then(1, Party.Deputy, Says.Adopt).Opens(2);
    public static readonly Story RedirectedByCommittee = Adopted.Then(1, Party.Committee, Says.Redirect);
    public static readonly Story HandedOver = Adopted.Then(1, Party.Committee, Says.HandOver).Opens(3);
    public static readonly Story Assigned = HandedOver.Then(2, Party.Government, Says.Assign).Opens(10);

    // One of the office's three days went into the wrong agency; two are left.
    public static readonly Story Returned = HandedOver.Then(1, Party.Government, Says.AssignWrongly).Then(1, Party.LeadAgency, Says.ReturnToOffice).Opens(2);
    public static readonly Story Handling = Assigned.Then(1, Party.LeadAgency, Says.Sign);
    public static readonly Story HandlingTogether = HandedOver.Then(2, Party.Government, Says.AssignTogether).Opens(10).Then(1, Party.LeadAgency, Says.Sign);
    public static readonly Story WithOpinion = HandlingTogether.Then(2, Party.CoAgency, Says.CoOpinion);
    public static readonly Story PauseAsked = Handling.Then(2, Party.LeadAgency, Says.Pause);
    public static readonly Story Paused = PauseAsked.Then(1, Party.Government, Says.Pause);
    public static readonly Story ExtensionAsked = Handling.Then(4, Party.LeadAgency, Says.AskForExtension);
    public static readonly Story Extended = ExtensionAsked.Then(1, Party.Government, Says.Extend).Extends(5);
    public static readonly Story UnderSupervision = Handling.Then(12, Party.Supervisor, Says.Supervise);

    public static readonly Story Replied = Handling.Then(5, Party.LeadAgency, Says.Reply);
    public static readonly Story Accepted = Replied.Then(1, Party.Deputy, Says.Accept);
    public static readonly Story Rejected = Replied.Then(1, Party.Deputy, Says.Reject).Opens(10);
    public static readonly Story AcceptedAndRatedJustNow = Accepted.Then(StepTime.JustNow, Party.Resident, Says.Evaluate);
    public static readonly Story ClosedByAgency = Accepted.Rate().Close();
    public static readonly Story ClosedLate = Handling.Then(11, Party.LeadAgency, Says.Reply).Accept().Rate().Close();
    public static readonly Story ClosedTogether = WithOpinion.Then(4, Party.LeadAgency, Says.Reply).Accept().Rate().Close();
    public static readonly Story ClosedExtended = Extended.Then(6, Party.LeadAgency, Says.Reply).Accept().Rate().Close();
    public static readonly Story ClosedPaused =
        Paused.Then(5, Party.Government, (_, _) => new ResumeCommand()).Then(3, Party.LeadAgency, Says.Reply).Accept().Rate().Close();

    public static readonly Story ClosedReturned =
        Returned.Then(1, Party.Government, Says.Assign).Then(1, Party.LeadAgency, Says.Sign).Then(6, Party.LeadAgency, Says.Reply).Accept().Rate().Close();

    public static readonly Story ClosedSecondTime = Rejected.Then(6, Party.LeadAgency, Says.Reply).Accept().Rate().Close();

    public static readonly Story Unsatisfied =
        Accepted.Then(2, Party.Resident, Says.EvaluateBadly).Then(6, Party.LeadAgency, Says.Reply).Accept();

    public static readonly Story ClosedAfterUnsatisfied = Unsatisfied.Rate().Close();
    public static readonly Story UnsatisfiedTwice = Unsatisfied.Then(1, Party.Resident, Says.EvaluateBadly);
    public static readonly Story UnsatisfiedTwiceSupervised = UnsatisfiedTwice.Then(1, Party.Supervisor, Says.Supervise);

    private static Story Accept(this Story story) => story.Then(1, Party.Deputy, Says.Accept);

    private static Story Rate(this Story story) => story.Then(2, Party.Resident, Says.Evaluate);

    private static Story Close(this Story story) => story.Then(StepTime.BySweep, Party.System, (_, _) => new CloseCommand());
}
