using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <summary>The stories of the demo's matters: the main road of 2-3-10 and what happens beside it.</summary>
internal static class Stories
{
    public static readonly Story Received = Story.Reported;
    public static readonly Story Supplemented = Received.Then(0, Party.Resident, SeedCommands.Supplement);
    public static readonly Story Answered = Received.Then(1, Party.Deputy, SeedCommands.Answer);
    public static readonly Story AnsweredAtOnce = Received.Then(0, Party.Deputy, SeedCommands.Answer);
    public static readonly Story Redirected = Received.Then(1, Party.Deputy, SeedCommands.Redirect);
    public static readonly Story Withdrawn = Received.Then(1, Party.Resident, SeedCommands.Withdraw);
    public static readonly Story Merged = Received.Then(1, Party.Deputy, SeedCommands.Merge);
    public static readonly Story ClosedByDeputy = Answered.Then(2, Party.Resident, SeedCommands.Evaluate).Close();
    public static readonly Story ClosedUnrated = Answered.Then(StepTime.BySweep, Party.System, (_, _) => new ExpireEvaluationCommand()).Close();
    public static readonly Story RatedJustNow = Answered.Then(StepTime.JustNow, Party.Resident, SeedCommands.Evaluate);

    public static readonly Story Adopted = Received.Then(1, Party.Deputy, SeedCommands.Adopt).Opens(2);
    public static readonly Story RedirectedByCommittee = Adopted.Then(1, Party.Committee, SeedCommands.Redirect);
    public static readonly Story HandedOver = Adopted.Then(1, Party.Committee, SeedCommands.HandOver).Opens(3);
    public static readonly Story Assigned = HandedOver.Then(2, Party.Government, SeedCommands.Assign).Opens(10);

    // One of the office's three days went into the wrong agency; two are left.
    public static readonly Story Returned = HandedOver.Then(1, Party.Government, SeedCommands.AssignWrongly).Then(1, Party.LeadAgency, SeedCommands.ReturnToOffice).Opens(2);
    public static readonly Story Handling = Assigned.Then(1, Party.LeadAgency, SeedCommands.Sign);
    public static readonly Story HandlingTogether = HandedOver.Then(2, Party.Government, SeedCommands.AssignTogether).Opens(10).Then(1, Party.LeadAgency, SeedCommands.Sign);
    public static readonly Story WithOpinion = HandlingTogether.Then(2, Party.CoAgency, SeedCommands.CoOpinion);
    public static readonly Story PauseAsked = Handling.Then(2, Party.LeadAgency, SeedCommands.Pause);
    public static readonly Story Paused = PauseAsked.Then(1, Party.Government, SeedCommands.Pause);
    public static readonly Story ExtensionAsked = Handling.Then(4, Party.LeadAgency, SeedCommands.AskForExtension);
    public static readonly Story Extended = ExtensionAsked.Then(1, Party.Government, SeedCommands.Extend).Extends(5);
    public static readonly Story UnderSupervision = Handling.Then(12, Party.Supervisor, SeedCommands.Supervise);

    public static readonly Story Replied = Handling.Then(5, Party.LeadAgency, SeedCommands.Reply);
    public static readonly Story Accepted = Replied.Then(1, Party.Deputy, SeedCommands.Accept);
    public static readonly Story Rejected = Replied.Then(1, Party.Deputy, SeedCommands.Reject).Opens(10);
    public static readonly Story AcceptedAndRatedJustNow = Accepted.Then(StepTime.JustNow, Party.Resident, SeedCommands.Evaluate);
    public static readonly Story ClosedByAgency = Handling.Then(5, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();
    public static readonly Story ClosedLate = Handling.Then(11, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();
    // The deputy said nothing, and nobody took that for a yes.
    public static readonly Story ClosedUnjudged =
        Handling.Then(5, Party.LeadAgency, SeedCommands.Finish).Rate().Then(StepTime.BySweep, Party.System, (_, _) => new LapseVerdictCommand()).Close();

    public static readonly Story ClosedTogether = WithOpinion.Then(4, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();
    public static readonly Story ClosedExtended = Extended.Then(6, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();
    public static readonly Story ClosedPaused =
        Paused.Then(5, Party.Government, (_, _) => new ResumeCommand()).Then(3, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();

    public static readonly Story ClosedReturned =
        Returned.Then(1, Party.Government, SeedCommands.Assign).Then(1, Party.LeadAgency, SeedCommands.Sign).Then(6, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();

    public static readonly Story ClosedSecondTime = Rejected.Then(6, Party.LeadAgency, SeedCommands.Finish).Accept().Rate().Close();

    public static readonly Story Unsatisfied =
        Accepted.Then(2, Party.Resident, SeedCommands.EvaluateBadly).Then(6, Party.LeadAgency, SeedCommands.Finish).Accept();

    public static readonly Story ClosedAfterUnsatisfied = Unsatisfied.Rate().Close();
    public static readonly Story UnsatisfiedTwice = Unsatisfied.Then(1, Party.Resident, SeedCommands.EvaluateBadly);
    public static readonly Story UnsatisfiedTwiceSupervised = UnsatisfiedTwice.Then(1, Party.Supervisor, SeedCommands.Supervise);

    private static Story Accept(this Story story) => story.Then(1, Party.Deputy, SeedCommands.Accept);

    private static Story Rate(this Story story) => story.Then(2, Party.Resident, SeedCommands.Evaluate);

    private static Story Close(this Story story) => story.Then(StepTime.BySweep, Party.System, (_, _) => new CloseCommand());
}
